import type { EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { asked, idOf, judged } from "../../fastapi/inputs.js";
import { list, record, text, word } from "../../fastapi/judges.js";
import { found, holds, page, refuse, sorted } from "../answers.js";
import { CALLER } from "../operations.js";
import { newUser, userBody } from "../records/people.js";
import type { EmulatedUser } from "../records/records.js";
import type { QualyticsState } from "../state.js";

const role = word("Admin", "Manager", "Member", "Editor", "Viewer");
const teams = list(text(1, 255));
const created = record({ name: text(1, 255), role, teams }, ["name", "role", "teams"]);
const changed = record({ role, teams });

export const userRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const one = (call: EmulatedCall): EmulatedUser => found(state.users, "User", idOf(call, "id"));
  const known = (names: readonly string[] | undefined): void => {
    const missing = names?.find((name) => !state.teams.some((team) => team.name === name));
    if (missing !== undefined) refuse(404, `Team ${missing} not found`);
  };
  return [
    {
      verb: "GET",
      path: "/users",
      answer: (call) => {
        const part = asked(call, "name", text(0, 255)) ?? "";
        const rows = state.users.filter(({ name }) => holds(name, part));
        const columns = { created: ({ id }: EmulatedUser) => id, name: ({ name }: EmulatedUser) => name };
        return page(call, sorted(call, rows, columns), (user) => userBody(state, user));
      },
    },
    {
      verb: "GET",
      path: "/users/me",
      answer: () => {
        const me = state.users.find(({ email }) => email === CALLER) ?? refuse(401, "Not authenticated");
        return { body: userBody(state, me) };
      },
    },
    { verb: "GET", path: "/users/{id}", answer: (call) => ({ body: userBody(state, one(call)) }) },
    {
      verb: "PUT",
      path: "/users/{id}",
      answer: (call) => {
        const user = one(call);
        const { role: newRole = user.role, teams: newTeams = [] } = judged(call, changed);
        known(newTeams);
        // Teams that are left out are reset.
        user.role = newRole;
        user.teams = newTeams;
        return { body: userBody(state, user) };
      },
    },
    {
      verb: "POST",
      path: "/users",
      answer: (call) => {
        const told = judged(call, created);
        known(told.teams);
        const user_id = `${told.name.toLowerCase().replace(/\W+/g, "-")}@service`;
        if (state.users.some((user) => user.user_id === user_id)) refuse(409, `User ${user_id} already exists`);
        const made = newUser(state, { ...told, user_id, email: user_id, user_type: "Service" });
        return { status: 201, body: userBody(state, made) };
      },
    },
  ];
};
