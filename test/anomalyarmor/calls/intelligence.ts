import { expect } from "vitest";
import { type CallSample, ORDERS, ORDERS_ID, sample } from "./sample.js";

export const intelligenceCalls: CallSample[] = [
  sample({
    method: "intelligence.ask",
    arrange: async (client) => {
      const { jobId } = await client.intelligence.generate(ORDERS);
      await client.jobs.waitForJob(jobId);
    },
    call: (client) => client.intelligence.ask(ORDERS, { question: "What is in it?", includeRelatedAssets: true }),
    body: { asset_id: ORDERS, question: "What is in it?", include_related_assets: true },
    gives: (answer) =>
      expect(answer).toMatchObject({
        answer: expect.stringContaining("customer_id"),
        confidence: "medium",
        sources: [{ assetName: ORDERS, assetId: expect.any(Number), wasRegenerated: false }],
        question: "What is in it?",
        tokenUsage: { tokensIn: 400, tokensOut: 50, tokensTotal: 450, costUsd: 0.002 },
      }),
  }),
  sample({
    method: "intelligence.generate",
    call: (client) =>
      client.intelligence.generate(ORDERS_ID.slice(0, 8), { includeSchemas: ["warehouse", "raw"], forceRefresh: true }),
    body: { asset_id: ORDERS_ID.slice(0, 8), include_schemas: "warehouse,raw", force_refresh: true },
    gives: (job) => expect(job).toMatchObject({ status: "started", assetId: ORDERS_ID, message: expect.any(String) }),
  }),
];
