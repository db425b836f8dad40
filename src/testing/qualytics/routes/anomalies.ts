import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { asked, judged, unprocessable } from "../../fastapi/inputs.js";
import { bool, int, list, orNull, record, text, word } from "../../fastapi/judges.js";
import { anomalyRef, chosenAnomalies, recordChoice } from "../anomaly-filters.js";
import { nothing, page, refuse, removed, type Wire } from "../answers.js";
import { ARCHIVED, addComment, anomalyBody, anomalyOf, anomalyRow, OPEN } from "../records/anomalies.js";
import type { EmulatedAnomaly } from "../records/records.js";
import type { QualyticsState } from "../state.js";

const archivedStatus = word(...ARCHIVED);
const changes = {
  status: word(...OPEN),
  description: orNull(text(0, 8000)),
  tags: list(text(1, 255)),
  assignee_ids: list(int({ ge: 1 })),
};
const update = record(changes);
const updates = list(record({ id: anomalyRef, ...changes }, ["id"]));
const deletions = list(
  record(
    {
      id: anomalyRef,
      archive: bool,
      status: archivedStatus,
      comment: orNull(text(1, 8000)),
      mentioned_user_ids: orNull(list(int({ ge: 1 }))),
    },
    ["id"],
  ),
);

export const anomalyRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const one = (call: EmulatedCall): EmulatedAnomaly =>
    anomalyOf(
      state,
      unprocessable(() => anomalyRef(call.params.id, ["path", "id"])),
    );
  return [
    {
      verb: "GET",
      path: "/anomalies",
      answer: (call) => page(call, chosenAnomalies(state, call), (row) => anomalyRow(state, row)),
    },
    {
      verb: "PATCH",
      path: "/anomalies",
      answer: (call) => {
        const told = judged(call, updates).map(({ id, ...rest }) => ({ anomaly: anomalyOf(state, id), rest }));
        for (const { anomaly, rest } of told) Object.assign(anomaly, rest);
        return { body: told.map(({ anomaly }) => anomalyRow(state, anomaly)) };
      },
    },
    {
      verb: "DELETE",
      path: "/anomalies",
      answer: (call) => {
        const told = judged(call, deletions).map((rest) => ({ anomaly: anomalyOf(state, rest.id), rest }));
        for (const { anomaly, rest } of told) {
          takeAway(state, anomaly, rest.archive ?? true, rest.status ?? "Resolved");
          if (rest.comment != null) addComment(state, anomaly, rest.comment, rest.mentioned_user_ids ?? []);
        }
        return nothing;
      },
    },
    { verb: "GET", path: "/anomalies/{id}", answer: (call) => ({ body: anomalyBody(state, one(call)) }) },
    {
      verb: "PUT",
      path: "/anomalies/{id}",
      answer: (call) => {
        const anomaly = one(call);
        Object.assign(anomaly, judged(call, update));
        return { body: anomalyBody(state, anomaly) };
      },
    },
    {
      verb: "DELETE",
      path: "/anomalies/{id}",
      answer: (call) => {
        const isKept = asked(call, "archive", bool) ?? true;
        takeAway(state, one(call), isKept, asked(call, "status", archivedStatus) ?? "Resolved");
        return nothing;
      },
    },
    {
      verb: "GET",
      path: "/anomalies/{id}/source-record",
      answer: (call) => {
        const anomaly = one(call);
        const rows = recordsOf(state, call, anomaly);
        return { body: { source_record: JSON.stringify(rows), created: anomaly.created } };
      },
    },
    {
      verb: "GET",
      path: "/anomalies/{id}/source-record/csv",
      answer: (call) => csvAnswer(recordsOf(state, call, one(call))),
    },
  ];
};

/** Archives an anomaly, or deletes it and what was said about it. */
function takeAway(state: QualyticsState, anomaly: EmulatedAnomaly, isKept: boolean, status: string): void {
  if (isKept) {
    anomaly.status = status;
    return;
  }
  removed(state.anomalies, anomaly);
  for (const its of state.comments.filter(({ anomaly_id }) => anomaly_id === anomaly.id)) removed(state.comments, its);
}

/** The records that are kept of an anomaly. Values of masked fields are null unless the query asks for them. */
function recordsOf(state: QualyticsState, call: EmulatedCall, anomaly: EmulatedAnomaly): Wire[] {
  const { limit, isMaskedShown } = recordChoice(call);
  const rows = anomaly.source_records ?? refuse(404, `Anomaly ${anomaly.id} has no source records`);
  const masked = state.fields.filter(
    (field) => field.container_id === anomaly.container_id && field.status === "masked" && !isMaskedShown,
  );
  return rows.slice(0, limit).map((row) => {
    const hidden = masked.filter(({ name }) => Object.hasOwn(row, name)).map(({ name }) => [name, null]);
    return { ...row, ...Object.fromEntries(hidden) };
  });
}

function csvAnswer(rows: readonly Wire[]): EmulatedAnswer {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: unknown): string => {
    const told = value === null || value === undefined ? "" : String(value);
    return /[",\r\n]/.test(told) ? `"${told.replace(/"/g, '""')}"` : told;
  };
  const lines = [names.map(cell), ...rows.map((row) => names.map((name) => cell(row[name])))];
  return {
    body: lines.map((line) => `${line.join(",")}\r\n`).join(""),
    headers: { "content-type": "text/csv; charset=utf-8" },
  };
}
