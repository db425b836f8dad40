import { expect } from "vitest";
import { type CallSample, ORDERS_ID, sample } from "./sample.js";

const INVESTIGATION = "99999999-8888-4777-8666-555555555555";

export const investigationCalls: CallSample[] = [
  sample({
    method: "investigations.explain",
    call: (client) => client.investigations.explain(ORDERS_ID, { question: "Why is it late?", eventType: "freshness" }),
    body: { asset_id: ORDERS_ID, question: "Why is it late?", event_type: "freshness" },
    gives: (capsule) =>
      expect(capsule).toMatchObject({
        investigationId: null,
        question: "Why is it late?",
        triggers: [],
        consequences: [],
        openQuestions: [expect.any(String), expect.any(String)],
      }),
  }),
  sample({
    method: "investigations.get",
    arrange: (_, armor) => {
      armor.state.of("investigations").push({
        investigation_id: INVESTIGATION,
        question: "Why did this alert fire?",
        root_cause_hypothesis: "a column was dropped",
        triggers: [],
        consequences: [
          {
            event_type: "freshness_cascade",
            confidence: 0.8,
            timestamp: "2026-01-02T03:04:05Z",
            summary: "two tables are late",
            details: { tables: 2 },
            source: "lineage",
            source_id: null,
          },
        ],
        confidence: 0.8,
        suggested_fix: null,
        open_questions: [],
      });
    },
    call: (client) => client.investigations.get(INVESTIGATION),
    gives: (capsule) =>
      expect(capsule).toMatchObject({
        investigationId: INVESTIGATION,
        rootCauseHypothesis: "a column was dropped",
        consequences: [{ timestamp: new Date("2026-01-02T03:04:05Z"), details: { tables: 2 }, source: "lineage" }],
      }),
  }),
];
