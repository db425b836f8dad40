import { expect } from "vitest";
import { ORDERS, sample } from "./sample.js";

export const jobCalls = [
  sample({
    method: "jobs.status",
    arrange: (client) => client.freshness.refresh(ORDERS),
    call: (client, { jobId }) => client.jobs.status(jobId),
    gives: (job) =>
      expect(job).toMatchObject({ status: "pending", state: "queued", progress: 0, createdAt: expect.any(Date) }),
  }),
];
