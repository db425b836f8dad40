import type { Wire } from "../answers.js";
import { CALLER } from "../operations.js";
import type { QualyticsState } from "../state.js";
import type { EmulatedTag, EmulatedTeam, EmulatedToken, EmulatedUser } from "./records.js";
import { userStub } from "./stubs.js";

/** A user, as the server answers it. */
export function userBody(state: QualyticsState, one: EmulatedUser): Wire {
  const teams = one.teams.map((name) => {
    const team = state.teams.find((row) => row.name === name);
    return team === undefined ? { id: null, name } : { id: team.id, name };
  });
  return { ...one, user_name: one.name, teams };
}

/** A team, as the server answers it. */
export const teamBody = (state: QualyticsState, one: EmulatedTeam): Wire => ({
  ...one,
  users: state.users.filter(({ teams }) => teams.includes(one.name)).map(({ id }) => userStub(state, id)),
});

/** Gives a team another name on everything that bears it; null takes it away. */
export function renameTeam(state: QualyticsState, from: string, to: string | null): void {
  for (const one of [...state.users, ...state.datastores]) one.teams = renamed(one.teams, from, to);
}

/** Without changing the list: it may be the seed's own. */
const renamed = (names: readonly string[], from: string, to: string | null): string[] =>
  names.flatMap((name) => (name !== from ? [name] : to === null ? [] : [to]));

/** A token, as the server answers it: without its secret. */
export function tokenBody(state: QualyticsState, { bearer: _, user_id, ...one }: EmulatedToken): Wire {
  return { ...one, user: userStub(state, user_id) };
}

/** Everything that may have tags. */
const tagged = (state: QualyticsState): { tags: string[] }[] => [
  ...state.datastores,
  ...state.containers,
  ...state.fields,
  ...state.checks,
  ...state.anomalies,
];

/** A tag, as the server answers it. */
export const tagBody = (state: QualyticsState, one: EmulatedTag): Wire => ({
  ...one,
  count: tagged(state).filter(({ tags }) => tags.includes(one.name)).length,
});

/** Makes a tag of each name that a record bears: the server knows no tag by name alone. */
export function adoptTags(state: QualyticsState): void {
  for (const name of tagged(state).flatMap(({ tags }) => tags))
    if (!state.tags.some((tag) => tag.name === name)) newTag(state, { name });
}

/** Makes a tag; what is not told is as the server has it by default. */
export function newTag(state: QualyticsState, told: Partial<EmulatedTag> & { name: string }): EmulatedTag {
  const one: EmulatedTag = {
    id: state.newId("tag"),
    created: state.now(),
    type: "global",
    color: null,
    description: null,
    category: null,
    weight_modifier: 0,
    parent_lineage_tag_id: null,
    ...told,
  };
  state.tags.push(one);
  return one;
}

/** Gives a tag another name on everything that bears it; null takes it away. */
export function renameTag(state: QualyticsState, from: string, to: string | null): void {
  for (const one of tagged(state)) one.tags = renamed(one.tags, from, to);
}

/** Whoever the client's token belongs to, and the team that everybody is in. */
export function addPeople(state: QualyticsState): void {
  newTeam(state, { name: "Public" });
  newUser(state, { name: "Ada", email: CALLER, user_id: "auth0|ada", role: "Admin" });
}

/** Makes a team; what is not told is as the server has it by default. */
export function newTeam(state: QualyticsState, told: Partial<EmulatedTeam> & { name: string }): EmulatedTeam {
  const one: EmulatedTeam = {
    id: state.newId("team"),
    created: state.now(),
    description: null,
    permission: "Editor",
    ...told,
  };
  state.teams.push(one);
  return one;
}

/** Makes a user; what is not told is as the server has it by default. */
export function newUser(
  state: QualyticsState,
  told: Partial<EmulatedUser> & { name: string; email: string; user_id: string },
): EmulatedUser {
  const one: EmulatedUser = {
    id: state.newId("user"),
    created: state.now(),
    user_type: "User",
    role: "Member",
    teams: ["Public"],
    ...told,
  };
  state.users.push(one);
  return one;
}
