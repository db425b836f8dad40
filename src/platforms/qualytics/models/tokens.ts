import * as z from "zod/mini";
import {
  between,
  type Field,
  field,
  filledText,
  flag,
  INVALID,
  type Input,
  input,
  int,
  type Model,
  maybe,
  model,
  optional,
  type Schema,
  secret,
  type Table,
  text,
  textOf,
  time,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { hidingSecrets } from "./out-of-sight.js";
import { type UserStub, userStubModel } from "./stubs.js";

/** A token of a user or of a service, without its secret: where a build tells one all the same, it is not enumerable. */
export interface Token {
  id: number;
  name: string;
  createdAt: Date | null;
  /** False once it was revoked. A token that has expired may still be active. */
  active: boolean;
  /** Null: it does not expire. */
  expiresAt: Date | null;
  /** Null: never used. */
  lastUsedAt: Date | null;
  /** True: it is of use for the platform's SCIM calls alone. Null where the platform does not tell. */
  scimEndpointsOnly: boolean | null;
  /** Whom it belongs to. */
  user: UserStub | null;
}

/** A token with its secret, as the platform tells it once. */
export interface CreatedToken extends Token {
  /**
   * The secret. The platform never tells it again: store it now. It is not enumerable, so that printing the token,
   * `JSON.stringify` and spreading leave it out; read it as `created.bearerToken`.
   */
  bearerToken: string;
}

const table: Table<Token> = {
  id: int,
  name: text,
  createdAt: maybe(time),
  active: flag,
  expiresAt: maybe(time),
  lastUsedAt: maybe(time),
  scimEndpointsOnly: maybe(flag),
  user: maybe(userStubModel),
};
const wire = { createdAt: "created", expiresAt: "expiration", lastUsedAt: "last_used" } as const;

export const tokenModel: Model<Token> = model("Token", table, {
  wire,
  derive: hidingSecrets(table),
});

const createdTable: Table<CreatedToken> = { ...table, bearerToken: secret(text) };

export const createdTokenModel: Model<CreatedToken> = model("CreatedToken", createdTable, {
  wire,
  derive: hidingSecrets(createdTable),
});

const ownerOf = (value: unknown): unknown => {
  const number = intIdField.write(value);
  return number === INVALID ? filledText.write(value) : number;
};
/** A service user by its number, or by the platform's other id, which ends in `@service`: the sources do not say which. */
const owner: Field<string | number> = field({
  read: ownerOf,
  schema: () =>
    z.custom((value) => ownerOf(value) !== INVALID, {
      error: "expected the id of a service user",
    }) as unknown as Schema,
});

const someDays = between(int, 1, 365);
/** It must be told: nobody makes a token that never expires by leaving something out. */
const days: Field<number | null> = field({
  read: (value) => (value === null ? null : someDays.read(value)),
  schema: () => z.nullable(someDays.schema) as unknown as Schema,
});

/** What `tokens.create` makes. */
export interface TokenCreateBody {
  /** At most 255 characters; no two tokens of a user have the same. */
  name: string;
  /** 1 to 365; null: it never expires. */
  expiresInDays: number | null;
  /** True: it is of use for the platform's SCIM calls alone. Default false. */
  scimEndpointsOnly?: boolean | undefined;
  /** The service user that it is for, by `id` or by `userId`. Default: the caller. */
  userId?: string | number | undefined;
}

export const tokenCreateBody: Input<TokenCreateBody> = input("TokenCreateBody", {
  name: textOf(1, 255),
  expiresInDays: days,
  scimEndpointsOnly: optional(flag, false),
  userId: optional(owner),
});

export const tokenRevocation: Input<{ revoke: boolean }> = input("TokenRevocation", { revoke: flag });
