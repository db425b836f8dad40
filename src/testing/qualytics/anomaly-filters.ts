import type { EmulatedCall } from "../emulator.js";
import { asked } from "../fastapi/inputs.js";
import { bool, complain, int, type Judge, text, word } from "../fastapi/judges.js";
import { askedAll, filtered, holds, sorted, unlessArchived } from "./answers.js";
import { ARCHIVED, isArchived, OPEN } from "./records/anomalies.js";
import type { EmulatedAnomaly, EmulatedCheck, EmulatedContainer } from "./records/records.js";
import type { QualyticsState } from "./state.js";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DAY_MS = 86_400_000;

/** The number or the UUID of an anomaly. */
export const anomalyRef: Judge<number | string> = (value, loc) => {
  if (typeof value === "string" && UUID.test(value)) return value.toLowerCase();
  if (typeof value === "string" && !/^\d+$/.test(value))
    return complain("uuid_parsing", "Input should be a valid integer or a valid UUID", value, loc);
  return int({ ge: 1 })(value, loc);
};

const name = text(1, 255);
const part = text(0, 8000);
const day: Judge<string> = (value, loc) =>
  typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : complain("date_from_datetime_parsing", "Input should be a valid date or datetime", value, loc);
const id = int({ ge: 1 });

/** What a filter needs to know of an anomaly beside its own record. */
interface Around {
  readonly state: QualyticsState;
  readonly container: EmulatedContainer | undefined;
  readonly checks: readonly EmulatedCheck[];
}

interface Filter<V> {
  readonly name: string;
  readonly judge: Judge<V>;
  fits(one: EmulatedAnomaly, value: V, around: Around): boolean;
}

const filter = <V>(name: string, judge: Judge<V>, fits: Filter<V>["fits"]): Filter<unknown> =>
  ({ name, judge, fits }) as Filter<unknown>;

const dayOf = ({ created }: EmulatedAnomaly): string => created.slice(0, 10);
const never = (): boolean => false;

const FILTERS: readonly Filter<unknown>[] = [
  filter("id", anomalyRef, (one, told) => one.id === told || one.uuid === told),
  filter("search", part, (one, told) => holds(one.message, told) || holds(one.description, told)),
  filter("message", part, (one, told) => holds(one.message, told)),
  filter("status", word(...OPEN, ...ARCHIVED), (one, told) => one.status === told),
  filter("anomaly_type", word("shape", "record"), (one, told) => one.type === told),
  filter("datastore", id, (_, told, { container }) => container?.datastore_id === told),
  filter("container", id, (one, told) => one.container_id === told),
  filter("quality_check", id, (one, told) => one.check_ids.includes(told)),
  filter("operation", id, (one, told) => one.operation_id === told),
  filter("template", id, (_, told, { checks }) => checks.some(({ template_id }) => template_id === told)),
  filter("field", id, (one, told, { state, checks }) =>
    state.fields.some(
      (field) =>
        field.id === told &&
        field.container_id === one.container_id &&
        checks.some(({ fields }) => fields.includes(field.name)),
    ),
  ),
  filter("rule_type", name, (_, told, { checks }) => checks.some(({ rule_type }) => rule_type === told)),
  filter("tag", name, (one, told) => one.tags.includes(told)),
  filter("assignee", id, (one, told) => one.assignee_ids.includes(told)),
  filter("related_to_id", id, (one, told, { state }) => {
    const other = state.anomalies.find((row) => row.id === told);
    return one.id !== told && other?.check_ids.some((check) => one.check_ids.includes(check)) === true;
  }),
  filter("source_enriched", bool, (one, told) => (one.source_records !== null) === told),
  filter("created_date", day, (one, told) => dayOf(one) === told),
  filter("start_date", day, (one, told) => dayOf(one) >= told),
  filter("end_date", day, (one, told) => dayOf(one) <= told),
  filter("timeframe", int({ ge: 1 }), (one, days, { state }) => {
    return Date.parse(one.created) >= state.clock.now() - days * DAY_MS;
  }),
  // Nothing of the kind is kept here, so that none of them finds anything.
  filter("segment", part, never),
  filter("field_profile", id, never),
  filter("container_scan", id, never),
  filter("partition_scan", id, never),
  filter("resolved_by_container_scan", id, never),
  filter("resolved_by_operation", id, never),
];

const COLUMNS = {
  id: ({ id }: EmulatedAnomaly) => id,
  created: ({ created }: EmulatedAnomaly) => created,
  weight: ({ weight }: EmulatedAnomaly) => weight,
  anomalous_records_count: ({ anomalous_records_count }: EmulatedAnomaly) => anomalous_records_count,
};

/** The anomalies that a query asks for, in its order; without one the newest come first. */
export function chosenAnomalies(state: QualyticsState, call: EmulatedCall): readonly EmulatedAnomaly[] {
  let rows = unlessArchived(call, state.anomalies, isArchived);
  for (const { name, judge, fits } of FILTERS) {
    rows = filtered(call, rows, name, judge, (one, value) => {
      const container = state.containers.find((row) => row.id === one.container_id);
      const checks = state.checks.filter((row) => one.check_ids.includes(row.id));
      return fits(one, value, { state, container, checks });
    });
  }
  const isSorted = Object.keys(COLUMNS).some((column) => askedAll(call, `sort_${column}`, name) !== undefined);
  return isSorted ? sorted(call, rows, COLUMNS) : [...rows].reverse();
}

/** How much of its records is asked for. */
export interface RecordChoice {
  readonly limit: number;
  readonly isMaskedShown: boolean;
}

export function recordChoice(call: EmulatedCall): RecordChoice {
  asked(call, "include_deleted", bool); // Records of deleted rows are not told apart here.
  return {
    limit: asked(call, "limit", int({ ge: 1 })) ?? 10,
    isMaskedShown: asked(call, "include_masked", bool) ?? false,
  };
}
