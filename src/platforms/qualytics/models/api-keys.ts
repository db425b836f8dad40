import {
  derived,
  flag,
  type Input,
  input,
  int,
  type Model,
  maybe,
  model,
  type Open,
  oneOf,
  optional,
  type Table,
  text,
  time,
} from "../../../base.js";
import { hidingSecrets } from "./out-of-sight.js";
import { type UserStub, userStubModel } from "./stubs.js";

/** A token, in the words of every platform. Where a build tells its secret, that is not enumerable. */
export interface ApiKey {
  id: number;
  name: string;
  /**
   * Whom it acts as, whose role and teams say what it may do: `service` for the token of a service user, else `user`.
   * `scim` for a token of the SCIM calls alone, where the platform tells of that.
   */
  scope: Open<"user" | "service" | "scim">;
  /** False once it was revoked. A token that has expired may still be active: see `expiresAt`. */
  isActive: boolean;
  createdAt: Date | null;
  /** Null: never used. */
  lastUsedAt: Date | null;
  /** Always null: the platform does not tell. */
  revokedAt: Date | null;
  /** Null: it does not expire. */
  expiresAt: Date | null;
  /** True: it is of use for the platform's SCIM calls alone. Null where the platform does not tell. */
  scimEndpointsOnly: boolean | null;
  /** Whom it belongs to. */
  user: UserStub | null;
}

/** The end of a service user's id. */
const SERVICE = "@service";

const keyTable = (scope: "user" | "service"): Table<ApiKey> => ({
  id: int,
  name: text,
  scope: derived<ApiKey["scope"]>(scope),
  isActive: flag,
  createdAt: maybe(time),
  lastUsedAt: maybe(time),
  revokedAt: derived<Date | null>(null),
  expiresAt: maybe(time),
  user: maybe(userStubModel),
  scimEndpointsOnly: maybe(flag),
});

function keyModel(scope: "user" | "service"): Model<ApiKey> {
  const table = keyTable(scope);
  return model("ApiKey", table, {
    wire: { isActive: "active", createdAt: "created", lastUsedAt: "last_used", expiresAt: "expiration" },
    derive(key) {
      if (key.user?.userId?.endsWith(SERVICE) === true) key.scope = "service";
      if (key.scimEndpointsOnly === true) key.scope = "scim";
      hidingSecrets(table)(key);
    },
  });
}

export const apiKeyModel: Model<ApiKey> = keyModel("user");

/** Of the list of service tokens, whatever it tells of their users. */
export const serviceKeyModel: Model<ApiKey> = keyModel("service");

/** Which keys `apiKeys.list` gives. */
export interface ApiKeyListParams {
  /** `own`: the caller's. `service`: those of all service users, for admins. Default `own`. */
  of?: "own" | "service" | undefined;
}

export const apiKeyListParams: Input<ApiKeyListParams> = input("ApiKeyListParams", {
  of: optional(oneOf("own", "service")),
});
