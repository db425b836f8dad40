import type { EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { idOf, judged } from "../../fastapi/inputs.js";
import { int, list, orNull, record, text } from "../../fastapi/judges.js";
import { anomalyRef } from "../anomaly-filters.js";
import { filtered, found, nothing, page, removed } from "../answers.js";
import { addComment, anomalyOf, commentBody } from "../records/anomalies.js";
import type { EmulatedComment } from "../records/records.js";
import type { QualyticsState } from "../state.js";

const message = text(1, 8000);
const created = record({ message, anomaly_id: anomalyRef, mentioned_user_ids: orNull(list(int({ ge: 1 }))) }, [
  "message",
  "anomaly_id",
]);
const changed = record({ message }, ["message"]);

export const commentRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const one = (call: EmulatedCall): EmulatedComment => found(state.comments, "Comment", idOf(call, "id"));
  return [
    {
      verb: "GET",
      path: "/comments",
      answer: (call) => {
        const isAbout = ({ anomaly_id }: EmulatedComment, told: number | string): boolean =>
          state.anomalies.some(({ id, uuid }) => id === anomaly_id && (id === told || uuid === told));
        const rows = filtered(call, state.comments, "anomaly", anomalyRef, isAbout);
        // Anomalies have no partitions here.
        const left = filtered(call, rows, "partition", int({ ge: 1 }), () => false);
        return page(call, left, (row) => commentBody(state, row));
      },
    },
    {
      verb: "POST",
      path: "/comments",
      answer: (call) => {
        const told = judged(call, created);
        const anomaly = anomalyOf(state, told.anomaly_id);
        return { body: commentBody(state, addComment(state, anomaly, told.message, told.mentioned_user_ids ?? [])) };
      },
    },
    { verb: "GET", path: "/comments/{id}", answer: (call) => ({ body: commentBody(state, one(call)) }) },
    {
      verb: "PUT",
      path: "/comments/{id}",
      answer: (call) => {
        const comment = one(call);
        comment.message = judged(call, changed).message;
        return { body: commentBody(state, comment) };
      },
    },
    {
      verb: "DELETE",
      path: "/comments/{id}",
      answer: (call) => {
        removed(state.comments, one(call));
        return nothing;
      },
    },
  ];
};
