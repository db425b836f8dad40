import {
  between,
  type Field,
  field,
  filledText,
  INVALID,
  type Input,
  type Issue,
  input,
  int,
  map,
  optional,
  type Table,
  text,
} from "../../../base.js";
import { revealed } from "../secrets.js";
import { changesSomething } from "./changes.js";
import { type ConnectionType, connectionTypeField, DFS_TYPES } from "./connections.js";

/** What a connection can be given. Every secret may be `${NAME}`: a variable of the environment takes its place. */
interface ConnectionSettings {
  /** May be `${NAME}`. */
  host?: string | undefined;
  port?: number | undefined;
  /** May be `${NAME}`. */
  username?: string | undefined;
  /** May be `${NAME}`. */
  password?: string | undefined;
  /** Of a private key. May be `${NAME}`. */
  passphrase?: string | undefined;
  /** Of a file store, such as `s3://bucket/folder`. May be `${NAME}`. */
  uri?: string | undefined;
  /** Of a file store. May be `${NAME}`. */
  accessKey?: string | undefined;
  /** Of a file store. May be `${NAME}`. */
  secretKey?: string | undefined;
  /** Of a native store. */
  catalog?: string | undefined;
  /** Of a native store. */
  catalogType?: string | undefined;
  /**
   * Settings of the connector under its own names, such as `role`, `warehouse`, `authentication_type` (`SHARED_KEY`, `BASIC`
   * or `IAM_ROLE`, which needs a `role_arn`) and `external_id`. Secrets in it may be `${NAME}`, at any depth.
   */
  parameters?: Readonly<Record<string, unknown>> | undefined;
  /** Where the platform takes the credentials from. `credentials_payload` in it may be `${NAME}`. */
  secretsManager?: Readonly<Record<string, unknown>> | undefined;
  /** Rows that the driver fetches at once. */
  jdbcFetchSize?: number | undefined;
  /** The most queries at once: 0 to 100. Some builds begin at 1. */
  maxParallelization?: number | undefined;
}

/** A connection to make. */
export interface ConnectionBody extends ConnectionSettings {
  /** Default: the platform's choice. */
  name?: string | undefined;
  /** The connector. A file store (`s3`, `gcs`, `abfs`) needs a `uri`. */
  type: ConnectionType;
}

/** What is to change on a connection; what is left out stays. */
export interface ConnectionChanges extends ConnectionSettings {
  name?: string | undefined;
  type?: ConnectionType | undefined;
}

/** A map that may come from a record that was read: what is hidden on it is sent too. */
const sentMap: Field<Readonly<Record<string, unknown>>> = field({
  read: map.read,
  write: (value) => {
    const told = map.write(value);
    return told === INVALID ? told : revealed(told);
  },
  schema: () => map.schema,
  inputSchema: () => map.inputSchema,
});

const settings: Table<ConnectionSettings> = {
  host: optional(filledText),
  port: optional(between(int, 1, 65_535)),
  username: optional(text),
  password: optional(text),
  passphrase: optional(text),
  uri: optional(filledText),
  accessKey: optional(text),
  secretKey: optional(text),
  catalog: optional(filledText),
  catalogType: optional(filledText),
  parameters: optional(sentMap),
  secretsManager: optional(sentMap),
  jdbcFetchSize: optional(between(int, 0, Number.MAX_SAFE_INTEGER)),
  maxParallelization: optional(between(int, 0, 100)),
};

/** What is wrong with a new connection as a whole; undefined when nothing is. */
export function connectionIssue({ type, uri, parameters }: ConnectionBody): Issue | undefined {
  if (DFS_TYPES.includes(type) && uri === undefined)
    return { path: ["uri"], code: "custom", message: `must be given: ${type} is a file store` };
  const { authentication_type, role_arn } = parameters ?? {};
  if (authentication_type === "IAM_ROLE" && !role_arn)
    return { path: ["parameters", "role_arn"], code: "custom", message: "must be given with IAM_ROLE" };
  return undefined;
}

export const connectionBody: Input<ConnectionBody> = input(
  "ConnectionBody",
  { name: optional(filledText), type: connectionTypeField, ...settings },
  { also: connectionIssue },
);

export const connectionChanges: Input<ConnectionChanges> = input(
  "ConnectionChanges",
  { name: optional(filledText), type: optional(connectionTypeField), ...settings },
  { also: changesSomething() },
);
