import type { Authenticate } from "./core/auth.js";
import type { Dialect } from "./core/dialect.js";
import type { Http } from "./core/http.js";
import type { PortableNamespaces } from "./portable.js";

/** What a platform brings to one client. */
export interface Connection<N extends object> {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Null: the platform needs no credentials. */
  readonly authenticate: Authenticate | null;
  readonly dialect: Dialect;
  /** Where the client's options say nothing. */
  readonly defaults?: { readonly timeoutMs?: number | undefined; readonly retries?: number | undefined };
  /** Makes the namespaces: an object with one resource a property. */
  namespaces(http: Http): N;
}

/** A data-quality platform, as a value: `anomalyArmor({ … })` makes one. */
export interface Platform<N extends object> {
  readonly name: string;
  /** The version of this contract. */
  readonly specVersion: 1;
  /** Reads options and environment, and starts afresh for one client. Throws `ConfigurationError`. */
  connect(): Connection<N>;
}

/** The platforms that have each portable namespace, for the message where one is missing. */
export const PORTABLE_ON: Readonly<Record<keyof PortableNamespaces, readonly string[]>> = {
  assets: ["anomalyarmor", "qualytics", "watcher"],
  freshness: ["anomalyarmor", "qualytics", "watcher"],
  checks: ["qualytics"],
  anomalies: ["anomalyarmor", "qualytics", "watcher"],
  operations: ["qualytics", "watcher"],
  validity: ["anomalyarmor", "qualytics"],
  referential: ["anomalyarmor", "qualytics"],
  investigations: ["anomalyarmor"],
  jobs: ["anomalyarmor", "qualytics"],
  apiKeys: ["anomalyarmor", "qualytics"],
};
