import type { EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { idOf, judged } from "../../fastapi/inputs.js";
import { bool, int, orNull, record, text } from "../../fastapi/judges.js";
import { found, nothing, refuse, removed, type Wire } from "../answers.js";
import { CALLER } from "../operations.js";
import { tokenBody } from "../records/people.js";
import type { EmulatedToken, EmulatedUser } from "../records/records.js";
import type { QualyticsState } from "../state.js";
import { newToken } from "../tokens.js";

const created = record(
  {
    name: text(1, 255),
    expires_in_days: orNull(int({ ge: 1, le: 365 })),
    scim_endpoints_only: bool,
    user_id: orNull(int({ ge: 1 })),
  },
  ["name", "expires_in_days"],
);
const changed = record({ revoke: bool }, ["revoke"]);

export const tokenRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const one = (call: EmulatedCall): EmulatedToken => found(state.tokens, "Token", idOf(call, "id"));
  const listed = (isOf: (user: EmulatedUser | undefined) => boolean): Wire[] =>
    state.tokens
      .filter(({ user_id }) => isOf(state.users.find(({ id }) => id === user_id)))
      .map((token) => tokenBody(state, token));
  return [
    { verb: "GET", path: "/user-tokens", answer: () => ({ body: listed((user) => user?.email === CALLER) }) },
    {
      verb: "GET",
      path: "/user-tokens/service",
      answer: () => ({ body: listed((user) => user?.user_type === "Service") }),
    },
    {
      verb: "POST",
      path: "/user-tokens",
      answer: (call) => {
        const token = create(state, call);
        return { status: 201, body: { ...tokenBody(state, token), bearer_token: token.bearer } };
      },
    },
    {
      verb: "PUT",
      path: "/user-tokens/{id}",
      answer: (call) => {
        const token = one(call);
        token.active = !judged(call, changed).revoke;
        return { body: tokenBody(state, token) };
      },
    },
    {
      verb: "DELETE",
      path: "/user-tokens/{id}",
      answer: (call) => {
        const token = one(call);
        if (token.active) refuse(400, "Only revoked tokens can be deleted");
        removed(state.tokens, token);
        return nothing;
      },
    },
  ];
};

function create(state: QualyticsState, call: EmulatedCall): EmulatedToken {
  const body = judged(call, created);
  const user =
    body.user_id == null
      ? (state.users.find(({ email }) => email === CALLER) ?? refuse(401, "Not authenticated"))
      : found(state.users, "User", body.user_id);
  if (state.tokens.some((token) => token.user_id === user.id && token.name === body.name))
    refuse(409, `A token named ${body.name} already exists`);
  return newToken(state, {
    name: body.name,
    user_id: user.id,
    scim_endpoints_only: body.scim_endpoints_only ?? false,
    days: body.expires_in_days,
  });
}
