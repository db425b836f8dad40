import { ConfigurationError, ConflictError } from "../../../../base.js";
import { assignUids, checkUid, type KnownCheck, UID_KEY } from "../check-uids.js";
import type { ConfigFile } from "../files.js";
import { knownCheck, ruleOf } from "../portable/checks.js";
import { asId, asMap, asText, idOf, namesOf, type Wire } from "../wire.js";
import { parsedMap } from "../yaml.js";
import { withReferenceIds } from "./references.js";
import { Claims, type ImportRun, type Outcome } from "./run.js";
import { refuseMisshapen } from "./shapes.js";
import { createOnce, repeatable } from "./write.js";

/** A datastore that checks are imported into. */
export interface CheckTarget {
  readonly name: string;
  /** Null: a dry run would create it. */
  readonly id: number | null;
}

/** A check as a file tells it. */
interface Draft {
  readonly file: ConfigFile;
  readonly record: Wire;
  readonly rule: string;
  readonly uid: string;
  /** Null: a dry run would create it. */
  readonly container: number | null;
}

/** The checks of a datastore, and those that this import has written. */
interface Existing {
  /** By container and UID. */
  readonly ids: Map<string, number>;
  /** The file that each check was written from. */
  readonly written: Map<number, string>;
}

const keyOf = (container: number | null, uid: string): string => `${container} ${uid}`;

/**
 * Puts checks into a datastore. A check is the one of its container that has its UID; it is updated, and else created.
 * `isPlanned` tells which containers a dry run would create.
 */
export async function importChecks(
  run: ImportRun,
  target: CheckTarget,
  files: readonly ConfigFile[],
  isPlanned: (container: string) => boolean,
): Promise<void> {
  if (files.length === 0) return;
  const claims = new Claims();
  let looked: Promise<Existing> | undefined;
  const existing = (): Promise<Existing> => (looked ??= existingOf(run, target));
  for (const file of files) {
    await run.file("checks", file, async () => {
      const draft = await drafted(run, target, file, isPlanned);
      const key = keyOf(draft.container, draft.uid);
      const other = claims.take(
        draft.container === null ? `${asText(draft.record.container)} ${draft.uid}` : key,
        file.path,
      );
      if (other !== undefined)
        throw new ConfigurationError(
          `${other} has the UID ${draft.uid} too: give one of them another ${UID_KEY} in additional_metadata`,
        );
      const known = await existing();
      if (run.isDry) return known.ids.has(key) ? "updated" : "created";
      return await written(run, target.id as number, draft, known);
    });
  }
}

async function existingOf(run: ImportRun, { id }: CheckTarget): Promise<Existing> {
  const records = id === null ? [] : await run.deployment.checks(id);
  const known = records.map(knownCheck);
  const { uids } = assignUids(known);
  const ids = new Map<string, number>();
  for (const [at, record] of records.entries()) {
    const { id: check, uid } = known[at] as KnownCheck;
    const container = idOf(record.container);
    ids.set(keyOf(container, uids.get(check) as string), check);
    // Others write one UID into containers whose slugs are equal.
    if (uid !== null && !ids.has(keyOf(container, uid))) ids.set(keyOf(container, uid), check);
  }
  return { ids, written: new Map() };
}

async function drafted(
  run: ImportRun,
  target: CheckTarget,
  file: ConfigFile,
  isPlanned: (container: string) => boolean,
): Promise<Draft> {
  const record = parsedMap(file.path, file.text);
  const rule = ruleOf(record);
  if (rule === null) throw new ConfigurationError("the check has no rule_type");
  refuseMisshapen(record, { names: ["fields", "tags", "global_tags"], maps: ["properties", "additional_metadata"] });
  const { container, name } = await containerOf(run, target, record, isPlanned);
  const uid =
    asText(asMap(record.additional_metadata)[UID_KEY]) ??
    checkUid({ container: name, rule, fields: namesOf(record.fields) });
  return { file, record, rule, uid, container };
}

/** The container of a check: by its id where the file tells one, else by its exact name. */
async function containerOf(
  run: ImportRun,
  { id, name: datastore }: CheckTarget,
  record: Wire,
  isPlanned: (container: string) => boolean,
): Promise<{ container: number | null; name: string }> {
  const told = record.container_id;
  const name = asText(record.container);
  const listed = id === null ? [] : await run.deployment.containers(id);
  if (told != null) {
    const found = listed.find((one) => one.id === asId(told));
    if (found === undefined) throw new ConfigurationError(`container_id: ${datastore} has no such container`);
    return { container: found.id, name: found.name };
  }
  if (name === null) throw new ConfigurationError("the check has no container");
  const found = listed.find((one) => one.name === name);
  if (found !== undefined) return { container: found.id, name };
  if (run.isDry && (id === null || isPlanned(name))) return { container: null, name };
  throw new ConfigurationError(`there is no container ${name} in ${datastore}`);
}

