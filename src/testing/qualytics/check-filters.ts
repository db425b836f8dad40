import type { EmulatedCall } from "../emulator.js";
import { asked } from "../fastapi/inputs.js";
import { bool, int, type Judge, text, word } from "../fastapi/judges.js";
import { filtered, holds, sorted, unlessArchived } from "./answers.js";
import { RULES } from "./records/check-rules.js";
import { anomalyCounts, isArchived, madeOf } from "./records/checks.js";
import type { EmulatedCheck } from "./records/records.js";
import type { QualyticsState } from "./state.js";

const name = text(1, 255);
export const ruleWord: Judge<string> = word(...Object.keys(RULES));

const STATES: Readonly<Record<string, boolean | null>> = { passing: true, failing: false, "not asserted": null };
const SORTS = [
  "id",
  "favorite",
  "weight",
  "created",
  "active_checks",
  "active_anomalies",
  "coverage",
  "rule",
  "last_asserted",
];

/** The filters that templates have too. */
export function chosenTemplates(call: EmulatedCall, all: readonly EmulatedCheck[]): readonly EmulatedCheck[] {
  let rows = filtered(call, all, "rule_type", ruleWord, (one, rule) => one.rule_type === rule);
  rows = filtered(call, rows, "tag", name, (one, tag) => one.tags.includes(tag));
  return filtered(call, rows, "template_locked", bool, (one, locked) => one.template_locked === locked);
}

/** The checks that a query asks for. */
export function chosenChecks(state: QualyticsState, call: EmulatedCall): readonly EmulatedCheck[] {
  const id = int();
  const wantsTemplates = asked(call, "template_only", bool) ?? false;
  let rows: readonly EmulatedCheck[] = state.checks.filter((one) => one.is_template === wantsTemplates);
  rows = unlessArchived(call, rows, isArchived);
  rows = chosenTemplates(call, rows);
  rows = filtered(call, rows, "id", id, (one, told) => one.id === told);
  rows = filtered(call, rows, "template", id, (one, told) => one.template_id === told);
  rows = filtered(call, rows, "template_check_id", id, (one, told) => one.template_id === told);
  rows = filtered(call, rows, "container", id, (one, told) => one.container_id === told);
  rows = filtered(call, rows, "datastore", id, (one, told) =>
    state.containers.some((container) => container.id === one.container_id && container.datastore_id === told),
  );
  const fieldsOf = (one: EmulatedCheck) =>
    state.fields.filter((field) => field.container_id === one.container_id && one.fields.includes(field.name));
  rows = filtered(call, rows, "field", id, (one, told) => fieldsOf(one).some((field) => field.id === told));
  rows = filtered(call, rows, "field_profile", id, (one, told) =>
    fieldsOf(one).some(({ profile }) => profile?.id === told),
  );
  rows = filtered(
    call,
    rows,
    "search",
    name,
    (one, part) => holds(one.description, part) || one.fields.some((field) => holds(field, part)),
  );
  rows = filtered(call, rows, "inferred", bool, (one, told) => one.inferred === told);
  rows = filtered(call, rows, "favorite", bool, (one, told) => one.favorite === told);
  rows = filtered(
    call,
    rows,
    "is_element_context",
    bool,
    (one, told) => (one.properties?.is_element_context === true) === told,
  );
  rows = filtered(
    call,
    rows,
    "asserted_state",
    word("passing", "failing", "not asserted"),
    (one, told) => one.is_passing === STATES[told],
  );
  rows = filtered(call, rows, "created_by", id, (one, told) => one.created_by_id === told);
  rows = filtered(call, rows, "owner_id", id, (one, told) => one.owner_id === told);
  rows = filtered(call, rows, "last_editor", id, (one, told) => one.last_editor_id === told);
  rows = filtered(
    call,
    rows,
    "status",
    word("Active", "Draft", "Invalid", "Discarded"),
    (one, told) => one.status === told,
  );
  // What the server goes by here is not told: they are judged, and filter nothing.
  asked(call, "segment", text(1, 255));
  asked(call, "important", bool);
  const order = sorted(call, rows, {
    id: (one) => one.id,
    favorite: (one) => Number(one.favorite),
    weight: (one) => one.weight,
    created: (one) => one.created,
    active_checks: (one) => madeOf(state, one),
    active_anomalies: (one) => anomalyCounts(state, one).open,
    coverage: (one) => one.coverage,
    rule: (one) => one.rule_type,
    last_asserted: (one) => one.last_asserted,
  });
  const isSorted = SORTS.some((column) => call.asked(`sort_${column}`) !== undefined);
  return isSorted ? order : [...order].sort((a, b) => Number(b.favorite) - Number(a.favorite));
}
