import type { ConnectionResult } from "apache-airflow-ts-sdk";
import { Client, ConfigurationError } from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { qualytics } from "dqgate/qualytics";
import { watcher } from "dqgate/watcher";
import type { DataQuality } from "../portable/pipeline.js";

interface Reach {
  url: string;
  secret: string | undefined;
}

const CLIENTS: Readonly<Record<string, (reach: Reach) => DataQuality>> = {
  anomalyarmor: ({ url, secret }) => new Client(anomalyArmor({ url, apiKey: secret })),
  qualytics: ({ url, secret }) => new Client(qualytics({ url, token: secret })),
  watcher: ({ url, secret }) => new Client(watcher({ url, auth: secret })),
};

/**
 * The client that an Airflow Connection describes: the server in `host` (a whole URL, or a name with `schema` and `port`),
 * the key or token in `password`, and the platform in `extra`, as `{"platform": "qualytics"}`. Throws `ConfigurationError`
 * naming what is missing.
 */
export function clientOf(id: string, connection: ConnectionResult | null): DataQuality {
  if (connection === null) throw new ConfigurationError(`there is no Airflow Connection ${id}`);
  const platform = platformOf(connection);
  const make = typeof platform === "string" && Object.hasOwn(CLIENTS, platform) ? CLIENTS[platform] : undefined;
  if (make === undefined)
    throw new ConfigurationError(`Connection ${id}: extra.platform must be one of ${Object.keys(CLIENTS).join(", ")}`);
  if (!connection.host) throw new ConfigurationError(`Connection ${id}: host is missing`);
  return make({ url: urlOf(connection, connection.host), secret: connection.password || undefined });
}

function platformOf({ id, extra }: ConnectionResult): unknown {
  try {
    return extra ? (JSON.parse(extra) as { platform?: unknown } | null)?.platform : undefined;
  } catch {
    throw new ConfigurationError(`Connection ${id}: extra is no JSON`);
  }
}

function urlOf({ schema, port }: ConnectionResult, host: string): string {
  if (host.includes("://")) return host;
  return `${schema || "https"}://${host}${port ? `:${port}` : ""}`;
}
