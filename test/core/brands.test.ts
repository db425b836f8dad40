import * as ours from "dqgate";
import { emulateAnomalyArmor } from "dqgate/testing";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { clientOf } from "../support/client.js";
import { failure } from "../support/failure.js";

type Package = typeof ours;
let theirs: Package;
let theirArmor: typeof import("dqgate/anomalyarmor");
let theirTesting: typeof import("dqgate/testing");

beforeAll(async () => {
  vi.resetModules();
  theirs = await import("dqgate");
  theirArmor = await import("dqgate/anomalyarmor");
  theirTesting = await import("dqgate/testing");
});

const samples = (from: Package): [string, Error][] => [
  ["NotFoundError", new from.NotFoundError({ status: 404, message: "m" })],
  ["UnprocessableError", new from.UnprocessableError({ status: 422, message: "m" })],
  ["TokenExpiredError", new from.TokenExpiredError(new Date(0))],
  ["ConnectionError", new from.ConnectionError("m", { reason: null, mayHaveBeenReceived: true })],
  ["ConfigurationError", new from.ConfigurationError("m")],
  ["ResponseValidationError", new from.ResponseValidationError("m", [])],
  ["WaitTimeoutError", new from.WaitTimeoutError("m", { timeoutMs: 1, snapshot: null })],
];

const errorClasses = (from: Package) =>
  Object.entries(from).filter(
    (entry): entry is [string, typeof ours.DqgateError] =>
      typeof entry[1] === "function" &&
      (entry[1] === from.DqgateError || entry[1].prototype instanceof from.DqgateError),
  );

describe("two copies of the package in one process", () => {
  it("are two indeed", () => {
    expect(theirs.NotFoundError).not.toBe(ours.NotFoundError);
  });

  it("agree about every class of error, both ways", () => {
    expect(errorClasses(ours).length).toBeGreaterThan(25);
    for (const [mine, other] of [
      [ours, theirs],
      [theirs, ours],
    ] as const) {
      for (const [name, error] of samples(mine)) {
        const own = errorClasses(mine).filter(([, one]) => error instanceof one);
        const across = errorClasses(other).filter(([, one]) => error instanceof one);
        expect(across.map(([one]) => one)).toEqual(own.map(([one]) => one));
        expect(across.map(([one]) => one)).toContain(name);
        expect(across.map(([one]) => one)).toContain("DqgateError");
      }
    }
  });

  it("work together: their emulator and platform with our client", async () => {
    const armor = theirTesting.emulateAnomalyArmor({ assets: [{ qualifiedName: "pg.a", hoursSinceUpdate: 30 }] });
    const client = new ours.Client(theirArmor.anomalyArmor({ apiKey: "aa_test_x" }) as never, {
      fetch: armor.fetch,
      logger: null,
    }) as unknown as import("dqgate/anomalyarmor").AnomalyArmorClient;
    const error = await failure(client.freshness.requireFresh("pg.a"));
    expect(error).toBeInstanceOf(ours.StalenessError);
    expect(error).toBeInstanceOf(theirs.GateError);
    armor.failNext({ kind: "status", status: 503, retryAfter: 9 });
    const before = armor.clock.now();
    await expect(client.assets.get("pg.a")).resolves.toBeDefined();
    expect(armor.clock.now() - before).toBe(9_000);
    const aborted = await failure(new theirTesting.VirtualClock().sleep(1, AbortSignal.abort()));
    expect(aborted).toBeInstanceOf(ours.AbortedError);
  });

  it("take an emulator's bug for what it is", async () => {
    const armor = theirTesting.emulateAnomalyArmor();
    const client = clientOf({ url: "https://elsewhere.example" }, { fetch: armor.fetch });
    const error = await failure(client.assets.get("pg.a"));
    expect(error.name).toBe("EmulatorError");
    expect(error).toBeInstanceOf(ours.DqgateError);
    expect(error).not.toBeInstanceOf(ours.ConnectionError);
  });
});

describe("an error class of the user's own", () => {
  class Missing extends ours.NotFoundError {
    readonly mine = true;
  }

  it("is its own, and all that it extends", () => {
    const error = new Missing({ status: 404, message: "m" });
    expect(error).toBeInstanceOf(Missing);
    expect(error).toBeInstanceOf(ours.NotFoundError);
    expect(error).toBeInstanceOf(ours.ApiError);
    expect(error).toBeInstanceOf(theirs.NotFoundError);
    expect(error).not.toBeInstanceOf(ours.ConflictError);
  });

  it("does not claim errors that are not its own", async () => {
    expect(new ours.NotFoundError({ status: 404, message: "m" })).not.toBeInstanceOf(Missing);
    const armor = emulateAnomalyArmor();
    expect(await failure(clientOf({}, { fetch: armor.fetch }).assets.get("pg.a"))).not.toBeInstanceOf(Missing);
  });
});

it.each([
  null,
  undefined,
  7,
  "NotFoundError",
  {},
  { name: "NotFoundError", brand: "NotFoundError" },
  new Error("m"),
  Object.create(null),
  () => 1,
])("what is no error of this package is none: %o", (value) => {
  for (const [, one] of errorClasses(ours)) expect((value as unknown) instanceof one).toBe(false);
});

describe("an error as data", () => {
  it("tells everything, and the cause where it is one of ours", () => {
    const cause = new ours.NotFoundError({ status: 404, message: "none" }, { requestId: "r-1" });
    const error = new ours.WaitTimeoutError("late", { timeoutMs: 5, snapshot: { a: 1 } }, { platform: "p", cause });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "WaitTimeoutError",
      message: "late",
      code: "wait_timeout",
      kind: "gate",
      retryable: false,
      platform: "p",
      operation: null,
      requestId: null,
      verdict: "unknown",
      evidence: null,
      timeoutMs: 5,
      snapshot: { a: 1 },
      cause: expect.objectContaining({ name: "NotFoundError", status: 404, requestId: "r-1" }),
    });
    expect(error.stack).toMatch(/^WaitTimeoutError: late/);
    expect(String(error)).toBe("WaitTimeoutError: late");
  });

  it("leaves a foreign cause out", () => {
    const error = new ours.ConfigurationError("m", { cause: new Error("aa_live_0123456789") });
    expect(JSON.stringify(error)).not.toContain("aa_live");
  });
});
