import { AbortedError, type Clock, ConfigurationError, DqgateError, parseTime } from "../../../../base.js";
import type { Deployment } from "../deployment.js";
import { createOnce, type Made, repeatable } from "../import/write.js";
import { asMap, asText, idOf, type Wire } from "../wire.js";
import { ruleIdOf, type TableDraft } from "./rows.js";

/** How the tables of an import are treated. */
export interface TablesSettings {
  readonly datastore: number;
  readonly skipProfileWait: boolean;
  readonly profileTimeoutMs: number;
  readonly checkStatus: "Draft" | "Active";
  readonly tags: readonly string[];
}

const ORIGIN = "dqgate";
const POLL_MS = 10_000;

const stampOf = (clock: Clock): string => new Date(clock.now()).toISOString();

/** Creates a table. Gives its id, when that was by the platform's clock, and what could not be done beside it. */
export async function createTable(
  deployment: Deployment,
  { datastore }: TablesSettings,
  { tableName, description, query }: TableDraft,
): Promise<{ id: number; since: number; warning: string | null }> {
  const { records } = deployment;
  const find = async (): Promise<Wire | null> => {
    deployment.forget(`containers ${datastore}`);
    const id = await deployment.containerId(datastore, tableName);
    return id === null ? null : { id };
  };
  const additional_metadata = {
    description,
    rule_id: ruleIdOf(tableName),
    imported_from: ORIGIN,
    import_timestamp: stampOf(records.client.clock),
  };
  const body = {
    container_type: "computed_table",
    datastore_id: datastore,
    name: tableName,
    query,
    ...(description === "" ? {} : { description }),
    additional_metadata,
  };
  const { record }: Made<Wire> = await createOnce(
    records,
    async () => (await records.send("POST", "/containers", body)) ?? (await find()) ?? {},
    find,
  );
  const id = idOf(record);
  if (id === null) throw new ConfigurationError(`the platform took the table ${tableName}, and does not list it`);
  const created = asText(record.created) ?? asText((await records.get(`/containers/${id}`)).created) ?? "";
  const since = parseTime(created)?.getTime() ?? 0;
  // Creation may pass over a description.
  if (description === "" || record.description === description) return { id, since, warning: null };
  try {
    await repeatable(records, () => records.send("PATCH", "/containers", [{ id, description }]));
    return { id, since, warning: null };
  } catch (error) {
    if (!(error instanceof DqgateError) || error instanceof AbortedError) throw error;
    return { id, since, warning: `${tableName}: its description could not be set: ${error.message}` };
  }
}

/** Waits for the platform's profile of a new table. Gives why there is none; null: it has ended well. */
export async function profileProblem(
  deployment: Deployment,
  { profileTimeoutMs }: TablesSettings,
  container: number,
  since: number,
): Promise<string | null> {
  const { client, options } = deployment.records;
  const { clock } = client;
  const end = clock.now() + profileTimeoutMs;
  for (;;) {
    const runs = await client.operations.list({ operationType: "profile", container, sortCreated: "desc" }, options);
    // One that is older than the table is about another.
    const run = runs.items.find(({ createdAt }) => createdAt.getTime() >= since);
    if (run?.isTerminal === true) return run.state === "succeeded" ? null : `its profile ${run.id} ${run.state}`;
    const left = end - clock.now();
    if (left <= 0) return `no profile of it had ended after ${profileTimeoutMs} ms`;
    await clock.sleep(Math.min(POLL_MS, left), options.signal);
  }
}

/** The names of the fields that were profiled. */
export async function profiledFields({ records }: Deployment, container: number): Promise<string[]> {
  const profiles = await records.all(`/containers/${container}/field-profiles`);
  const names = profiles.map((one) => asText(one.name) ?? asText(asMap(one.field).name));
  return [...new Set(names.filter((name): name is string => name !== null))];
}

const quoted = (name: string): string => `\`${name.replaceAll("`", "``")}\``;

/** Creates the check of a table: a row that it returns is an anomaly. */
export async function createTableCheck(
  deployment: Deployment,
  settings: TablesSettings,
  { name, description }: TableDraft,
  container: number,
  fields: readonly string[],
): Promise<void> {
  const { records } = deployment;
  const body = {
    container_id: container,
    rule: "satisfiesExpression",
    description: description === "" ? `Satisfies expression check for ${name}` : description,
    fields,
    coverage: 1,
    properties: { expression: fields.map((field) => `${quoted(field)} IS NULL`).join(" AND ") },
    tags: settings.tags,
    status: settings.checkStatus,
    additional_metadata: {
      rule_id: ruleIdOf(name),
      computed_table_name: name,
      original_description: description,
      imported_from: ORIGIN,
      import_timestamp: stampOf(records.client.clock),
    },
  };
  await createOnce(
    records,
    async () => idOf(await records.send("POST", "/quality-checks", body)),
    async () => ((await hasChecks(deployment, container)) ? container : null),
  );
}

/** Whether a container has a check that is not archived. */
export async function hasChecks({ records }: Deployment, container: number): Promise<boolean> {
  return (await records.all("/quality-checks", { container })).length > 0;
}
