import { EmulatorError } from "../../emulator.js";
import {
  addMetric,
  addReference,
  addRule,
  type EmulatedCheck,
  type Finding,
  type Measurement,
  referenceResultOf,
  ruleResultOf,
  snapshotOf,
} from "../checks.js";
import type { AnomalyArmorState, EmulatedAsset, Wire } from "../state.js";

interface CheckedSeed {
  /** The asset, by its qualified name or UUID. */
  asset: string;
  /** The public id. Default: the same in every run. */
  id?: string | undefined;
  /** Default true. */
  isActive?: boolean | undefined;
  /** More fields of the record, in the platform's own spelling. */
  fields?: Wire | undefined;
}

/** A metric to start with. */
export interface MetricSeed extends CheckedSeed {
  metricType: string;
  /** Default: the end of the asset's name. */
  tablePath?: string | undefined;
  columnName?: string | undefined;
  /** Values that it had, in the order in which the platform lists them. */
  snapshots?: readonly Measurement[] | undefined;
  /** What the next captures measure, one after the other; the last one stays. Default: the asset's rows. */
  captures?: readonly Measurement[] | undefined;
}

/** A validity rule to start with. */
export interface ValidityRuleSeed extends CheckedSeed {
  ruleType: string;
  name?: string | undefined;
  /** Default: the end of the asset's name. */
  tablePath?: string | undefined;
  columnName?: string | undefined;
  ruleConfig?: Wire | undefined;
  /** Past results, in the order in which the platform lists them. */
  results?: readonly Finding[] | undefined;
  /** What the next checks find, one after the other; the last one stays. Default: nothing bad. */
  finds?: readonly Finding[] | undefined;
}

/** A referential check to start with. */
export interface ReferentialCheckSeed extends CheckedSeed {
  name?: string | undefined;
  /** `table.column` that refers, and `table.column` that it refers to. */
  child: string;
  parent: string;
  maxOrphanCount?: number | undefined;
  maxOrphanPercent?: number | undefined;
  /** Past results, in the order in which the platform lists them. */
  results?: readonly Finding[] | undefined;
  /** What the next runs find, one after the other; the last one stays. Default: nothing bad. */
  finds?: readonly Finding[] | undefined;
}

/** Metrics, validity rules and referential checks to start with. */
export interface ChecksSeed {
  metrics?: readonly MetricSeed[] | undefined;
  validityRules?: readonly ValidityRuleSeed[] | undefined;
  referentialChecks?: readonly ReferentialCheckSeed[] | undefined;
}

/** Puts them into the emulated platform. Its assets are there already. */
export function seedChecks(state: AnomalyArmorState, seed: ChecksSeed): void {
  for (const one of seed.metrics ?? []) {
    const asset = assetOfSeed(state, one.asset);
    const metric = addMetric(state, asset, {
      ...common(one, "id"),
      metric_type: one.metricType,
      table_path: one.tablePath ?? tableOf(asset),
      column_name: one.columnName ?? null,
      ...one.fields,
    });
    metric.results = (one.snapshots ?? []).map((snapshot) => snapshotOf(state, metric, snapshot));
    metric.next = [...(one.captures ?? [])];
  }
  for (const one of seed.validityRules ?? []) {
    const asset = assetOfSeed(state, one.asset);
    const rule = addRule(state, asset, {
      ...common(one, "uuid"),
      rule_type: one.ruleType,
      name: one.name ?? null,
      table_path: one.tablePath ?? tableOf(asset),
      column_name: one.columnName ?? null,
      rule_config: one.ruleConfig ?? null,
      ...one.fields,
    });
    addFindings(rule, one, (finding) => ruleResultOf(state, rule, finding));
  }
  for (const one of seed.referentialChecks ?? []) {
    const check = addReference(state, assetOfSeed(state, one.asset), {
      ...common(one, "id"),
      name: one.name ?? null,
      ...sides("child", one.child),
      ...sides("parent", one.parent),
      max_orphan_count: one.maxOrphanCount ?? null,
      max_orphan_percent: one.maxOrphanPercent ?? null,
      ...one.fields,
    });
    addFindings(check, one, (finding) => referenceResultOf(state, check, finding));
  }
}

function addFindings(
  check: EmulatedCheck,
  { results = [], finds = [] }: { results?: readonly Finding[] | undefined; finds?: readonly Finding[] | undefined },
  record: (finding: Finding) => Wire,
): void {
  check.results = results.map(record);
  check.next = [...finds];
}

function common({ id, isActive }: CheckedSeed, idField: string): Wire {
  return { ...(id === undefined ? {} : { [idField]: id }), is_active: isActive ?? true };
}

function sides(side: "child" | "parent", path: string): Wire {
  const dot = path.lastIndexOf(".");
  if (dot <= 0) throw new EmulatorError(`a referential check's ${side} is "table.column", not ${JSON.stringify(path)}`);
  return { [`${side}_table_path`]: path.slice(0, dot), [`${side}_column_name`]: path.slice(dot + 1) };
}

function assetOfSeed(state: AnomalyArmorState, ref: string): EmulatedAsset {
  const asset = state.asset(ref);
  if (asset === undefined) throw new EmulatorError(`the emulator's seed has no asset ${ref}`);
  return asset;
}

/** `schema.table` of a qualified name. */
const tableOf = (asset: EmulatedAsset): string => asset.qualifiedName.split(".").slice(-2).join(".");
