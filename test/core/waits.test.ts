import {
  AbortedError,
  GateError,
  JobFailedError,
  NotFoundError,
  RateLimitError,
  ServerError,
  UnsupportedError,
  ValidationError,
  WaitTimeoutError,
} from "dqgate";
import type { JobStatus } from "dqgate/anomalyarmor";
import type { EmulatedJob } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { emulated } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";

expectNoUnhandledRejections();

/** A job of so many seconds. `random: 0.5` takes the jitter out of the waits. */
function working(seconds = 60, change: Partial<EmulatedJob> = {}, options = {}) {
  const { armor, client } = emulated({ jobDurationMs: seconds * 1_000 }, { retries: 0, ...options });
  const job = Object.assign(armor.state.startJob("refresh", null), change);
  const start = armor.clock.now();
  return { armor, client, job, elapsed: () => armor.clock.now() - start };
}

describe("waiting for a job", () => {
  it("gives it when it has succeeded, at growing distances", async () => {
    const { armor, client, job, elapsed } = working(60);
    const at: number[] = [];
    const seen: JobStatus[] = [];
    const done = await client.jobs.waitForJob(job.id, {
      onProgress: (one) => {
        seen.push(one);
        at.push(elapsed());
      },
    });
    expect(done).toMatchObject({ jobId: job.id, status: "completed", state: "succeeded", progress: 100 });
    expect(at).toEqual([0, 10_000, 22_500, 38_125, 57_656.25, 82_070.3125]);
    expect(seen.map(({ state }) => state)).toEqual(["queued", "running", "running", "running", "running", "succeeded"]);
    expect(armor.requests).toHaveLength(6);
  });

  it("looks at most at four times the first distance", async () => {
    const { client, job } = working(1_000);
    const at: number[] = [];
    let last = 0;
    await client.jobs.waitForJob(job.id, {
      pollIntervalMs: 1_000,
      onProgress: ({ progress }) => {
        at.push((progress ?? 0) - last);
        last = progress ?? 0;
      },
    });
    expect(Math.max(...at)).toBeLessThanOrEqual(1);
    expect(at.length).toBeGreaterThan(250);
  });

  it.each([
    [{ error: "no connection" }, "failed", "failed", "ended as failed: no connection"],
    [{ status: "cancelled" }, "cancelled", "aborted", "ended as cancelled"],
    [{ status: "timed_out" }, "timed_out", "failed", "ended as timed_out"],
    [{ status: "ERROR" }, "error", "failed", "ended as error"],
  ])("throws JobFailedError with the job: %o", async (change, status, state, message) => {
    const { client, job } = working(1, change);
    const error = await failure(client.jobs.waitForJob(job.id));
    expect(error).toBeInstanceOf(JobFailedError);
    expect(error).toBeInstanceOf(GateError);
    expect(error).toMatchObject({
      jobId: job.id,
      status,
      snapshot: { jobId: job.id, state },
      kind: "gate",
      verdict: "fail",
      retryable: false,
      operation: "jobs.waitForJob",
    });
    expect(error.message).toContain(message);
  });

  it("takes a word that nobody knows for work that goes on, until the deadline", async () => {
    const { armor, client, job, elapsed } = working(1, { status: "pondering" });
    const error = await failure(client.jobs.waitForJob(job.id, { timeoutMs: 60_000 }));
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error).toMatchObject({
      timeoutMs: 60_000,
      snapshot: { status: "pondering", state: "unknown" },
      verdict: "unknown",
      kind: "gate",
      retryable: false,
      code: "wait_timeout",
    });
    expect(elapsed()).toBe(60_000);
    expect(armor.requests.length).toBeGreaterThan(4);
  });

  it("looks a last time at the deadline", async () => {
    const { client, job } = working(15);
    await expect(client.jobs.waitForJob(job.id, { timeoutMs: 15_000 })).resolves.toMatchObject({ state: "succeeded" });
  });

  it("looks once where there is no time to wait", async () => {
    const { armor, client, job } = working(60);
    expect(await failure(client.jobs.waitForJob(job.id, { timeoutMs: 0 }))).toMatchObject({
      name: "WaitTimeoutError",
      snapshot: { jobId: job.id },
    });
    expect(armor.requests).toHaveLength(1);
  });

  it("waits half an hour where nobody says", async () => {
    const { client, job, elapsed } = working(1, { status: "running" });
    expect(await failure(client.jobs.waitForJob(job.id))).toMatchObject({ timeoutMs: 1_800_000 });
    expect(elapsed()).toBe(1_800_000);
  });
});

