import { EmulatorError } from "../../emulator.js";
import type { AnomalyArmorState, EmulatedAsset, Wire } from "../state.js";

/** A schema change to start with. */
export interface SchemaChangeSeed {
  /** The asset's qualified name or UUID. */
  asset: string;
  changeType: string;
  /** Default `warning`. */
  severity?: string | undefined;
  columnName?: string | null | undefined;
  oldValue?: unknown | undefined;
  newValue?: unknown | undefined;
  /** When it was found, in hours before the emulator starts. Default 1. */
  hoursAgo?: number | undefined;
  acknowledged?: boolean | undefined;
  /** True: it is not known before a refresh of the asset's schema has ended. */
  foundByRefresh?: boolean | undefined;
}

/** A flow of data to start with, between qualified names. A name needs no asset. */
export interface LineageEdgeSeed {
  from: string;
  to: string;
  /** Default `data_flow`. */
  edgeType?: string | undefined;
  /** Default 1. */
  confidence?: number | undefined;
}

/** A tag to start with. */
export interface TagSeed {
  /** The asset's qualified name or UUID. */
  asset: string;
  name: string;
  /** `schema.table` or `schema.table.column`. */
  objectPath: string;
  /** Default `table`. */
  objectType?: string | undefined;
  /** Default `business`. */
  category?: string | undefined;
  description?: string | null | undefined;
}

/** A fact that a stored investigation cites. */
export interface EvidenceSeed {
  eventType: string;
  summary: string;
  /** Default 0.8. */
  confidence?: number | undefined;
  /** Default 1. */
  hoursAgo?: number | undefined;
  details?: Wire | undefined;
  source?: string | null | undefined;
  sourceId?: string | null | undefined;
}

/** A stored investigation of an alert. */
export interface InvestigationSeed {
  /** A UUID. Default: the same in every run. */
  id?: string | undefined;
  question?: string | undefined;
  rootCauseHypothesis?: string | null | undefined;
  triggers?: readonly EvidenceSeed[] | undefined;
  consequences?: readonly EvidenceSeed[] | undefined;
  confidence?: number | null | undefined;
  suggestedFix?: string | null | undefined;
  openQuestions?: readonly string[] | undefined;
}

/** Schema changes, lineage, tags and investigations to start with. */
export interface KnowledgeSeed {
  schemaChanges?: readonly SchemaChangeSeed[] | undefined;
  lineage?: readonly LineageEdgeSeed[] | undefined;
  tags?: readonly TagSeed[] | undefined;
  investigations?: readonly InvestigationSeed[] | undefined;
  /** Assets of which the platform has learned enough to answer questions. */
  intelligence?: readonly string[] | undefined;
  /** Assets whose source was not discovered yet. */
  undiscovered?: readonly string[] | undefined;
}

const HOUR_MS = 3_600_000;

/** Puts them into the emulated platform. Its assets are there already. */
export function seedKnowledge(state: AnomalyArmorState, seed: KnowledgeSeed): void {
  for (const one of seed.schemaChanges ?? []) addSchemaChange(state, one);
  for (const { from, to, edgeType, confidence } of seed.lineage ?? []) {
    const edge = { source: from, target: to, edge_type: edgeType ?? "data_flow", confidence: confidence ?? 1 };
    state.of("lineageEdges").push(edge);
  }
  for (const one of seed.tags ?? []) addTag(state, one);
  for (const one of seed.investigations ?? []) addInvestigation(state, one);
  for (const name of seed.intelligence ?? []) addIntelligence(state, seeded(state, name), false);
  for (const name of seed.undiscovered ?? []) state.of("undiscovered").push({ asset_id: seeded(state, name).id });
}

/** The asset that a seed names. */
function seeded(state: AnomalyArmorState, ref: string): EmulatedAsset {
  const asset = state.asset(ref);
  if (asset === undefined) throw new EmulatorError(`the seed names an asset that it does not hold: ${ref}`);
  return asset;
}

const before = (state: AnomalyArmorState, hours = 1): string =>
  new Date(state.clock.now() - hours * HOUR_MS).toISOString();

function addSchemaChange(state: AnomalyArmorState, seed: SchemaChangeSeed): void {
  const asset = seeded(state, seed.asset);
  state.of(seed.foundByRefresh === true ? "schemaChangesToFind" : "schemaChanges").push({
    id: state.newId(),
    asset_id: asset.id,
    qualified_name: asset.qualifiedName,
    change_type: seed.changeType,
    severity: seed.severity ?? "warning",
    column_name: seed.columnName ?? null,
    old_value: seed.oldValue ?? null,
    new_value: seed.newValue ?? null,
    detected_at: before(state, seed.hoursAgo),
    acknowledged: seed.acknowledged ?? false,
  });
}

function addTag(state: AnomalyArmorState, seed: TagSeed): void {
  state.of("tags").push({
    id: state.newId(),
    asset_id: seeded(state, seed.asset).id,
    name: seed.name,
    category: seed.category ?? "business",
    object_path: seed.objectPath,
    object_type: seed.objectType ?? "table",
    description: seed.description ?? null,
    created_at: state.now(),
  });
}

function addInvestigation(state: AnomalyArmorState, seed: InvestigationSeed): void {
  const evidence = (one: EvidenceSeed): Wire => ({
    event_type: one.eventType,
    confidence: one.confidence ?? 0.8,
    timestamp: before(state, one.hoursAgo),
    summary: one.summary,
    details: one.details ?? {},
    source: one.source ?? null,
    source_id: one.sourceId ?? null,
  });
  state.of("investigations").push({
    investigation_id: seed.id ?? state.newId(),
    question: seed.question ?? "Why did this alert fire?",
    root_cause_hypothesis: seed.rootCauseHypothesis ?? null,
    triggers: (seed.triggers ?? []).map(evidence),
    consequences: (seed.consequences ?? []).map(evidence),
    confidence: seed.confidence ?? null,
    suggested_fix: seed.suggestedFix ?? null,
    open_questions: [...(seed.openQuestions ?? [])],
  });
}

/** Lets the platform know enough of an asset to answer questions. */
export function addIntelligence(state: AnomalyArmorState, asset: EmulatedAsset, force: boolean): void {
  const known = state.of("intelligence").find((one) => one.uuid === asset.id);
  if (known !== undefined) {
    if (force) Object.assign(known, { generated_at: state.now(), was_regenerated: true });
    return;
  }
  state.of("intelligence").push({
    uuid: asset.id,
    asset_id: state.newNumber(),
    asset_name: asset.qualifiedName,
    domain: null,
    generated_at: state.now(),
    token_count: 400,
    was_regenerated: false,
  });
}
