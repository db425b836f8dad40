import type { Wire } from "../answers.js";
import type { QualyticsState } from "../state.js";
import { fieldStub } from "./fields.js";
import type { EmulatedCheck } from "./records.js";
import { containerStub, datastoreStub, tagsOf, userStub } from "./stubs.js";

const OPEN = ["Active", "Acknowledged"];

/** Whether it is put aside. */
export const isArchived = ({ deleted_at }: EmulatedCheck): boolean => deleted_at !== null;

/** How many anomalies are about a check: all of them, and those that are open. */
export function anomalyCounts(state: QualyticsState, { id }: EmulatedCheck): { all: number; open: number } {
  const own = state.anomalies.filter(({ check_ids }) => check_ids.includes(id));
  return { all: own.length, open: own.filter(({ status }) => OPEN.includes(status)).length };
}

/** How many checks were made of a template. */
export const madeOf = (state: QualyticsState, { id }: EmulatedCheck): number =>
  state.checks.filter(({ template_id }) => template_id === id).length;

/** A check, as other records and answers to several at once show it. */
export const shortCheckBody = ({ id, rule_type, description, status }: EmulatedCheck): Wire => ({
  id,
  rule_type,
  description,
  status,
});

/** A check, as lists show it. */
export function checkRow(state: QualyticsState, one: EmulatedCheck): Wire {
  const container = state.containers.find(({ id }) => id === one.container_id);
  const template = state.checks.find(({ id }) => id === one.template_id);
  const siblings = state.fields.filter(({ container_id }) => container_id === one.container_id);
  const counts = anomalyCounts(state, one);
  return {
    id: one.id,
    created: one.created,
    rule_type: one.rule_type,
    fields: one.fields.map((name) => {
      const field = siblings.find((row) => row.name === name);
      return field === undefined ? { id: null, name } : fieldStub(field);
    }),
    description: one.description,
    coverage: one.coverage,
    filter: one.filter,
    properties: one.properties,
    status: one.status,
    inferred: one.inferred,
    is_new: one.scans === 0,
    is_template: one.is_template,
    favorite: one.favorite,
    template_locked: one.is_template ? one.template_locked : null,
    template: template === undefined ? null : shortCheckBody(template),
    template_checks_count: madeOf(state, one),
    num_container_scans: one.scans,
    anomaly_count: counts.all,
    active_anomaly_count: counts.open,
    is_passing: one.is_passing,
    last_asserted: one.last_asserted,
    last_updated: one.last_updated,
    deleted_at: one.deleted_at,
    last_editor: userStub(state, one.last_editor_id),
    created_by: userStub(state, one.created_by_id),
    owner: userStub(state, one.owner_id),
    default_anomaly_assignee: userStub(state, one.default_anomaly_assignee_id),
    weight: one.weight,
    global_tags: tagsOf(state, one.tags),
    additional_metadata: one.additional_metadata,
    anomaly_message_field: one.anomaly_message_field,
    container: containerStub(state, one.container_id),
    datastore: datastoreStub(state, container?.datastore_id ?? null),
    latest_container_profile: null,
  };
}

/** A check, as it is answered alone. */
export const checkBody = (state: QualyticsState, one: EmulatedCheck): Wire => ({
  ...checkRow(state, one),
  is_properties_inferrable: one.inferred,
  is_coverage_inferrable: one.inferred,
  is_description_inferrable: one.inferred,
});
