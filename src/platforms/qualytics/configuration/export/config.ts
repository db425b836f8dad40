import type { Deployment } from "../deployment.js";
import { holdsSecret, Placeholders, withoutSecrets } from "../placeholders.js";
import { portableComputedField } from "../portable/computed-fields.js";
import { portableConnection } from "../portable/connections.js";
import { isComputed, portableContainer } from "../portable/containers.js";
import { portableDatastore } from "../portable/datastores.js";
import { References } from "../portable/references.js";
import { byCodePoint, fitted, segment, segmentsOf } from "../slugs.js";
import type { ConfigType } from "../types.js";
import { asMap, asText, idOf, nameOf, type Wire } from "../wire.js";
import { addChecks } from "./checks.js";
import type { Exported } from "./result.js";

/** Puts datastores, and what belongs to them, into an export. */
export async function addDatastores(
  into: Exported,
  deployment: Deployment,
  chosen: readonly number[],
  include: readonly ConfigType[],
  onDatastore: (name: string) => void,
): Promise<void> {
  for (const type of include) into.count(type);
  const names = (await deployment.datastores()).map(nameOf).filter((name): name is string => name !== null);
  const segments = segmentsOf(names);
  const connections = new Set<number>();
  const seen = new Map<string, number>();

  for (const id of chosen) {
    const record = await deployment.datastore(id);
    const name = asText(record.name) ?? `datastore ${id}`;
    const other = seen.get(name);
    if (other !== undefined) {
      into.warn(`datastores ${other} and ${id} are both called ${name}: the second is left out`);
      continue;
    }
    seen.set(name, id);
    const folder = `datastores/${segments.get(name) ?? fitted(segment(name))}/`;
    await addDatastore(into, deployment, record, folder, include, connections);
    if (include.includes("containers") || include.includes("computedFields"))
      await addContainers(into, deployment, id, folder, include);
    if (include.includes("checks")) await addChecks(into, deployment, id, folder);
    onDatastore(name);
  }
  if (include.includes("connections")) await addConnections(into, deployment, [...connections]);
}

/** Puts a datastore's own file into an export, and its connections into those that are reached. */
async function addDatastore(
  into: Exported,
  deployment: Deployment,
  record: Wire,
  folder: string,
  include: readonly ConfigType[],
  connections: Set<number>,
): Promise<void> {
  const path = `${folder}_datastore.yaml`;
  const references = new References(deployment, (message) => into.warn(message, path));
  const connectionId = References.idIn(record, "connection");
  const enrichmentId = idOf(record.enrich_datastore);
  if (include.includes("connections")) {
    const other = enrichmentId === null ? null : await deployment.datastore(enrichmentId);
    for (const id of [connectionId, other === null ? null : References.idIn(other, "connection")])
      if (id !== null) connections.add(id);
  }
  if (!include.includes("datastores")) return;
  const connection =
    nameOf(record.connection) ?? (connectionId === null ? null : await references.connection(connectionId));
  const enrichment =
    nameOf(record.enrich_datastore) ?? (enrichmentId === null ? null : await references.datastore(enrichmentId));
  // Whatever a newer build copies from the connection: nothing secret reaches a file.
  const { value, dropped } = withoutSecrets(portableDatastore(record, { connection, connectionId, enrichment }));
  for (const place of dropped) into.warn(`${place} is left out: it looks like a secret`, path);
  into.add("datastores", path, value);
}

/**
 * Puts connections into an export; each name once. All that are there are gone through, by their names: what a variable is
 * called must depend neither on what is exported nor on ids.
 */
async function addConnections(into: Exported, deployment: Deployment, chosen: readonly number[]): Promise<void> {
  const listed = await deployment.connections();
  const unlisted = chosen.filter((id) => !listed.some((one) => idOf(one) === id));
  const all = [...listed, ...(await Promise.all(unlisted.map((id) => deployment.connection(id))))];
  const told = all.map((record) => ({ record, id: idOf(record) as number, name: nameOf(record) }));
  told.sort((a, b) => byCodePoint(a.name ?? "", b.name ?? "") || a.id - b.id);
  const segments = segmentsOf(told.flatMap(({ name }) => name ?? []));
  const placeholders = new Placeholders();
  const seen = new Map<string, number>();
  for (const { record, id, name } of told) {
    const slug = (name === null ? undefined : segments.get(name)) ?? fitted(segment(`connection ${id}`));
    const portable = portableConnection(record, slug, placeholders);
    if (!chosen.includes(id)) continue;
    const path = `connections/${slug}.yaml`;
    const other = name === null ? undefined : seen.get(name);
    if (name !== null && holdsSecret(name))
      into.warn(`connection ${id} is left out: its name looks like a secret`); // So would its path.
    else if (other === undefined) into.add("connections", path, portable);
    else into.warn(`connections ${other} and ${id} are both called ${name}: the second is left out`, path);
    if (name !== null && other === undefined) seen.set(name, id);
  }
}

/** Puts computed containers, and the computed fields of any container, into an export. */
async function addContainers(
  into: Exported,
  deployment: Deployment,
  datastore: number,
  folder: string,
  include: readonly ConfigType[],
): Promise<void> {
  const listed = await deployment.containers(datastore);
  const segments = segmentsOf(listed.map(({ name }) => name));
  const slugs = listed.map(({ name }) => fitted(segment(name)));

  for (const container of await deployment.details(listed)) {
    const name = asText(container.name) ?? "";
    const own = `${folder}containers/${segments.get(name) ?? fitted(segment(name))}/`;
    if (include.includes("containers") && isComputed(container)) {
      const path = `${own}_container.yaml`;
      const references = new References(deployment, (message) => into.warn(message, path));
      into.add("containers", path, await portableContainer(container, references));
    }
    if (!include.includes("computedFields")) continue;
    // The folder of a container that is not computed has no file which tells its name.
    const slug = fitted(segment(name));
    const isUnclear = segments.get(name) !== slug || slugs.filter((one) => one === slug).length > 1;
    await addComputedFields(into, deployment, container, own, isUnclear ? name : null);
  }
}

async function addComputedFields(
  into: Exported,
  deployment: Deployment,
  container: Wire,
  folder: string,
  containerName: string | null,
): Promise<void> {
  const rows: readonly unknown[] = Array.isArray(container.computed_fields) ? container.computed_fields : [];
  const fields = rows.map(asMap).filter((field) => asText(field.name) !== null);
  const segments = segmentsOf(fields.map((field) => String(field.name)));
  for (const field of fields) {
    const path = `${folder}computed_fields/${segments.get(String(field.name))}.yaml`;
    const references = new References(deployment, (message) => into.warn(message, path));
    into.add("computedFields", path, await portableComputedField(field, references, containerName));
  }
}
