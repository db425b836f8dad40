import { JobFailedError, type Jobs, NotFoundError, WaitTimeoutError } from "dqgate";
import type { JobStatus } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld, type World } from "./world.js";

/** A scan of three containers: it takes a minute and two seconds. */
const started = async (plan: Parameters<World["server"]["planOperation"]>[0] = {}): Promise<World & { id: number }> => {
  const here = sampleWorld();
  here.server.planOperation(plan);
  const { id } = await here.client.operations.run({ type: "scan", datastoreId: 1 });
  return { ...here, id };
};

describe("jobs.status", () => {
  it("tells how far an operation has come", async () => {
    const { client, server, id } = await started();
    await server.clock.sleep(45_000);
    const job = await client.jobs.status(String(id));
    expect(job).toMatchObject({ jobId: id, state: "running", status: "running", completedAt: null, error: null });
    expect(job.progress).toBeCloseTo((2 / 3) * 100);
    expect(job.operation.counters?.containersAnalyzed).toBe(2);
  });

  it("never tells more than all of it, though the total may shrink", async () => {
    const { client, server, id } = await started();
    const grown = { total_containers: 2, containers_analyzed: 3 };
    server.failNext({ kind: "change", change: (body) => ({ ...(body as object), status: grown }) });
    expect(await client.jobs.status(id)).toMatchObject({ progress: 100 });
    server.failNext({ kind: "change", change: (body) => ({ ...(body as object), status: { total_containers: 0 } }) });
    expect(await client.jobs.status(id)).toMatchObject({ progress: null });
    server.failNext({
      kind: "change",
      change: (body) => ({ ...(body as object), status: { total_containers: 0, containers_analyzed: 0 } }),
    });
    expect(await client.jobs.status(id)).toMatchObject({ progress: null });
  });

  it("takes what a success says for no error", async () => {
    const { client, server, id } = await started({ message: "one partition was skipped" });
    await server.clock.sleep(120_000);
    const job = await client.jobs.status(id);
    expect(job).toMatchObject({ state: "succeeded", error: null, completedAt: expect.any(Date), progress: 100 });
    expect(job.operation.warnings).toEqual(["one partition was skipped"]);
  });

  it("says that there is no such job", async () => {
    const { client, server } = sampleWorld();
    expect(await failure(client.jobs.status(9))).toBeInstanceOf(NotFoundError);
    server.requests.length = 0;
    expect(await failure(client.jobs.status("scan"))).toMatchObject({ name: "ValidationError", field: "job" });
    expect(await failure(client.jobs.waitForJob(0))).toMatchObject({ name: "ValidationError", field: "job" });
    expect(server.requests).toEqual([]);
  });
});

describe("jobs.waitForJob", () => {
  it("waits for success, as portable code does", async () => {
    const { client, id } = await started();
    const jobs: Jobs = client.jobs;
    const seen: string[] = [];
    const job = await jobs.waitForJob(id, { onProgress: ({ state }) => seen.push(state) });
    expect(job).toMatchObject({ jobId: id, state: "succeeded", status: "success", progress: 100 });
    expect(seen[0]).toBe("queued");
    expect(seen.at(-1)).toBe("succeeded");
    expect(seen).toContain("running");
  });

  it.each([
    [{ result: "failure", message: "the warehouse sleeps" }, "failure", "job 1 ended as failure: the warehouse sleeps"],
    [{ result: "aborted" }, "aborted", "job 1 ended as aborted"],
  ] as const)("throws where it ends as %j", async (plan, status, message) => {
    const { client, id } = await started(plan);
    const error = await failure(client.jobs.waitForJob(id));
    expect(error).toBeInstanceOf(JobFailedError);
    expect(error).toMatchObject({
      message,
      jobId: "1",
      status,
      kind: "gate",
      platform: "qualytics",
      operation: "jobs.waitForJob",
      snapshot: { jobId: 1, error: "message" in plan ? plan.message : null, operation: { type: "scan" } },
    });
  });

  it("does not take an end with an unknown word for success", async () => {
    const { client, server, id } = await started();
    const change = (body: unknown): unknown => ({
      ...(body as object),
      result: "concluded",
      end_time: "2026-01-05T12:00:01Z",
    });
    server.failNext({ kind: "change", change });
    expect(await failure(client.jobs.waitForJob(id))).toMatchObject({
      name: "JobFailedError",
      status: "concluded",
      snapshot: { state: "unknown" },
    });
  });

  it("gives up at the deadline and leaves it going, or aborts it where that is asked", async () => {
    const { client, server, id } = await started({ result: "never" });
    const error = await failure(client.jobs.waitForJob(id, { timeoutMs: 60_000 }));
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error).toMatchObject({ snapshot: { jobId: id, state: "running" }, operation: "jobs.waitForJob" });
    expect(error.message).toContain("job 1");
    expect(server.state.operations[0]?.result).toBe("running");
    expect(await failure(client.jobs.waitForJob(id, { timeoutMs: 60_000, abortOnTimeout: true }))).toBeInstanceOf(
      WaitTimeoutError,
    );
    expect(server.state.operations[0]?.result).toBe("aborted");
  });

  it("does not take another job's end for this one's", async () => {
    const { client, server, id } = await started();
    server.failNext({
      kind: "change",
      change: (body) => ({ ...(body as object), id: 2, result: "success", end_time: "2026-01-05T12:00:01Z" }),
    });
    expect(await failure(client.jobs.waitForJob(id))).toMatchObject({ name: "ResponseValidationError" });
  });
});

describe("jobs.watch", () => {
  it("yields every look, whatever the end", async () => {
    const { client, id } = await started({ result: "failure" });
    const seen: JobStatus[] = [];
    for await (const job of client.jobs.watch(id)) seen.push(job);
    expect(seen.at(-1)).toMatchObject({ state: "failed", completedAt: expect.any(Date) });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.slice(0, -1).every(({ completedAt }) => completedAt === null)).toBe(true);
  });
});
