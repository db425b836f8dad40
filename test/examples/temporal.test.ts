import { ApplicationFailure, CancelledFailure, type Info } from "@temporalio/activity";
import { ActivityCancellationDetails, defaultFailureConverter, defaultPayloadConverter } from "@temporalio/common";
import { MockActivityEnvironment } from "@temporalio/testing";
import { Client, type ReportJson } from "dqgate";
import { qualytics } from "dqgate/qualytics";
import { emulateQualytics, type QualyticsEmulator } from "dqgate/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type ScanProgress, type ScanRequest, scanActivities } from "../../examples/temporal/activities.js";
import { failureOf } from "../../examples/temporal/failure.js";
import { scanOptions } from "../../examples/temporal/options.js";

const REQUEST: ScanRequest = {
  datastoreId: 1,
  asset: "shop.orders",
  maxAgeHours: 24,
  gates: ["fresh", "no_anomalies"],
};
const quiet = {
  log: () => undefined,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: vi.fn(),
  error: () => undefined,
};

/** A shop whose orders are scanned; so many of their rows have no id. */
function shopWith(failingRows = 0): QualyticsEmulator {
  const checks = [{ rule: "notNull", fields: ["id"], failingRows }];
  return emulateQualytics({ datastores: [{ name: "shop", containers: [{ name: "orders", fields: ["id"], checks }] }] });
}

interface Attempt {
  readonly env: MockActivityEnvironment;
  readonly heartbeats: ScanProgress[];
  readonly outcome: Promise<ReportJson>;
}

/** One attempt of the activity, as a worker makes it. */
function attempt(
  shop: QualyticsEmulator,
  info: Partial<Info> = {},
  {
    request = REQUEST,
    onHeartbeat,
  }: { request?: ScanRequest; onHeartbeat?: (env: MockActivityEnvironment) => void } = {},
): Attempt {
  const client = new Client(qualytics({ url: shop.baseUrl, token: "qual-token" }), {
    fetch: shop.fetch,
    logger: null,
    random: () => 0.5,
  });
  const env = new MockActivityEnvironment({ heartbeatTimeoutMs: 60_000, ...info }, { logger: quiet });
  const heartbeats: ScanProgress[] = [];
  env.on("heartbeat", (details: ScanProgress) => {
    heartbeats.push(details);
    onHeartbeat?.(env);
  });
  return { env, heartbeats, outcome: env.run(scanActivities(client).scanAndGate, request) };
}

/** What an attempt threw. */
const failure = (outcome: Promise<unknown>): Promise<ApplicationFailure> =>
  outcome.then(
    () => expect.fail("the activity should have failed"),
    (error: ApplicationFailure) => error,
  );

const started = (shop: QualyticsEmulator): number => shop.state.operations.length;

afterEach(() => {
  vi.useRealTimers();
  quiet.warn.mockClear();
});

