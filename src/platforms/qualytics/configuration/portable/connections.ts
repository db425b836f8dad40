import { concealed, type Placeholders } from "../placeholders.js";
import { asMap, asText, type Wire, without } from "../wire.js";

/** What the platform finds out about a connection. */
export const CONNECTION_READ_ONLY: readonly string[] = [
  ...[
    "id",
    "created",
    "connection_type",
    "datastores",
    "product_name",
    "product_version",
    "driver_name",
    "driver_version",
  ],
];

const DFS = ["s3", "gcs", "abfs"];

/**
 * A connection as a file holds it; `slug` is that of its name, or where several have one, its own. Each secret is a
 * placeholder such as `${PROD_PG_PASSWORD}`, those that the platform never gives too, so that an import can put them back
 * from the environment.
 */
export function portableConnection(record: Wire, slug: string, placeholders: Placeholders): Wire {
  const placeholder = (way: readonly (string | number)[]): string => placeholders.of(slug, way);
  const out: Record<string, unknown> = { ...asMap(concealed(without(record, CONNECTION_READ_ONLY), placeholder)) };
  // What the platform keeps to itself.
  const need = (into: Record<string, unknown>, ...way: string[]): void => {
    into[way.at(-1) as string] ??= placeholder(way);
  };
  const manager = out.secrets_manager;
  if (manager == null) {
    const family = asText(record.connection_type) ?? (DFS.includes(String(record.type)) ? "dfs" : "jdbc");
    if (family === "jdbc" && asText(record.username) !== null) need(out, "password");
    if (family === "dfs" && asText(record.access_key) !== null) need(out, "secret_key");
  } else {
    const inside = { ...asMap(manager) };
    need(inside, "secrets_manager", "credentials_payload");
    out.secrets_manager = inside;
  }
  return out;
}
