import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { asked } from "../../fastapi/inputs.js";
import { complain, int, type Judge, text, word } from "../../fastapi/judges.js";
import { filtered, holds, page, sorted } from "../answers.js";
import { observabilityBody, openAnomalies, watching } from "../records/observability.js";
import type { EmulatedContainer } from "../records/records.js";
import type { QualyticsState } from "../state.js";

export const observabilityRoutes = (state: QualyticsState): EmulatedRoute[] => [
  { verb: "GET", path: "/observability", answer: (call) => listed(state, call) },
];

const day: Judge<string> = (value, loc) =>
  typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : complain("date_from_datetime_parsing", "Input should be a valid date or datetime", value, loc);

function listed(state: QualyticsState, call: EmulatedCall): EmulatedAnswer {
  const name = text(1, 255);
  let rows: readonly EmulatedContainer[] = state.containers.filter(({ deleted_at }) => deleted_at === null);
  rows = filtered(call, rows, "datastore", int(), (one, id) => one.datastore_id === id);
  rows = filtered(call, rows, "container", int(), (one, id) => one.id === id);
  rows = filtered(call, rows, "name", name, (one, told) => holds(one.name, told));
  rows = filtered(call, rows, "search", name, (one, told) => holds(one.name, told));
  rows = filtered(call, rows, "tag", name, (one, told) => one.tags.includes(told));
  rows = sorted(call, rows, {
    id: ({ id }) => id,
    favorite: ({ favorite }) => favorite,
    created: ({ created }) => created,
    name: ({ name }) => name,
    observability_active_anomalies: (one) => openAnomalies(state, watching(state, one)),
    observability_active_checks: (one) => watching(state, one).length,
    container_type: ({ container_type }) => container_type,
    last_scanned: ({ last_scanned }) => last_scanned,
  });
  asked(call, "offset", int());
  const report = {
    timeframe: asked(call, "timeframe", word("week", "month", "quarter", "year")) ?? "week",
    end: asked(call, "report_date", day) ?? state.now().slice(0, 10),
  };
  return page(call, rows, (one) => observabilityBody(state, one, report));
}
