import {
  type ErrorContext,
  INVALID,
  isOptions,
  isRecord,
  LONGEST_WAIT_MS,
  optionIssue,
  unknownOptions,
  ValidationError,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { type Watermark, watermarkField } from "../models/watermarks.js";
import { metadataOf } from "./results.js";
import type { TrackOptions } from "./types.js";

/** What a call of `track` asks for, checked. */
export interface Asked {
  readonly pipelineId: number;
  readonly active: boolean;
  readonly parentId: number | null;
  /** As sent. */
  readonly watermark: string | null;
  readonly nextWatermark: string | null;
  readonly metadata: Record<string, unknown>;
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number | undefined;
  readonly graceMs: number;
}

const GRACE_MS = 5_000;
const OPTIONS: readonly string[] = [
  "signal",
  "timeoutMs",
  "graceMs",
  "parentId",
  "watermark",
  "nextWatermark",
  "executionMetadata",
  "totalTimeoutMs",
  "headers",
] satisfies (keyof TrackOptions)[];

/** Checks all that a call of `track` is given. Throws `ValidationError` naming what is wrong, before anything is sent. */
export function askedOf(pipeline: unknown, work: unknown, options: unknown, context: ErrorContext): Asked {
  if (!isOptions(options)) throw new ValidationError([optionIssue("options", "expected an object")], context);
  const issues = unknownOptions(options, OPTIONS);
  const complain = (path: string | string[], message: string): null => {
    issues.push(optionIssue(path, message));
    return null;
  };
  const told = options as TrackOptions;

  const given = isRecord(pipeline) ? pipeline : { id: pipeline, active: true };
  const where = isRecord(pipeline) ? ["pipeline", "id"] : ["pipeline"];
  const id = (value: unknown, path: string[]): number | null => {
    const number = intIdField.write(value);
    return number === INVALID ? complain(path, "expected the number of a pipeline or run") : (number as number);
  };
  const watermark = (name: "watermark" | "nextWatermark"): string | null => {
    const own = told[name] !== undefined;
    const text = watermarkText(own ? told[name] : given[name]);
    if (text !== INVALID) return text as string | null;
    return complain(
      own ? [name] : ["pipeline", name],
      "expected a text of up to 50 characters, a whole number or a Date",
    );
  };
  const ms = (name: "timeoutMs" | "graceMs" | "totalTimeoutMs", least: number): void => {
    const value = told[name];
    if (value !== undefined && !(Number.isFinite(value) && value >= least && value <= LONGEST_WAIT_MS))
      complain(name, `expected milliseconds, ${least === 0 ? "0" : "1"} or more and at most ${LONGEST_WAIT_MS}`);
  };

  if (typeof given.active !== "boolean") complain(["pipeline", "active"], "expected true or false");
  if (typeof work !== "function") complain("work", "expected a function");
  if (told.signal !== undefined && !(told.signal instanceof AbortSignal)) complain("signal", "expected an AbortSignal");
  ms("timeoutMs", 1);
  ms("graceMs", 0);
  ms("totalTimeoutMs", 1);
  const metadata = metadataOf(told.executionMetadata ?? {});
  if (metadata === null) complain("executionMetadata", "expected an object that JSON can say");
  const asked = {
    pipelineId: id(given.id, where) ?? 0,
    active: given.active === true,
    parentId: told.parentId === undefined ? null : id(told.parentId, ["parentId"]),
    watermark: watermark("watermark"),
    nextWatermark: watermark("nextWatermark"),
    metadata: metadata ?? {},
    signal: told.signal,
    timeoutMs: told.timeoutMs,
    graceMs: told.graceMs ?? GRACE_MS,
  };
  if (issues.length > 0) throw new ValidationError(issues, context);
  return asked;
}

/** The text that the server keeps of a watermark; null for none, INVALID for what is none. */
export function watermarkText(value: unknown): string | null | typeof INVALID {
  if (value === undefined || value === null) return null;
  const wire = watermarkField.write(value as Watermark);
  return wire === INVALID ? INVALID : String(wire);
}
