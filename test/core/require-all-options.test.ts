import { type Conditions, checkAll, type RequireAllOptions, requireAll, ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";

const yes = async (): Promise<boolean> => true;

describe.each([
  ["requireAll", requireAll],
  ["checkAll", checkAll],
])("%s refuses before anything runs", (operation, gate) => {
  it.each<[string, unknown, string]>([
    ["no conditions", {}, "conditions"],
    ["a list", [yes], "conditions"],
    ["null", null, "conditions"],
    ["a function alone", yes, "conditions"],
    ["an empty name", { "": yes }, "conditions."],
    ["a blank name", { " ": yes }, "conditions. "],
    ["what was started already", { a: Promise.resolve(true) }, "conditions.a.run"],
    ["a word", { a: "yes" }, "conditions.a"],
    ["undefined", { a: undefined }, "conditions.a"],
    ["no function", { a: {} }, "conditions.a.run"],
    ["a wrong function", { a: { run: true } }, "conditions.a.run"],
    ["an unknown setting", { a: { run: yes, timeout: 5 } }, "conditions.a.timeout"],
    ["an unknown severity", { a: { run: yes, severity: "error" } }, "conditions.a.severity"],
    ["a time of none", { a: { run: yes, timeoutMs: 0 } }, "conditions.a.timeoutMs"],
    ["a time without end", { a: { run: yes, timeoutMs: Number.POSITIVE_INFINITY } }, "conditions.a.timeoutMs"],
    ["half a retry", { a: { run: yes, retries: 0.5 } }, "conditions.a.retries"],
  ])("%s", async (_, conditions, field) => {
    let ran = false;
    const others =
      typeof conditions === "object" &&
      conditions !== null &&
      !Array.isArray(conditions) &&
      Object.keys(conditions).length > 0
        ? {
            first: async () => {
              ran = true;
            },
            ...conditions,
          }
        : conditions;
    const error = await failure(gate(others as Conditions));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field, operation, kind: "config" });
    expect(ran).toBe(false);
  });

  it.each<[string, unknown]>([
    ["concurrency", 0],
    ["concurrency", 65],
    ["concurrency", 1.5],
    ["concurrency", "4"],
    ["timeoutMs", 0],
    ["timeoutMs", "60"],
    ["retries", -1],
    ["signal", {}],
    ["onProgress", "bar"],
    ["random", 0.5],
    ["clock", {}],
    ["clock", { now: () => 0 }],
    ["timeout", 5],
    ["severity", "warn"],
  ])("the option %s: %o", async (name, value) => {
    let ran = false;
    const run = async (): Promise<boolean> => {
      ran = true;
      return true;
    };
    const error = await failure(gate({ run }, { [name]: value } as RequireAllOptions));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(name);
    expect(ran).toBe(false);
  });

  it.each([null, 5, "options", []])("options that are none: %o", async (options) => {
    expect(await failure(gate({ yes }, options as never))).toMatchObject({ name: "ValidationError", field: "options" });
  });

  it("and takes what is undefined for what is not there", async () => {
    const none = {
      concurrency: undefined,
      timeoutMs: undefined,
      signal: undefined,
      clock: undefined,
      random: undefined,
    };
    const settings = { run: yes, severity: undefined, timeoutMs: undefined, retries: undefined };
    await expect(gate({ a: settings }, none)).resolves.toMatchObject({ passed: true });
  });
});

it("takes no function that gives nothing back: the compiler says so", async () => {
  const forgetful = (): void => undefined;
  // @ts-expect-error it may call a gate, and keeps what came of it to itself
  const report = await checkAll({ forgetful });
  expect(report.verdict).toBe("unknown");
});
