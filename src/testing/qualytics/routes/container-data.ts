import type { EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { EmulatorError } from "../../emulator.js";
import { asked } from "../../fastapi/inputs.js";
import { bool, int, text, word } from "../../fastapi/judges.js";
import { askedAll, page, refuse, sorted, type Wire } from "../answers.js";
import { chosen } from "../field-filters.js";
import { profilesOf } from "../records/container-work.js";
import { checksOf, fieldsOf } from "../records/containers.js";
import { fieldBody, fieldProfileBody } from "../records/fields.js";
import type { EmulatedContainer, EmulatedField } from "../records/records.js";
import type { QualyticsState } from "../state.js";

const STATUSES = ["active", "excluded", "missing", "masked"] as const;

/** What is in a container: its fields, what profiles measured of them, and its records. */
export const containerDataRoutes = (
  state: QualyticsState,
  one: (call: EmulatedCall) => EmulatedContainer,
): EmulatedRoute[] => [
  {
    verb: "GET",
    path: "/containers/{id}/fields",
    answer: (call) => {
      const wanted: readonly string[] = askedAll(call, "status", word(...STATUSES)) ?? ["active", "missing"];
      const rows = fieldsOf(state, one(call)).filter(({ status }) => wanted.includes(status));
      return { body: rows.map((field) => fieldBody(state, field)) };
    },
  },
  {
    verb: "GET",
    path: "/containers/{id}/field-profiles",
    answer: (call) => page(call, profiledFields(state, call, one(call)), (field) => fieldProfileBody(state, field)),
  },
  {
    verb: "GET",
    path: "/containers/{id}/field-profiles/{field_name}",
    answer: (call) => {
      const container = one(call);
      const name = call.params.field_name as string;
      const field = fieldsOf(state, container).find((row) => row.name === name && row.profile !== null);
      if (field === undefined) refuse(404, `Field profile ${name} of container ${container.id} not found`);
      return { body: fieldProfileBody(state, field) };
    },
  },
  {
    verb: "GET",
    path: "/containers/{id}/source-records",
    answer: (call) => {
      const rows = recordsOf(state, call, one(call));
      return { body: { source_records: rows === null ? null : JSON.stringify(rows) } };
    },
  },
];

function profiledFields(
  state: QualyticsState,
  call: EmulatedCall,
  container: EmulatedContainer,
): readonly EmulatedField[] {
  const profiled = chosen(state, call, fieldsOf(state, container)).filter(({ profile }) => profile !== null);
  const told = asked(call, "container_profile", int({ ge: 1 }));
  const last = profilesOf(state).findLast(({ done }) => done.container_id === container.id);
  // Of a field only the last profile is kept.
  const rows = told === undefined || told === last?.id ? profiled : [];
  const checks = checksOf(state, container);
  const on = (field: EmulatedField): number[] =>
    checks.filter(({ fields }) => fields.includes(field.name)).map(({ id }) => id);
  return sorted(call, rows, {
    name: ({ name }) => name,
    created: ({ profile }) => String(profile?.created),
    type: ({ type }) => type,
    completeness: ({ completeness }) => completeness,
    active_checks: (field) => on(field).length,
    active_anomalies: (field) =>
      state.anomalies.filter(
        ({ status, check_ids }) => status === "Active" && on(field).some((id) => check_ids.includes(id)),
      ).length,
    quality_score: () => null,
  });
}

const EQUALS = /^\s*["`]?(\w+)["`]?\s*=\s*(?:'([^']*)'|(-?\d+(?:\.\d+)?))\s*$/;

/** The rows that the query asks for. Masked values are hidden, unless it asks for them. */
function recordsOf(state: QualyticsState, call: EmulatedCall, container: EmulatedContainer): Wire[] | null {
  if (container.records === null) return null;
  let rows = container.records;
  const condition = asked(call, "filter", text(1, 10_000));
  if (condition !== undefined) {
    const [, name, quoted, number] = EQUALS.exec(condition) ?? [];
    if (name === undefined)
      throw new EmulatorError(
        "the emulator runs no SQL: of conditions it knows `field = 'text'` and `field = 1` alone",
      );
    const value = quoted ?? Number(number);
    rows = rows.filter((row) => row[name] === value);
  }
  const columns = askedAll(call, "sort_columns", text(1, 255)) ?? [];
  rows = [...rows].sort((a, b) => {
    for (const column of columns) {
      const order = compared(a[column], b[column]);
      if (order !== 0) return order;
    }
    return 0;
  });
  const isOpen = asked(call, "include_masked", bool) ?? false;
  const masked = isOpen ? [] : fieldsOf(state, container).filter(({ status }) => status === "masked");
  return rows.map((row) => ({ ...row, ...Object.fromEntries(masked.map(({ name }) => [name, null])) }));
}

function compared(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}
