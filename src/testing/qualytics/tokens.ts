import type { EmulatedCall } from "../emulator.js";
import { bearerOf } from "../rate.js";
import { refuse } from "./answers.js";
import type { EmulatedToken } from "./records/records.js";
import type { QualyticsState } from "./state.js";

const DAY_MS = 86_400_000;

const part = (value: unknown): string =>
  btoa(JSON.stringify(value)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** Makes a token; `days` until it expires, null for never. */
export function newToken(
  state: QualyticsState,
  { days, ...told }: Pick<EmulatedToken, "name" | "user_id" | "scim_endpoints_only"> & { days: number | null },
): EmulatedToken {
  const id = state.newId("token");
  const end = days === null ? null : state.clock.now() + days * DAY_MS;
  const claims = { sub: String(told.user_id), jti: id, ...(end === null ? {} : { exp: Math.floor(end / 1000) }) };
  const one: EmulatedToken = {
    id,
    created: state.now(),
    active: true,
    expiration: end === null ? null : state.at(end),
    last_used: null,
    bearer: `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}.emulated-signature-${id}`,
    ...told,
  };
  state.tokens.push(one);
  return one;
}

/** Refuses a token of the deployment's own that is of no use here, and notes when one was used. Others pass. */
export function checkToken(state: QualyticsState, call: EmulatedCall): void {
  const told = bearerOf(call.headers);
  const one = state.tokens.find(({ bearer }) => bearer === told);
  if (one === undefined) return;
  if (!one.active) refuse(401, "The token was revoked");
  if (one.expiration !== null && Date.parse(one.expiration) < state.clock.now()) refuse(401, "The token has expired");
  if (one.scim_endpoints_only && !call.path.startsWith("/scim/v2/")) refuse(401, "The token is for SCIM only");
  one.last_used = state.now();
}
