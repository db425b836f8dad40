import {
  filledText,
  flag,
  type Input,
  input,
  int,
  type Model,
  maybe,
  model,
  type Open,
  oneOf,
  open,
  optional,
  or,
  secret,
  type Table,
  text,
  time,
} from "../../../base.js";
import { limitField, offsetField, onlyTrue, type PageParams } from "./params.js";

/** A key to the platform, without its secret. */
export interface ApiKey {
  id: string;
  name: string;
  /** The first characters of the secret. */
  keyPrefix: string | null;
  /** The last characters of the secret. */
  keySuffix: string | null;
  /** The secret with its middle left out; from prefix and suffix, where the platform does not tell it. */
  displayKey: string | null;
  /** `read-only` where the platform does not say. `admin` can manage keys. */
  scope: Open<"read-only" | "read-write" | "admin">;
  /** Calls a minute. */
  rateLimitPerMin: number | null;
  /** Calls a second. */
  burstLimit: number | null;
  /** From `revokedAt`, where the platform does not tell it. */
  isActive: boolean;
  createdAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** A key with its secret, as the platform tells it once. */
export interface CreatedApiKey extends ApiKey {
  /**
   * The secret. The platform never tells it again: store it now. It is not enumerable, so that printing the key,
   * `JSON.stringify` and spreading leave it out; read it as `created.key`.
   */
  key: string;
}

type Drafted<K extends ApiKey> = Omit<K, "isActive"> & { isActive: boolean | null };

const table: Table<Drafted<ApiKey>> = {
  id: text,
  name: text,
  keyPrefix: maybe(text),
  keySuffix: maybe(text),
  displayKey: maybe(text),
  scope: or(open("read-only", "read-write", "admin"), "read-only"),
  rateLimitPerMin: maybe(int),
  burstLimit: maybe(int),
  isActive: maybe(flag),
  createdAt: maybe(time),
  lastUsedAt: maybe(time),
  revokedAt: maybe(time),
};

const derive = (key: Drafted<ApiKey>): void => {
  key.isActive ??= key.revokedAt === null;
  if (key.displayKey === null && key.keyPrefix !== null && key.keySuffix !== null) {
    key.displayKey = `${key.keyPrefix}...${key.keySuffix}`;
  }
};

export const apiKeyModel: Model<ApiKey> = model<Drafted<ApiKey>>("ApiKey", table, {
  derive,
}) as unknown as Model<ApiKey>;

export const createdApiKeyModel: Model<CreatedApiKey> = model<Drafted<CreatedApiKey>>(
  "CreatedApiKey",
  { ...table, key: secret(text) },
  { derive },
) as unknown as Model<CreatedApiKey>;

/** Filters of `apiKeys.list`. */
export interface ApiKeyListParams extends PageParams {
  /** True: those that were revoked, too. */
  includeRevoked?: boolean | undefined;
}

export const apiKeyListParams: Input<ApiKeyListParams> = input("ApiKeyListParams", {
  includeRevoked: onlyTrue,
  limit: limitField,
  offset: offsetField,
});

/** A key to make. */
export interface ApiKeyCreateBody {
  name: string;
  /** Default `read-only`. */
  scope?: "read-only" | "read-write" | "admin" | undefined;
}

export const apiKeyCreateBody: Input<ApiKeyCreateBody> = input("ApiKeyCreateBody", {
  name: filledText,
  scope: optional(oneOf("read-only", "read-write", "admin"), "read-only"),
});

/** How many keys there are, and how many there may be. */
export interface ApiKeyUsage {
  currentCount: number;
  /** Null: no limit, or the platform does not say. */
  maxKeys: number | null;
  /** Calls a minute of each key. */
  rateLimitPerMin: number | null;
  /** Calls a second of each key. */
  burstLimit: number | null;
  /** Null when the platform does not say. */
  canCreate: boolean | null;
}

export const apiKeyUsageModel: Model<ApiKeyUsage> = model("ApiKeyUsage", {
  currentCount: int,
  maxKeys: maybe(int),
  rateLimitPerMin: maybe(int),
  burstLimit: maybe(int),
  canCreate: maybe(flag),
});