describe("failures to look", () => {
  it.each([
    ["two answers of 502", { kind: "status", status: 502 } as const, 2],
    ["five answers of 503", { kind: "status", status: 503 } as const, 5],
    ["dropped connections", { kind: "drop" } as const, 3],
    ["bodies that are cut", { kind: "cut" } as const, 3],
  ])("that may pass are tolerated: %s", async (_, fault, times) => {
    const { armor, client, job } = working(60);
    armor.failNext(fault, { times });
    await expect(client.jobs.waitForJob(job.id)).resolves.toMatchObject({ state: "succeeded" });
  });

  it("are tolerated five in a row, and no sixth", async () => {
    const { armor, client, job } = working(600);
    armor.failNext({ kind: "status", status: 502 }, { times: 6 });
    const error = await failure(client.jobs.waitForJob(job.id));
    expect(error).toBeInstanceOf(ServerError);
    expect(error.status).toBe(502);
    expect(armor.requests).toHaveLength(6);
  });

  it("are counted anew after one that worked", async () => {
    const { armor, client, job } = working(1, { status: "running" });
    let looks = 0;
    armor.failNext({ kind: "status", status: 502 }, { times: 5 });
    const error = await failure(
      client.jobs.waitForJob(job.id, {
        timeoutMs: 600_000,
        onProgress: () => {
          looks += 1;
          armor.failNext({ kind: "status", status: 502 }, { times: 5 });
        },
      }),
    );
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(looks).toBeGreaterThan(1);
  });

  it("leave a deadline without a snapshot where the job was never seen", async () => {
    const { armor, client, job } = working(1);
    armor.failNext({ kind: "status", status: 502 }, { times: 5 });
    expect(await failure(client.jobs.waitForJob(job.id, { timeoutMs: 20_000 }))).toMatchObject({
      name: "WaitTimeoutError",
      snapshot: null,
    });
  });

  it("end it at once where they cannot pass", async () => {
    const { armor, client, job } = working(60);
    expect(await failure(client.jobs.waitForJob("no-such-job"))).toBeInstanceOf(NotFoundError);
    expect(armor.requests).toHaveLength(1);
    for (const status of [400, 401, 403, 404, 501]) {
      armor.failNext({ kind: "status", status });
      expect(await failure(client.jobs.waitForJob(job.id))).toMatchObject({ status });
    }
    armor.failNext({ kind: "html" });
    expect(await failure(client.jobs.waitForJob(job.id))).toMatchObject({ name: "ResponseValidationError" });
    expect(armor.requests).toHaveLength(7);
  });

  it("are waited out as long as the server asks for", async () => {
    const { armor, client, job, elapsed } = working(1);
    armor.failNext({ kind: "status", status: 429, retryAfter: 300 });
    await expect(client.jobs.waitForJob(job.id)).resolves.toMatchObject({ state: "succeeded" });
    expect(elapsed()).toBe(300_000);
    armor.failNext({ kind: "status", status: 429, retryAfter: 300 }, { times: 9 });
    const error = await failure(client.jobs.status(job.id));
    expect(error).toBeInstanceOf(RateLimitError);
  });
});

