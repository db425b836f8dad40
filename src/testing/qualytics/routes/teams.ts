import type { EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { asked, idOf, judged } from "../../fastapi/inputs.js";
import { int, list, orNull, record, text, word } from "../../fastapi/judges.js";
import { found, holds, nothing, page, refuse, removed, sorted } from "../answers.js";
import { newTeam, renameTeam, teamBody } from "../records/people.js";
import type { EmulatedTeam } from "../records/records.js";
import type { QualyticsState } from "../state.js";

const told = record(
  {
    name: text(1, 255),
    description: orNull(text(0, 8000)),
    permission: word("Editor", "Author", "Drafter", "Viewer", "Reporter"),
    user_ids: list(int({ ge: 1 })),
  },
  ["name"],
);

export const teamRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const one = (call: EmulatedCall): EmulatedTeam => found(state.teams, "Team", idOf(call, "id"));
  const unused = (name: string, but?: EmulatedTeam): void => {
    if (state.teams.some((team) => team.name === name && team !== but))
      refuse(409, `A team named ${name} already exists`);
  };
  const known = (ids: readonly number[]): void => {
    for (const id of ids) found(state.users, "User", id);
  };
  /** Makes these users, and no others, members. */
  const fill = (team: string, ids: readonly number[]): void => {
    for (const user of state.users) {
      const others = user.teams.filter((name) => name !== team);
      user.teams = ids.includes(user.id) ? [...others, team] : others;
    }
  };
  return [
    {
      verb: "GET",
      path: "/teams",
      answer: (call) => {
        const part = asked(call, "name", text(0, 255)) ?? "";
        const rows = state.teams.filter(({ name }) => holds(name, part));
        const columns = { created: ({ id }: EmulatedTeam) => id, name: ({ name }: EmulatedTeam) => name };
        return page(call, sorted(call, rows, columns), (team) => teamBody(state, team));
      },
    },
    {
      verb: "POST",
      path: "/teams",
      answer: (call) => {
        const { user_ids = [], ...team } = judged(call, told);
        unused(team.name);
        known(user_ids);
        const made = newTeam(state, team);
        fill(made.name, user_ids);
        return { status: 201, body: teamBody(state, made) };
      },
    },
    { verb: "GET", path: "/teams/{id}", answer: (call) => ({ body: teamBody(state, one(call)) }) },
    {
      verb: "PUT",
      path: "/teams/{id}",
      answer: (call) => {
        const team = one(call);
        const { user_ids = [], ...change } = judged(call, told);
        unused(change.name, team);
        known(user_ids);
        if (change.name !== team.name) renameTeam(state, team.name, change.name);
        // What is left out is reset, the members too.
        Object.assign(team, { description: null }, change);
        fill(team.name, user_ids);
        return { body: teamBody(state, team) };
      },
    },
    {
      verb: "DELETE",
      path: "/teams/{id}",
      answer: (call) => {
        const team = one(call);
        renameTeam(state, team.name, null);
        removed(state.teams, team);
        return nothing;
      },
    },
  ];
};
