import type { Wire } from "../answers.js";
import type { QualyticsState } from "../state.js";
import { computedFieldBody } from "./fields.js";
import type { EmulatedCheck, EmulatedContainer, EmulatedField } from "./records.js";
import { containerStub, datastoreStub, tagsOf } from "./stubs.js";

const OPEN = ["Active", "Acknowledged"];

/** A container, as a list shows it. */
export function containerRow(state: QualyticsState, one: EmulatedContainer): Wire {
  const { source_container_id: source, ...settings } = one.settings;
  return {
    ...settings,
    ...(typeof source === "number" ? { source_container: containerStub(state, source) } : {}),
    id: one.id,
    created: one.created,
    name: one.name,
    display_name: one.display_name,
    description: one.description,
    container_type: one.container_type,
    status: one.status,
    datastore: datastoreStub(state, one.datastore_id),
    favorite: one.favorite,
    exclude_fields: null,
    group_by_fields: null,
    metrics: metricsOf(state, one),
    global_tags: tagsOf(state, one.tags),
    volumetric_tracking_enabled: one.volumetric_tracking_enabled,
    freshness_tracking_enabled: one.freshness_tracking_enabled,
    automate_volumetric_checks: false,
    automate_freshness_checks: false,
    latest_observability_measurement: one.measurement,
    incremental_checkpoint: null,
    deleted_at: one.deleted_at,
    additional_metadata: one.additional_metadata,
  };
}

/** A container by itself: with its computed fields. */
export const containerBody = (state: QualyticsState, one: EmulatedContainer): Wire => ({
  ...containerRow(state, one),
  computed_fields: state.computedFields
    .filter(({ container_id }) => container_id === one.id)
    .map((field) => computedFieldBody(state, field)),
});

/** A container, as the list of all of them in one piece shows it. */
export const containerListingBody = (state: QualyticsState, one: EmulatedContainer): Wire => ({
  ...containerStub(state, one.id),
  datastore: datastoreStub(state, one.datastore_id),
  deleted_at: one.deleted_at,
  volumetric_tracking_enabled: one.volumetric_tracking_enabled,
  freshness_tracking_enabled: one.freshness_tracking_enabled,
  favorite: one.favorite,
  was_profiled: one.last_profiled !== null,
});

export const fieldsOf = (state: QualyticsState, { id }: EmulatedContainer): EmulatedField[] =>
  state.fields.filter(({ container_id }) => container_id === id);

export const checksOf = (state: QualyticsState, { id }: EmulatedContainer): EmulatedCheck[] =>
  state.checks.filter(({ container_id }) => container_id === id);

/** What has been counted; before the first profile there are no records and no completeness. */
function metricsOf(state: QualyticsState, one: EmulatedContainer): Wire {
  const fields = fieldsOf(state, one);
  const active = checksOf(state, one).filter(({ status }) => status === "Active");
  const anomalies = state.anomalies.filter(({ container_id }) => container_id === one.id);
  return {
    last_profiled: one.last_profiled,
    last_scanned: one.last_scanned,
    fields: fields.length,
    records: one.last_profiled === null ? null : one.row_count,
    completeness: one.last_profiled === null ? null : mean(fields.flatMap(({ completeness }) => completeness ?? [])),
    active_checks: active.length,
    important_checks: active.filter(({ weight }) => weight > 1).length,
    passing_checks: active.filter(({ is_passing }) => is_passing === true).length,
    failing_checks: active.filter(({ is_passing }) => is_passing === false).length,
    anomalies: anomalies.length,
    active_anomalies: anomalies.filter(({ status }) => OPEN.includes(status)).length,
    quality_score: null,
  };
}

const mean = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