describe("ending a wait", () => {
  it("by the caller's signal throws AbortedError, before and between looks", async () => {
    const { armor, client, job } = working(600);
    const abort = new AbortController();
    const error = await failure(
      client.jobs.waitForJob(job.id, {
        signal: abort.signal,
        onProgress: ({ progress }) => {
          if ((progress ?? 0) >= 10) abort.abort();
        },
      }),
    );
    expect(error).toBeInstanceOf(AbortedError);
    expect(error.platform).toBe("anomalyarmor");
    const sent = armor.requests.length;
    expect(await failure(client.jobs.waitForJob(job.id, { signal: abort.signal }))).toBeInstanceOf(AbortedError);
    expect(armor.requests).toHaveLength(sent);
  });

  it("by an error of onProgress throws that error", async () => {
    const { armor, client, job } = working(600);
    const mine = new RangeError("mine");
    const error = await failure(
      client.jobs.waitForJob(job.id, {
        onProgress: () => {
          throw mine;
        },
      }),
    );
    expect(error).toBe(mine);
    expect(armor.requests).toHaveLength(1);
  });
});

describe("jobs.watch", () => {
  it("yields every look, and ends with the job whatever its end", async () => {
    const { client, job } = working(15, { error: "broken" });
    const states: string[] = [];
    for await (const one of client.jobs.watch(job.id)) states.push(one.state);
    expect(states).toEqual(["queued", "running", "failed"]);
  });

  it("stops looking where the loop is left", async () => {
    const { armor, client, job } = working(100);
    for await (const one of client.jobs.watch(job.id)) if (one.state === "running") break;
    expect(armor.requests).toHaveLength(2);
  });

  it("sends nothing before it is read", async () => {
    const { armor, client, job } = working(600);
    client.jobs.watch(job.id);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(armor.requests).toHaveLength(0);
  });

  it("throws at the deadline", async () => {
    const { client, job } = working(600);
    const seen: JobStatus[] = [];
    const error = await failure(async () => {
      for await (const one of client.jobs.watch(job.id, { timeoutMs: 15_000 })) seen.push(one);
    });
    expect(error).toBeInstanceOf(WaitTimeoutError);
    expect(error.snapshot).toBe(seen.at(-1));
    expect(seen).toHaveLength(3);
  });
});

describe("the options of a wait", () => {
  it.each<[string, unknown]>([
    ["timeoutMs", -1],
    ["timeoutMs", Number.POSITIVE_INFINITY],
    ["timeoutMs", Number.NaN],
    ["timeoutMs", "10"],
    ["pollIntervalMs", 0],
    ["pollIntervalMs", Number.NaN],
    ["pollIntervalMs", Number.POSITIVE_INFINITY],
    ["onProgress", "bar"],
    ["retries", -1],
    ["totalTimeoutMs", 0],
    ["signal", {}],
    ["headers", { cookie: "x" }],
  ])("are checked before anything is sent: %s: %o", async (name, value) => {
    const { armor, client, job } = working();
    const error = await failure(client.jobs.waitForJob(job.id, { [name]: value }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(name);
    const watched = await failure(
      client.jobs
        .watch(job.id, { [name]: value })
        [Symbol.asyncIterator]()
        .next(),
    );
    expect(watched).toBeInstanceOf(ValidationError);
    expect(armor.requests).toHaveLength(0);
  });

  it("do not include what the platform cannot do", async () => {
    const { armor, client, job } = working();
    const error = await failure(client.jobs.waitForJob(job.id, { abortOnTimeout: true }));
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error).toMatchObject({ platform: "anomalyarmor", kind: "config" });
    expect(await failure(() => client.jobs.watch(job.id, { abortOnTimeout: true }))).toBeInstanceOf(UnsupportedError);
    await expect(client.jobs.waitForJob(job.id, { abortOnTimeout: false })).resolves.toBeDefined();
    expect(armor.requests.length).toBeGreaterThan(0);
  });

  it("reach every look, but for those of the wait itself", async () => {
    const { armor, client, job } = working(15);
    await client.jobs.waitForJob(job.id, { headers: { "x-run": "7" }, timeoutMs: 20_000 });
    expect(armor.requests.map(({ headers }) => headers.get("x-run"))).toEqual(["7", "7", "7"]);
  });
});
