import { found, refuse, removed, type Wire } from "./answers.js";
import { keptRule } from "./records/check-rules.js";
import { isArchived } from "./records/checks.js";
import type { EmulatedCheck } from "./records/records.js";
import { newCheck } from "./seed.js";
import type { QualyticsState } from "./state.js";

/** Whoever the token belongs to. */
const caller = (state: QualyticsState): number | null => state.users[0]?.id ?? null;

/** Properties that are null count as absent. */
function sameProperties(a: Wire | null, b: Wire | null): boolean {
  const told = (of: Wire | null): string =>
    JSON.stringify(
      Object.entries(of ?? {})
        .filter(([, value]) => value !== null)
        .sort(([x], [y]) => (x < y ? -1 : 1)),
    );
  return told(a) === told(b);
}

function refuseUnknown(state: QualyticsState, told: Wire): void {
  if (told.owner_id != null) found(state.users, "User", told.owner_id);
  if (told.default_anomaly_assignee_id != null) found(state.users, "User", told.default_anomaly_assignee_id);
}

/** Makes a check. 409 with the id of the one that is there already. */
export function createCheck(state: QualyticsState, told: Wire): EmulatedCheck {
  const container = found(state.containers, "Container", told.container_id);
  refuseUnknown(state, told);
  const template = told.template_id == null ? null : found(state.checks, "Quality check template", told.template_id);
  if (template !== null && !template.is_template)
    refuse(404, `Quality check template with id ${template.id} not found`);
  const rule = keptRule(told.rule as string);
  const fields = (told.fields as string[] | null | undefined) ?? [];
  const properties = (told.properties as Wire | null | undefined) ?? null;
  const twin = state.checks.find(
    (one) =>
      one.container_id === container.id &&
      one.rule_type === rule &&
      !isArchived(one) &&
      one.fields.join("\n") === fields.join("\n") &&
      sameProperties(one.properties, properties),
  );
  if (twin !== undefined) refuse(409, `The existing check with id: ${twin.id} conflicts with this one`);
  const one = newCheck(state, container, { rule, fields, properties });
  Object.assign(one, writable(told), { created_by_id: caller(state), last_editor_id: caller(state) });
  return one;
}

/** Makes a template. */
export function createTemplate(state: QualyticsState, told: Wire): EmulatedCheck {
  const one = newCheck(state, null, { rule: keptRule(told.rule as string) });
  const template_locked = told.template_locked === true;
  const by = { created_by_id: caller(state), last_editor_id: caller(state) };
  return Object.assign(one, writable(told), { template_locked, ...by });
}

/** Makes a template of a check, which then is one of those that were made of it. */
export function saveAsTemplate(state: QualyticsState, check: EmulatedCheck): EmulatedCheck {
  const { rule_type: rule, description, coverage, filter, properties, tags, additional_metadata } = check;
  const { anomaly_message_field } = check;
  const told = { description, coverage, filter, properties, tags, additional_metadata, anomaly_message_field };
  const one = createTemplate(state, { rule, ...structuredClone(told) });
  check.template_id = one.id;
  return one;
}

const DEFAULTS = {
  description: null,
  fields: [],
  coverage: null,
  filter: null,
  anomaly_message_field: null,
  properties: null,
  tags: [],
  additional_metadata: null,
  status: "Active",
  default_anomaly_assignee_id: null,
} as const;

/** What a body says of a check, and the defaults of what it leaves out. An owner is never taken away. */
function writable(told: Wire): Partial<EmulatedCheck> {
  const values = Object.entries(DEFAULTS).map(([key, value]) => [key, told[key] ?? structuredClone(value)]);
  return {
    ...Object.fromEntries(values),
    ...(told.owner_id == null ? {} : { owner_id: told.owner_id }),
    ...(told.template_id == null ? {} : { template_id: told.template_id }),
  };
}

const AUTHORED = ["properties", "coverage", "filter", "fields"] as const;
const textOf = (one: EmulatedCheck): string => JSON.stringify(AUTHORED.map((key) => one[key]));

/** Lays changes over a check. One that the platform wrote becomes an authored one where they matter. */
function change(state: QualyticsState, one: EmulatedCheck, changes: Partial<EmulatedCheck>): void {
  refuseUnknown(state, changes as Wire);
  const before = textOf(one);
  Object.assign(one, changes);
  if (textOf(one) !== before) one.inferred = false;
  if (!["Active", "Draft"].includes(one.status)) one.deleted_at ??= state.now();
  else one.deleted_at = null;
  one.last_updated = state.now();
  one.last_editor_id = caller(state);
}

/** Writes the whole of a check: what is left out is reset. */
export const replaceCheck = (state: QualyticsState, one: EmulatedCheck, told: Wire): void =>
  change(state, one, writable(told));

/** Changes what is told of a check. */
export function patchCheck(state: QualyticsState, one: EmulatedCheck, { id: _, ...told }: Wire): void {
  if (told.tags === null) told.tags = [];
  change(state, one, told as Partial<EmulatedCheck>);
}

/** How a check is put aside. */
export interface Removal {
  readonly archive?: boolean | undefined;
  readonly status?: string | undefined;
  readonly delete_anomalies?: boolean | undefined;
}

/** Archives a check, or takes it away for good; its anomalies go with it, unless it is told otherwise. */
export function removeCheck(
  state: QualyticsState,
  one: EmulatedCheck,
  { archive = true, status = "Discarded", delete_anomalies = true }: Removal,
): void {
  for (const anomaly of state.anomalies.filter(({ check_ids }) => check_ids.includes(one.id))) {
    if (delete_anomalies && anomaly.check_ids.length === 1) removed(state.anomalies, anomaly);
    else if (!archive || delete_anomalies) anomaly.check_ids = anomaly.check_ids.filter((id) => id !== one.id);
  }
  if (!archive) removed(state.checks, one);
  one.status = status;
  one.deleted_at = state.now();
}
