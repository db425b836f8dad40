import { type Fields, type Judge, map, orNull, type Shape, text, word } from "../fastapi/judges.js";
import { crash, fits50, integrity, refuse } from "./answers.js";
import type {
  EmulatedAddress,
  EmulatedAddressType,
  EmulatedPipeline,
  EmulatedPipelineType,
  EmulatedRule,
  WatcherState,
} from "./state.js";

export const METRICS = ["duration_seconds", "inserts", "updates", "soft_deletes", "total_rows", "throughput"] as const;
export const DATE_PARTS = ["minute", "hour", "day", "week", "month", "year"] as const;

/** The name of a row. */
export const name: Judge<string> = text(1, 150);
export const datePart: Judge<(typeof DATE_PARTS)[number]> = word(...DATE_PARTS);
export const metric: Judge<(typeof METRICS)[number]> = word(...METRICS);
const part: Judge<string | null> = orNull(text(0, 50));

/** The four parts of an address that are told apart from its name. */
export const ADDRESS_PARTS: {
  database_name: Judge<string | null>;
  schema_name: Judge<string | null>;
  table_name: Judge<string | null>;
  primary_key: Judge<string | null>;
} = { database_name: part, schema_name: part, table_name: part, primary_key: part };

/** What creates or changes an address. */
export const ADDRESS: {
  name: Judge<string>;
  address_type_name: Judge<string>;
  address_type_group_name: Judge<string>;
  database_name: Judge<string | null>;
  schema_name: Judge<string | null>;
  table_name: Judge<string | null>;
  primary_key: Judge<string | null>;
  address_metadata: Judge<Record<string, unknown> | null>;
} = {
  name,
  address_type_name: name,
  address_type_group_name: name,
  ...ADDRESS_PARTS,
  address_metadata: orNull(map),
};
export const ADDRESS_NEEDS = ["name", "address_type_name", "address_type_group_name"] as const;
export type AddressInput = Fields<typeof ADDRESS, (typeof ADDRESS_NEEDS)[number]>;

/** A hash of what was sent, salted for each process: 64 bits with a sign, in decimal digits. */
export function inputHash(state: WatcherState, sent: object): string {
  let hash = 0xcbf29ce484222325n;
  for (const unit of `${state.salt}:${JSON.stringify(sent)}`) {
    hash ^= BigInt(unit.codePointAt(0) as number);
    hash = BigInt.asUintN(64, hash * 0x100000001b3n);
  }
  return BigInt.asIntN(64, hash).toString();
}

/** The row of a number; a missing one answers 500, since the server has no answer for it. */
export function got<T extends { id: number }>(rows: readonly T[], id: number): T {
  return rows.find((row) => row.id === id) ?? crash();
}

/** Finds the row of a change by its number, else by its name. */
export function found<T extends { id: number; name: string }>(
  rows: readonly T[],
  { id, name }: { id?: number | null; name?: string | null },
  missing: string,
): T {
  const row = rows.find((one) => ((id ?? null) === null ? one.name === name : one.id === id));
  return row ?? refuse(404, missing);
}

/** Writes the fields of a change, and when. A name that another row has is refused. */
export function changed<T extends { id: number; name: string; updated_at: string | null }>(
  state: WatcherState,
  rows: readonly T[],
  row: T,
  { id: _, ...fields }: { id?: number | null; name?: string | null; [column: string]: unknown },
): T {
  if (rows.some((one) => one !== row && one.name === fields.name)) integrity();
  return Object.assign(row, fields, { updated_at: state.now() });
}

/** A row that a reference must find. */
export function refers(rows: readonly { id: number }[], id: number | null | undefined): void {
  if (id === null || (id !== undefined && !rows.some((row) => row.id === id))) integrity();
}

/** The pipeline type of a name, made where there is none. */
export function pipelineTypeOf(
  state: WatcherState,
  name: string,
  settings: Partial<EmulatedPipelineType> = {},
): { row: EmulatedPipelineType; isNew: boolean } {
  const known = state.pipelineTypes.find((one) => one.name === name);
  if (known !== undefined) return { row: known, isNew: false };
  const row: EmulatedPipelineType = {
    id: state.newId("pipeline_type"),
    name,
    freshness_number: null,
    freshness_datepart: null,
    mute_freshness_check: false,
    timeliness_number: null,
    timeliness_datepart: null,
    mute_timeliness_check: false,
    created_at: state.now(),
    updated_at: null,
    ...settings,
  };
  state.pipelineTypes.push(row);
  return { row, isNew: true };
}