async function written(run: ImportRun, datastore: number, draft: Draft, existing: Existing): Promise<Outcome> {
  const { file, container, uid } = draft;
  const record = await withReferenceIds(run.deployment, datastore, draft.record);
  const key = keyOf(container, uid);
  const known = existing.ids.get(key);
  if (known !== undefined) return await updated(run, draft, record, known, existing);
  try {
    const { record: id, isNew } = await createOnce(
      run.records,
      async () => idOf(await run.records.send("POST", "/quality-checks", createBody(record, draft))),
      () => idByUid(run, datastore, container as number, uid),
    );
    if (!isNew && id !== null) return await updated(run, draft, record, id, existing);
    if (id !== null) remember(existing, key, id, file);
    return "created";
  } catch (error) {
    const conflicting = error instanceof ConflictError ? asId(error.conflictingId) : null;
    if (conflicting === null) throw error;
    const other = existing.written.get(conflicting);
    if (other !== undefined)
      throw new ConfigurationError(`the platform takes it for the same check as that of ${other}`, { cause: error });
    return await updated(run, draft, record, conflicting, existing);
  }
}

function remember(existing: Existing, key: string, id: number, { path }: ConfigFile): void {
  existing.ids.set(key, id);
  existing.written.set(id, path);
}

/** Reads the check, lays the file's keys over it, and writes the whole. */
async function updated(run: ImportRun, draft: Draft, record: Wire, id: number, existing: Existing): Promise<Outcome> {
  await repeatable(
    run.records,
    async () => {
      const current = await run.records.get(`/quality-checks/${id}`);
      const { rule, container } = draft;
      if (idOf(current.container) !== container)
        throw new ConfigurationError(`check ${id}, which the platform takes for the same, is of another container`);
      if (!isSameRule(ruleOf(current), rule))
        throw new ConfigurationError(
          `check ${id} has the rule ${ruleOf(current)}, and a rule cannot be changed: give the new check another ${UID_KEY}`,
        );
      await run.records.send("PUT", `/quality-checks/${id}`, updateBody(current, record, draft));
    },
    true,
  );
  remember(existing, keyOf(draft.container, draft.uid), id, draft.file);
  return "updated";
}

/** The platform makes a `dataDiff` of the old `isReplicaOf`. */
const isSameRule = (one: string | null, other: string): boolean => {
  const now = (rule: string | null): string | null => (rule === "isReplicaOf" ? "dataDiff" : rule);
  return now(one) === now(other);
};

/** The check of a container that has a UID, as the platform has it now; null where there is none. */
async function idByUid(run: ImportRun, datastore: number, container: number, uid: string): Promise<number | null> {
  const records = await run.deployment.checks(datastore);
  const found = records.find((record) => idOf(record.container) === container && knownCheck(record).uid === uid);
  return found === undefined ? null : idOf(found);
}

/** What a file may say, in the platform's spelling, where it is written by the same name. */
const PLAIN = ["coverage", "filter", "anomaly_message_field", "properties"] as const;

/** What the file says of a check, without what it does not say. */
function toldBy(record: Wire, { uid }: Draft): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  if (asText(record.description) !== null) out.description = record.description;
  if ("fields" in record) out.fields = namesOf(record.fields);
  for (const key of PLAIN) if (key in record) out[key] = record[key];
  if (record.status != null) out.status = record.status;
  const tags = record.tags ?? record.global_tags;
  if (tags !== undefined) out.tags = namesOf(tags);
  out.additional_metadata = { [UID_KEY]: uid, ...asMap(record.additional_metadata) };
  const owner = record.owner_id;
  if (owner != null) {
    if (asId(owner) === null) throw new ConfigurationError("owner_id: expected a whole number above 0");
    out.owner_id = asId(owner);
  }
  if ("default_anomaly_assignee_id" in record)
    out.default_anomaly_assignee_id = asId(record.default_anomaly_assignee_id);
  return out;
}

function createBody(record: Wire, draft: Draft): Wire {
  const told = toldBy(record, draft);
  return { container_id: draft.container, rule: draft.rule, description: "Imported quality check", ...told };
}

/** The whole check: what the file does not say stays as it is, since a write resets what it leaves out. */
function updateBody(current: Wire, record: Wire, draft: Draft): Wire {
  const owner = idOf(current.owner) ?? asId(current.owner_id);
  const assignee = idOf(current.default_anomaly_assignee) ?? asId(current.default_anomaly_assignee_id);
  const kept = {
    description: asText(current.description) ?? "Imported quality check",
    fields: namesOf(current.fields),
    ...Object.fromEntries(PLAIN.map((key) => [key, current[key] ?? null])),
    ...(asText(current.status) === null ? {} : { status: current.status }),
    tags: namesOf(current.global_tags ?? current.tags),
    // Left out where there is none: an owner cannot be cleared, and a build that shows no assignee must not lose one.
    ...(owner === null ? {} : { owner_id: owner }),
    ...(assignee === null ? {} : { default_anomaly_assignee_id: assignee }),
  };
  const told = toldBy(record, draft);
  const metadata = {
    ...("additional_metadata" in record ? {} : asMap(current.additional_metadata)),
    ...asMap(told.additional_metadata),
  };
  return { ...kept, ...told, additional_metadata: metadata };
}
