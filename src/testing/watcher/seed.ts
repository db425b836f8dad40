import { EmulatedFailure, EmulatorError } from "../emulator.js";
import { link, startExecution, writeEnd } from "./executions.js";
import { type Moment, momentFrom, momentOf, written } from "./moments.js";
import type {
  AddressSeed,
  AnomalyRuleSeed,
  CheckSettingsSeed,
  ExecutionSeed,
  PipelineSeed,
  PipelineTypeSeed,
} from "./seeds.js";
import type {
  EmulatedAddress,
  EmulatedExecution,
  EmulatedPipeline,
  EmulatedPipelineType,
  EmulatedRule,
  WatcherState,
} from "./state.js";
import {
  addressOf,
  DATE_PARTS,
  inputHash,
  METRICS,
  newPipeline,
  newRule,
  twoDecimals,
  pipelineTypeOf as typeOf,
} from "./tables.js";

const HOUR = 3_600_000_000;

const refuseSeed = (where: string, what: string): never => {
  throw new EmulatorError(`wrong seed: ${where}: ${what}`);
};

/** The name as the server keeps it. */
function named(where: string, name: unknown): string {
  const kept = typeof name === "string" ? name.trim().toLowerCase() : "";
  const { length } = [...kept];
  return length >= 1 && length <= 150 ? kept : refuseSeed(where, "name must be a text of 1 to 150 characters");
}

function refuseTaken(where: string, rows: readonly { name: string }[], name: string): void {
  if (rows.some((row) => row.name === name)) refuseSeed(where, `there is a ${name} already`);
}

function count(
  where: string,
  what: string,
  value: number | null | undefined,
  minimum = 0,
  maximum = 2_147_483_647,
): number | null {
  if (value === undefined || value === null) return null;
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  return refuseSeed(where, `${what} must be a whole number from ${minimum} to ${maximum}`);
}

function short(where: string, what: string, value: string | null | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" && [...value].length <= 50) return value;
  return refuseSeed(where, `${what} must be a text of up to 50 characters`);
}

/** A moment that is told as such, or as hours before now. Undefined where neither is told. */
function moment(
  state: WatcherState,
  where: string,
  told: Date | string | null | undefined,
  hoursAgo: number | null | undefined,
): string | null | undefined {
  if (told === null || (told === undefined && hoursAgo === null)) return null;
  if (told === undefined && hoursAgo === undefined) return undefined;
  const at: Moment | null =
    told === undefined
      ? state.moment - Math.round((hoursAgo as number) * HOUR)
      : momentFrom(told instanceof Date && !Number.isNaN(told.getTime()) ? told.toISOString() : told);
  if (at !== null && Number.isFinite(at)) return written(at);
  return refuseSeed(where, "expected a Date, an ISO 8601 time, or a number of hours");
}

function datePart(where: string, value: string | null | undefined): string | null {
  if (value === undefined || value === null) return null;
  if ((DATE_PARTS as readonly string[]).includes(value)) return value;
  return refuseSeed(where, `the date part must be one of ${DATE_PARTS.join(", ")}`);
}

const settings = (where: string, seed: CheckSettingsSeed): Partial<EmulatedPipelineType> => ({
  freshness_number: count(where, "freshnessNumber", seed.freshnessNumber, 1),
  freshness_datepart: datePart(where, seed.freshnessDatepart),
  mute_freshness_check: seed.muteFreshnessCheck ?? false,
  timeliness_number: count(where, "timelinessNumber", seed.timelinessNumber, 1),
  timeliness_datepart: datePart(where, seed.timelinessDatepart),
  mute_timeliness_check: seed.muteTimelinessCheck ?? false,
});

function pipelineOf(state: WatcherState, where: string, ref: number | string): EmulatedPipeline {
  const name = typeof ref === "string" ? ref.trim().toLowerCase() : ref;
  const row = state.pipelines.find((one) => one.id === name || one.name === name);
  return row ?? refuseSeed(where, `there is no pipeline ${JSON.stringify(ref)}`);
}

/** Puts a pipeline type into the emulated server. */
export function addPipelineType(state: WatcherState, seed: PipelineTypeSeed): EmulatedPipelineType {
  const where = `pipelineTypes ${JSON.stringify(seed.name)}`;
  const name = named(where, seed.name);
  refuseTaken(where, state.pipelineTypes, name);
  return typeOf(state, name, settings(where, seed)).row;
}

/** Puts a pipeline into the emulated server. */
export function addPipeline(state: WatcherState, seed: PipelineSeed): EmulatedPipeline {
  const where = `pipelines ${JSON.stringify(seed.name)}`;
  const name = named(where, seed.name);
  refuseTaken(where, state.pipelines, name);
  const typeName = named(`${where}: typeName`, seed.typeName ?? "default");
  const at = (told: Date | string | null | undefined, hours: number | null | undefined): string | null =>
    moment(state, where, told, hours) ?? null;
  return newPipeline(state, {
    name,
    pipeline_type_id: typeOf(state, typeName).row.id,
    input_hash: inputHash(state, { name, pipeline_type_name: typeName }),
    ...settings(where, seed),
    watermark: short(where, "watermark", seed.watermark),
    next_watermark: short(where, "nextWatermark", seed.nextWatermark),
    pipeline_metadata: seed.metadata ?? null,
    last_target_insert: at(seed.lastTargetInsert, seed.lastTargetInsertHoursAgo),
    last_target_update: at(seed.lastTargetUpdate, seed.lastTargetUpdateHoursAgo),
    last_target_soft_delete: at(seed.lastTargetSoftDelete, seed.lastTargetSoftDeleteHoursAgo),
    load_lineage: seed.loadLineage ?? true,
    active: seed.active ?? true,
  });
}