describe("the activity", () => {
  it("scans, tells of its progress, and gives the report as data", async () => {
    const shop = shopWith();
    const { outcome, heartbeats } = attempt(shop);
    const report = await outcome;
    expect(report).toMatchObject({ passed: true, counts: { total: 2, pass: 2 } });
    expect(report.conditions.map(({ name }) => name)).toEqual(["fresh", "no_anomalies"]);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(heartbeats[0]).toEqual({ operation: 1, state: "queued", done: null, total: null });
    expect(heartbeats.at(-1)).toEqual({ operation: 1, state: "succeeded", done: 1, total: 1 });
    expect(started(shop)).toBe(1);
  });

  it("goes on after a retry with the scan that was started before", async () => {
    const shop = shopWith();
    shop.failNext({ kind: "status", status: 503 }, { on: "GET /anomalies", times: 100 });
    const first = attempt(shop);
    expect(await failure(first.outcome)).toMatchObject({ type: "RequirementsError", nonRetryable: false });
    shop.clearFaults();
    const second = attempt(shop, { attempt: 2, heartbeatDetails: first.heartbeats.at(-1) });
    expect(await second.outcome).toMatchObject({ passed: true });
    expect(second.heartbeats.every(({ operation }) => operation === 1)).toBe(true);
    expect(started(shop)).toBe(1);
  });

  it("starts a scan where the details of the last heartbeat name none", async () => {
    const shop = shopWith();
    await attempt(shop, { attempt: 2, heartbeatDetails: { progress: 0.5 } }).outcome;
    expect(started(shop)).toBe(1);
  });

  it("beats between two looks, as often as the heartbeat timeout asks for", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const shop = shopWith();
    let seen = 0;
    const { outcome } = attempt(
      shop,
      { heartbeatTimeoutMs: 30_000 },
      {
        onHeartbeat: () => {
          seen += 1;
          if (seen === 1) vi.advanceTimersByTime(60_000); // No look is made meanwhile.
          if (seen === 7) expect(shop.requests.map(({ verb }) => verb)).toEqual(["POST"]);
        },
      },
    );
    await outcome;
    expect(seen).toBeGreaterThan(7);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("has a heartbeat timeout, and waits for the end of a cancellation", () => {
    expect(scanOptions).toMatchObject({
      heartbeatTimeout: "1 minute",
      cancellationType: "WAIT_CANCELLATION_COMPLETED",
    });
  });
});

describe("a no", () => {
  it("is never repeated, and brings its evidence", async () => {
    const error = await failure(attempt(shopWith(3)).outcome);
    expect(error).toBeInstanceOf(ApplicationFailure);
    expect(error).toMatchObject({ type: "RequirementsError", nonRetryable: true });
    const { failure: sent, details } = overTheWire(error);
    expect(sent?.nonRetryable).toBe(true);
    const [{ report }] = details as [{ report: ReportJson }];
    expect(report.conditions.find(({ name }) => name === "no_anomalies")).toMatchObject({
      outcome: "fail",
      evidence: { verdict: "fail", asked: { asset: "shop.orders" } },
    });
  });

  it("is one where the scan itself fails", async () => {
    const shop = shopWith();
    shop.planOperation({ result: "failure", message: "the warehouse is asleep" });
    expect(await failure(attempt(shop).outcome)).toMatchObject({
      type: "OperationFailedError",
      message: "scan 1 of shop failed: the warehouse is asleep",
      nonRetryable: true,
      details: [{ code: "operation_failed", snapshot: { id: 1, state: "failed" } }],
    });
  });

  it("is one where the scan does not end in time, and it goes on", async () => {
    const shop = shopWith();
    shop.planOperation({ result: "never" });
    const error = await failure(attempt(shop, {}, { request: { ...REQUEST, maxWaitMs: 600_000 } }).outcome);
    expect(error).toMatchObject({ type: "WaitTimeoutError", nonRetryable: true });
    expect(shop.state.operations[0]?.end_time).toBeNull();
  });
});

describe("no answer", () => {
  it("is repeated when the server asks for it", async () => {
    const shop = shopWith();
    shop.failNext({ kind: "status", status: 429, retryAfter: 120 }, { on: "POST /operations/run" });
    const error = await failure(attempt(shop).outcome);
    expect(error).toMatchObject({ type: "RateLimitError", nonRetryable: false, nextRetryDelay: 120_000 });
    expect(overTheWire(error).failure?.nextRetryDelay?.seconds?.toNumber()).toBe(120);
    expect(started(shop)).toBe(0);
  });

  it("of several conditions is repeated after the longest time that was asked for", async () => {
    const shop = shopWith();
    shop.failNext({ kind: "status", status: 503, retryAfter: 90 }, { on: "GET /anomalies" });
    expect(await failure(attempt(shop).outcome)).toMatchObject({ nonRetryable: false, nextRetryDelay: 90_000 });
  });

  it("is not repeated where it would end the same way", async () => {
    const shop = shopWith();
    expect(await failure(attempt(shop, {}, { request: { ...REQUEST, datastoreId: 99 } }).outcome)).toMatchObject({
      type: "NotFoundError",
      nonRetryable: true,
    });
    expect(await failure(attempt(shop, {}, { request: { ...REQUEST, datastoreId: 1.5 } }).outcome)).toMatchObject({
      type: "ValidationError",
      nonRetryable: true,
    });
  });

  it("is not repeated where a scan may have been started that nobody can name", async () => {
    const shop = shopWith();
    shop.failNext({ kind: "lose" }, { on: "POST /operations/run" });
    expect(await failure(attempt(shop).outcome)).toMatchObject({ type: "ConnectionError", nonRetryable: true });
    expect(started(shop)).toBe(1);
  });

  it("is left to the retry policy where it is no error of the client", () => {
    const bug = new TypeError("a bug");
    expect(failureOf(bug)).toBe(bug);
  });
});

describe("a cancellation", () => {
  const cancelled = new ActivityCancellationDetails({ cancelRequested: true });

  it("ends the wait, and the scan goes on", async () => {
    const shop = shopWith();
    const { outcome } = attempt(shop, {}, { onHeartbeat: (env) => env.cancel("CANCELLED", cancelled) });
    await expect(outcome).rejects.toBeInstanceOf(CancelledFailure);
    expect(shop.state.operations[0]?.result).not.toBe("aborted");
  });

  it("ends the scan too where that is asked for", async () => {
    const shop = shopWith();
    const request = { ...REQUEST, abortOnCancel: true };
    const { outcome } = attempt(shop, {}, { request, onHeartbeat: (env) => env.cancel("CANCELLED", cancelled) });
    await expect(outcome).rejects.toBeInstanceOf(CancelledFailure);
    expect(shop.state.operations[0]?.result).toBe("aborted");
  });

  it("before the scan is known still ends it", async () => {
    const shop = shopWith();
    const run = attempt(shop, {}, { request: { ...REQUEST, abortOnCancel: true } });
    run.env.cancel("CANCELLED", cancelled);
    await expect(run.outcome).rejects.toBeInstanceOf(CancelledFailure);
    expect(shop.state.operations.map(({ result }) => result)).toEqual(["aborted"]);
  });

  it("goes on where the scan cannot be aborted, and a warning tells of it", async () => {
    const shop = shopWith();
    shop.failNext({ kind: "status", status: 403 }, { on: "PUT /operations/abort/{id}" });
    const request = { ...REQUEST, abortOnCancel: true };
    const { outcome } = attempt(shop, {}, { request, onHeartbeat: (env) => env.cancel("CANCELLED", cancelled) });
    await expect(outcome).rejects.toBeInstanceOf(CancelledFailure);
    const told: unknown[] = quiet.warn.mock.calls.map(([message]) => message);
    expect(told).toContain("the scan could not be aborted, and goes on");
  });

  it.each(["WORKER_SHUTDOWN", "TIMED_OUT"] as const)("for %s leaves the scan to the next attempt", async (reason) => {
    const shop = shopWith();
    const request = { ...REQUEST, abortOnCancel: true };
    const why = new ActivityCancellationDetails({
      workerShutdown: reason === "WORKER_SHUTDOWN",
      timedOut: reason === "TIMED_OUT",
    });
    const first = attempt(shop, {}, { request, onHeartbeat: (env) => env.cancel(reason, why) });
    await expect(first.outcome).rejects.toMatchObject({ name: "CancelledFailure", message: reason });
    const second = attempt(shop, { attempt: 2, heartbeatDetails: first.heartbeats.at(-1) }, { request });
    expect(await second.outcome).toMatchObject({ passed: true });
    expect(started(shop)).toBe(1);
  });
});

/** A failure as a worker sends it to the server. */
function overTheWire(error: Error): {
  failure: NonNullable<ReturnType<typeof defaultFailureConverter.errorToFailure>["applicationFailureInfo"]>;
  details: unknown[];
} {
  const { applicationFailureInfo: failure } = defaultFailureConverter.errorToFailure(error, defaultPayloadConverter);
  if (failure == null) throw new Error("it is no application failure");
  const details = (failure.details?.payloads ?? []).map((one) => defaultPayloadConverter.fromPayload(one));
  return { failure, details };
}
