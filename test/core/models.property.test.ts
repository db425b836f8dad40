import * as armor from "dqgate/anomalyarmor";
import * as qualytics from "dqgate/qualytics";
import * as watcher from "dqgate/watcher";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type * as z from "zod/mini";
import { INVALID, type Model } from "../../src/base.js";

// biome-ignore lint/suspicious/noExplicitAny: models of anything
type AnyModel = Model<any>;

const isModel = (value: unknown): value is AnyModel =>
  typeof value === "object" && value !== null && "salvage" in value && "wireNames" in value;

const models = [armor, qualytics, watcher].flatMap((platform) => Object.values(platform).filter(isModel));

interface Definition {
  type: string;
  shape?: Record<string, z.core.$ZodType>;
  in?: z.core.$ZodType;
  out?: z.core.$ZodType;
  innerType?: z.core.$ZodType;
  element?: z.core.$ZodType;
  options?: z.core.$ZodType[];
  getter?: () => z.core.$ZodType;
  entries?: Record<string, string>;
  format?: string;
  checks?: unknown[];
}

const definition = (schema: z.core.$ZodType): Definition => schema._zod.def as unknown as Definition;

const isoTime = fc.oneof(
  fc
    .date({ min: new Date("1000-01-01"), max: new Date("2999-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString()),
  fc.constantFrom(
    "2026-01-05",
    "2026-01-05 10:11:12",
    "2026-02-30T00:00:00Z",
    "2026-01-05T10:11:12.123456",
    "2026-01-05T10:11:12+0530",
    "0001-01-01T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "soon",
    "",
  ),
);
const junk = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double(),
  fc.string(),
  fc.constant([]),
  fc.constant({}),
  fc.array(fc.integer(), { maxLength: 2 }),
  fc.dictionary(fc.string(), fc.integer(), { maxKeys: 2 }),
);

// No number decides this: the generator prefers small ones, and would leave out most fields.
const isThere = fc.oneof({ weight: 30, arbitrary: fc.constant(true) }, fc.constant(false));

/** Values of the wire that mostly fit a schema, and sometimes do not. */
function wireOf(schema: z.core.$ZodType, depth = 0): fc.Arbitrary<unknown> {
  const def = definition(schema);
  switch (def.type) {
    case "string":
      if ((def.checks ?? []).length > 0) return isoTime;
      return fc.oneof(
        { weight: 4, arbitrary: fc.string({ maxLength: 8 }) },
        { weight: 2, arbitrary: isoTime },
        fc.constantFrom("PASS", "fresh", "FAIL"),
      );
    case "number":
      return fc.oneof(
        { weight: 40, arbitrary: fc.integer() },
        { weight: def.format === undefined ? 20 : 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
        fc.constantFrom(5.5, 2 ** 53),
      );
    case "boolean":
      return fc.boolean();
    case "enum":
      return fc.constantFrom(...Object.values(def.entries ?? {}));
    case "nullable":
    case "optional":
      return fc.oneof({ weight: 3, arbitrary: wireOf(def.innerType as z.core.$ZodType, depth) }, fc.constant(null));
    case "array":
      return fc.array(wireOf(def.element as z.core.$ZodType, depth + 1), { maxLength: 3 });
    case "union":
      return fc.oneof(...(def.options ?? []).map((option) => wireOf(option, depth)));
    case "lazy":
      return depth > 3 ? fc.constant(null) : wireOf((def.getter as () => z.core.$ZodType)(), depth + 1);
    case "pipe":
      return wireOf(
        (definition(def.in as z.core.$ZodType).type === "transform" ? def.out : def.in) as z.core.$ZodType,
        depth,
      );
    case "object":
      return objectOf(def.shape ?? {}, depth);
    default:
      return fc.oneof({ weight: 20, arbitrary: fc.dictionary(fc.string(), fc.integer(), { maxKeys: 3 }) }, junk);
  }
}

const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** An object under a model's own names: those of a nested model are found by its properties. */
function objectOf(shape: Record<string, z.core.$ZodType>, depth: number): fc.Arbitrary<unknown> {
  const wanted = Object.keys(shape).join();
  const owner = models.find((model) => Object.keys(model.wireNames).join() === wanted);
  const fields = Object.entries(shape).map(([key, schema]) => {
    const names = (owner?.wireNames as Record<string, readonly string[]> | undefined)?.[key] ?? [snake(key)];
    const value = fc.oneof({ weight: 40, arbitrary: wireOf(schema, depth + 1) }, { weight: 1, arbitrary: junk });
    return fc.record({ name: fc.constantFrom(...names), value, isThere });
  });
  const extras = fc.dictionary(fc.constantFrom("__proto__", "added_later", "isFresh", "constructor", "id "), junk, {
    maxKeys: 2,
  });
  return fc
    .tuple(fc.tuple(...fields), fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, extras))
    .map(([fields, more]) => {
      const out: Record<string, unknown> = {};
      for (const { name, value, isThere: told } of fields) if (told) out[name] = value;
      for (const key of Object.keys(more))
        Object.defineProperty(out, key, {
          value: (more as Record<string, unknown>)[key],
          enumerable: true,
          writable: true,
          configurable: true,
        });
      return out;
    });
}

const allKeys = (value: object): string[] => Object.getOwnPropertyNames(value).sort();

describe("the two readers of a model", () => {
  it("are tested for every model that is exported", () => {
    expect(models.length).toBeGreaterThan(30);
  });

  it.each(models.map((model) => [model.name, model] as const))("agree: %s", (_, model) => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof({ weight: 30, arbitrary: wireOf(model.schema) }, junk), (wire) => {
        const text = JSON.stringify(wire);
        const fast = model.read(JSON.parse(text));
        const slow = model.schema.safeParse(JSON.parse(text));
        expect(fast !== INVALID, `${model.name}: ${text}`).toBe(slow.success);
        if (fast === INVALID || !slow.success) return;
        accepted += 1;
        expect(fast).toEqual(slow.data);
        expect(allKeys(fast as object)).toEqual(allKeys(slow.data as object));
        expect(Object.getPrototypeOf(fast)).toBe(Object.prototype);
      }),
      { numRuns: 200, seed: 20_260_105 },
    );
    expect(accepted, "no value that fits was generated").toBeGreaterThan(0);
  });

  it.each(models.map((model) => [model.name, model] as const))("say why: %s", (_, model) => {
    expect(model.issues(42)).not.toEqual([]);
    expect(model.issues(null)).not.toEqual([]);
  });
});