/** Puts an address into the emulated server. */
export function addAddress(state: WatcherState, seed: AddressSeed): EmulatedAddress {
  const where = `addresses ${JSON.stringify(seed.name)}`;
  const name = named(where, seed.name);
  refuseTaken(where, state.addresses, name);
  const group = named(`${where}: typeGroupName`, seed.typeGroupName ?? "database");
  if (group === "database" && name.split(".").length === 3)
    for (const part of name.split(".")) short(where, "each part of the name", part);
  const parts = {
    database_name: seed.databaseName,
    schema_name: seed.schemaName,
    table_name: seed.tableName,
    primary_key: seed.primaryKey,
  };
  const told = Object.entries(parts).filter(([, value]) => value !== undefined);
  return addressOf(state, {
    name,
    address_type_name: named(`${where}: typeName`, seed.typeName ?? "postgres"),
    address_type_group_name: group,
    ...Object.fromEntries(told.map(([part, value]) => [part, short(where, part, value)?.trim().toLowerCase() ?? null])),
    ...(seed.metadata === undefined ? {} : { address_metadata: seed.metadata }),
  }).row;
}

/** Puts a run into the emulated server. */
export function addExecution(state: WatcherState, seed: ExecutionSeed): EmulatedExecution {
  const where = `executions of ${JSON.stringify(seed.pipeline)}`;
  const pipeline = pipelineOf(state, where, seed.pipeline);
  const { durationSeconds = 60, completedSuccessfully = true, startedHoursAgo = 1 } = seed;
  const start = moment(state, where, seed.startDate, startedHoursAgo) as string;
  if (!(Number.isFinite(durationSeconds) && durationSeconds > 0))
    refuseSeed(where, "durationSeconds must be more than 0");
  const counts = {
    inserts: count(where, "inserts", seed.inserts),
    updates: count(where, "updates", seed.updates),
    soft_deletes: count(where, "softDeletes", seed.softDeletes),
    total_rows: count(where, "totalRows", seed.totalRows),
  };
  const run = started(state, where, {
    pipeline_id: pipeline.id,
    start_date: start,
    parent_id: count(where, "parentId", seed.parentId),
    watermark: short(where, "watermark", seed.watermark),
    next_watermark: short(where, "nextWatermark", seed.nextWatermark),
    execution_metadata: seed.metadata ?? null,
    anomaly_flags: seed.anomalyFlags ?? null,
  });
  link(state, run);
  if (completedSuccessfully === null) return Object.assign(run, counts);
  writeEnd(run, {
    end_date: written((momentFrom(start) as Moment) + Math.round(durationSeconds * 1_000_000)),
    completed_successfully: completedSuccessfully,
    ...counts,
  });
  if (completedSuccessfully) noteWrites(pipeline, run);
  return run;
}

function started(state: WatcherState, where: string, fields: Parameters<typeof startExecution>[1]): EmulatedExecution {
  try {
    return startExecution(state, fields);
  } catch (error) {
    if (error instanceof EmulatedFailure) return refuseSeed(where, "a run cannot be its own parent");
    throw error;
  }
}

/** Moves the last writes of a pipeline forward to what a run wrote. */
function noteWrites(pipeline: EmulatedPipeline, run: EmulatedExecution): void {
  for (const [counter, column] of [
    ["inserts", "last_target_insert"],
    ["updates", "last_target_update"],
    ["soft_deletes", "last_target_soft_delete"],
  ] as const) {
    const before = pipeline[column];
    if ((run[counter] ?? 0) > 0 && (before === null || momentOf(before) < momentOf(run.end_date as string)))
      pipeline[column] = run.end_date;
  }
}

/** Puts a rule into the emulated server. */
export function addRule(state: WatcherState, seed: AnomalyRuleSeed): EmulatedRule {
  const where = `rules of ${JSON.stringify(seed.pipeline)}`;
  const pipeline = pipelineOf(state, where, seed.pipeline);
  if (!(METRICS as readonly string[]).includes(seed.metricField))
    refuseSeed(where, `metricField must be one of ${METRICS.join(", ")}`);
  if (state.rules.some((one) => one.pipeline_id === pipeline.id && one.metric_field === seed.metricField))
    refuseSeed(where, `there is one for ${seed.metricField} already`);
  const { zThreshold = 3, createdHoursAgo = 365 * 24 } = seed;
  if (!(zThreshold >= 1 && zThreshold <= 10)) refuseSeed(where, "zThreshold must be a number from 1 to 10");
  return newRule(state, pipeline.id, seed.metricField, {
    z_threshold: twoDecimals(zThreshold),
    created_at: moment(state, where, undefined, createdHoursAgo) as string,
    lookback_days: count(where, "lookbackDays", seed.lookbackDays ?? 30, 1, 365) as number,
    minimum_executions: count(where, "minimumExecutions", seed.minimumExecutions ?? 30, 5, 1000) as number,
    active: seed.active ?? true,
  });
}
