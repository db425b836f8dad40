import { isRecord } from "../../base.js";

type Place = readonly (string | number)[];

/** One complaint of a 422. */
export interface Complaint {
  readonly type: string;
  readonly loc: Place;
  readonly msg: string;
  readonly input: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** Thrown with what is wrong with a value. */
export class Complaints extends Error {
  readonly list: readonly Complaint[];

  constructor(list: readonly Complaint[]) {
    super("422");
    this.list = list;
  }
}

/** Takes what was sent as the server does, or throws `Complaints`. */
export type Judge<T> = (value: unknown, loc: Place) => T;

/** Refuses a value. */
export const complain = (type: string, msg: string, input: unknown, loc: Place, ctx?: Complaint["ctx"]): never => {
  throw new Complaints([{ type, loc, msg, input, ...(ctx === undefined ? {} : { ctx }) }]);
};

export interface Bounds {
  readonly gt?: number;
  readonly ge?: number;
  readonly le?: number;
}

function withinBounds(value: number, sent: unknown, loc: Place, { gt, ge, le }: Bounds): number {
  if (gt !== undefined && !(value > gt))
    complain("greater_than", `Input should be greater than ${gt}`, sent, loc, { gt });
  if (ge !== undefined && !(value >= ge))
    complain("greater_than_equal", `Input should be greater than or equal to ${ge}`, sent, loc, { ge });
  if (le !== undefined && !(value <= le))
    complain("less_than_equal", `Input should be less than or equal to ${le}`, sent, loc, { le });
  return value;
}

/** A whole number; digits in a text, `true` and `false` are taken too. */
export const int =
  (bounds: Bounds = {}): Judge<number> =>
  (value, loc) => {
    const what = "Input should be a valid integer";
    if (typeof value === "string" && !/^\s*[+-]?\d+(\.0*)?\s*$/.test(value))
      complain("int_parsing", `${what}, unable to parse string as an integer`, value, loc);
    if (typeof value === "number" && !Number.isInteger(value))
      complain("int_from_float", `${what}, got a number with a fractional part`, value, loc);
    if (!["string", "number", "boolean"].includes(typeof value)) complain("int_type", what, value, loc);
    return withinBounds(Number(value), value, loc, bounds);
  };

export const decimal =
  (bounds: Bounds = {}): Judge<number> =>
  (value, loc) => {
    const what = "Input should be a valid decimal";
    if (!["string", "number"].includes(typeof value))
      complain("decimal_type", `${what}, got something else`, value, loc);
    if (typeof value === "string" && (value.trim() === "" || !Number.isFinite(Number(value))))
      complain("decimal_parsing", what, value, loc);
    return withinBounds(Number(value), value, loc, bounds);
  };

export const text =
  (minimum: number, maximum: number): Judge<string> =>
  (value, loc) => {
    if (typeof value !== "string") return complain("string_type", "Input should be a valid string", value, loc);
    const { length } = [...value];
    if (length < minimum) {
      const msg = `String should have at least ${minimum} character${minimum === 1 ? "" : "s"}`;
      complain("string_too_short", msg, value, loc, { min_length: minimum });
    }
    if (length > maximum) {
      const msg = `String should have at most ${maximum} character${maximum === 1 ? "" : "s"}`;
      complain("string_too_long", msg, value, loc, { max_length: maximum });
    }
    return value;
  };

/** One of some words. */
export const word =
  <const Words extends readonly string[]>(...words: Words): Judge<Words[number]> =>
  (value, loc) => {
    if (typeof value === "string" && words.includes(value)) return value as Words[number];
    const quoted = words.map((one) => `'${one}'`);
    const expected = `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
    return complain("enum", `Input should be ${expected}`, value, loc, { expected });
  };

const YES: readonly unknown[] = [true, 1, "1", "on", "t", "true", "y", "yes"];
const NO: readonly unknown[] = [false, 0, "0", "off", "f", "false", "n", "no"];

export const bool: Judge<boolean> = (value, loc) => {
  const told = typeof value === "string" ? value.toLowerCase() : value;
  if (YES.includes(told)) return true;
  if (NO.includes(told)) return false;
  const what = "Input should be a valid boolean";
  return typeof value === "string" || typeof value === "number"
    ? complain("bool_parsing", `${what}, unable to interpret input`, value, loc)
    : complain("bool_type", what, value, loc);
};

export const map: Judge<Record<string, unknown>> = (value, loc) =>
  isRecord(value) ? value : complain("dict_type", "Input should be a valid dictionary", value, loc);

export const list =
  <T>(of: Judge<T>): Judge<T[]> =>
  (value, loc) => {
    if (!Array.isArray(value)) return complain("list_type", "Input should be a valid list", value, loc);
    const wrong: Complaint[] = [];
    const items = value.map((item, at) => attempted(() => of(item, [...loc, at]), wrong) as T);
    if (wrong.length > 0) throw new Complaints(wrong);
    return items;
  };

/** Null as well. */
export const orNull =
  <T>(of: Judge<T>): Judge<T | null> =>
  (value, loc) =>
    value === null ? null : of(value, loc);

export type Shape = Readonly<Record<string, Judge<unknown>>>;

/** The fields of a shape: the needed ones, and the others where they were sent. */
export type Fields<S extends Shape, Needed extends keyof S = never> = { [K in Needed]: ReturnType<S[K]> } & {
  [K in Exclude<keyof S, Needed>]?: ReturnType<S[K]>;
};

/** Reads an object, and complains about all that is wrong with it. Fields that the shape lacks are dropped. */
export const record =
  <S extends Shape, Needed extends keyof S & string = never>(
    shape: S,
    needed: readonly Needed[] = [],
  ): Judge<Fields<S, Needed>> =>
  (value, loc) => {
    if (!isRecord(value)) return complain("model_attributes_type", "Input should be a valid dictionary", value, loc);
    const wrong: Complaint[] = [];
    const fields: Record<string, unknown> = {};
    for (const [name, judge] of Object.entries(shape)) {
      const at = [...loc, name];
      if (Object.hasOwn(value, name)) fields[name] = attempted(() => judge(value[name], at), wrong);
      else if ((needed as readonly string[]).includes(name))
        wrong.push({ type: "missing", loc: at, msg: "Field required", input: value });
    }
    if (wrong.length > 0) throw new Complaints(wrong);
    return fields as Fields<S, Needed>;
  };

function attempted<T>(judge: () => T, wrong: Complaint[]): T | undefined {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof Complaints)) throw error;
    wrong.push(...error.list);
    return undefined;
  }
}