/** A new pipeline. */
export function newPipeline(
  state: WatcherState,
  fields: Pick<EmulatedPipeline, "name" | "pipeline_type_id" | "input_hash"> & Partial<EmulatedPipeline>,
): EmulatedPipeline {
  const row: EmulatedPipeline = {
    id: state.newId("pipeline"),
    watermark: null,
    next_watermark: null,
    pipeline_metadata: null,
    last_target_insert: null,
    last_target_update: null,
    last_target_soft_delete: null,
    freshness_number: null,
    freshness_datepart: null,
    mute_freshness_check: false,
    timeliness_number: null,
    timeliness_datepart: null,
    mute_timeliness_check: false,
    load_lineage: true,
    active: true,
    created_at: state.now(),
    updated_at: null,
    ...fields,
  };
  state.pipelines.push(row);
  if (state.autoCreateRules) for (const metric of METRICS) newRule(state, row.id, metric);
  return row;
}

/** A threshold as the database keeps it. */
export const twoDecimals = (value: number): string => (Math.round(Number(`${value}e2`)) / 100).toFixed(2);

/** A new rule, with the server's defaults for what is not told. */
export function newRule(
  state: WatcherState,
  pipeline: number,
  metric: string,
  settings: Partial<EmulatedRule> = {},
): EmulatedRule {
  const row: EmulatedRule = {
    id: state.newId("anomaly_detection_rule"),
    pipeline_id: pipeline,
    metric_field: metric,
    z_threshold: "3.00",
    lookback_days: 30,
    minimum_executions: 30,
    active: true,
    created_at: state.now(),
    updated_at: null,
    ...settings,
  };
  state.rules.push(row);
  return row;
}

/** The address type of a name, made where there is none; the group of one that there is stays. */
export function addressTypeOf(
  state: WatcherState,
  name: string,
  group: string,
): { row: EmulatedAddressType; isNew: boolean } {
  const known = state.addressTypes.find((one) => one.name === name);
  if (known !== undefined) return { row: known, isNew: false };
  const row = { id: state.newId("address_type"), name, group_name: group, created_at: state.now(), updated_at: null };
  state.addressTypes.push(row);
  return { row, isNew: true };
}

/** What is stored of an address: the parts of a database's `a.b.c` come from its name. */
export function addressFields(input: AddressInput): AddressInput {
  const parts = input.name.split(".");
  if (input.address_type_group_name !== "database" || parts.length !== 3) return input;
  fits50(...parts);
  const [database_name = null, schema_name = null, table_name = null] = parts;
  return { ...input, database_name, schema_name, table_name };
}

/** Creates an address, or writes what differs from the last time it was sent. */
export function addressOf(state: WatcherState, input: AddressInput): { row: EmulatedAddress; isNew: boolean } {
  const { address_type_name, address_type_group_name, ...fields } = addressFields(input);
  const input_hash = inputHash(state, input);
  const known = state.addresses.find((one) => one.name === fields.name);
  if (known?.input_hash === input_hash) return { row: known, isNew: false };
  const address_type_id = addressTypeOf(state, address_type_name, address_type_group_name).row.id;
  if (known !== undefined) {
    Object.assign(known, fields, { address_type_id, input_hash, updated_at: state.now() });
    return { row: known, isNew: false };
  }
  const row: EmulatedAddress = {
    id: state.newId("address"),
    database_name: null,
    schema_name: null,
    table_name: null,
    primary_key: null,
    address_metadata: null,
    created_at: state.now(),
    updated_at: null,
    ...fields,
    address_type_id,
    input_hash,
  };
  state.addresses.push(row);
  return { row, isNew: true };
}

/** A pair of settings that is told whole or not at all. */
export const bothOrNeither =
  (...kinds: readonly string[]): ((fields: Fields<Shape>) => string | null) =>
  (fields) => {
    const half = kinds.find(
      (kind) => ((fields[`${kind}_number`] ?? null) === null) !== ((fields[`${kind}_datepart`] ?? null) === null),
    );
    return half === undefined ? null : `${half}_number and ${half}_datepart must be provided together`;
  };
