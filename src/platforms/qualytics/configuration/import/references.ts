import { ConfigurationError } from "../../../../base.js";
import type { Deployment } from "../deployment.js";
import { asId, asMap, asText, type Wire } from "../wire.js";

/**
 * A record whose `properties` refer to another container by ids, where the file has names. A name of a container is looked
 * for in the datastore that is named beside it, else in `datastore`; an id that is there already wins over the name. Throws
 * `ConfigurationError` for a name that nothing has.
 */
export async function withReferenceIds(deployment: Deployment, datastore: number, record: Wire): Promise<Wire> {
  const properties = asMap(record.properties);
  const container = asText(properties.ref_container_name);
  const other = asText(properties.ref_datastore_name);
  if (container === null && other === null) return record;

  const found: Record<string, number> = {};
  const told = asId(properties.ref_datastore_id);
  const named = other === null ? null : await deployment.datastoreId(other);
  if (told === null && other !== null) {
    if (named === null) throw new ConfigurationError(`it refers to the datastore ${other}, and there is none`);
    found.ref_datastore_id = named;
  }
  if (container !== null && asId(properties.ref_container_id) === null) {
    const where = told ?? named ?? datastore;
    const id = await deployment.containerId(where, container);
    if (id === null) throw new ConfigurationError(`it refers to the container ${container}, and there is none`);
    found.ref_container_id = id;
  }
  // Where the names stood, so that the order of the keys stays.
  const entries = Object.entries(properties).flatMap(([key, value]): [string, unknown][] => {
    const id =
      key === "ref_container_name" ? "ref_container_id" : key === "ref_datastore_name" ? "ref_datastore_id" : null;
    if (id === null) return [[key, value]];
    return id in found ? [[id, found[id]]] : [];
  });
  return { ...record, properties: Object.fromEntries(entries) };
}
