import {
  type ErrorContext,
  flag,
  type Input,
  inCall,
  input,
  isRecord,
  map,
  optional,
  ValidationError,
} from "../../../base.js";
import { int32 } from "../ids.js";
import type { ExecutionResult } from "./types.js";

const COUNTS = ["inserts", "updates", "softDeletes", "totalRows"] as const;
const KNOWN = ["completedSuccessfully", ...COUNTS, "executionMetadata"] as const;

interface Told {
  completedSuccessfully?: boolean | undefined;
  inserts?: number | undefined;
  updates?: number | undefined;
  softDeletes?: number | undefined;
  totalRows?: number | undefined;
  executionMetadata?: Record<string, unknown> | undefined;
}

const told: Input<Told> = input("ExecutionResult", {
  completedSuccessfully: optional(flag),
  inserts: optional(int32(0)),
  updates: optional(int32(0)),
  softDeletes: optional(int32(0)),
  totalRows: optional(int32(0)),
  executionMetadata: optional(map),
});

/** What of a result goes to the server. */
export interface Counted {
  readonly completedSuccessfully: boolean;
  readonly counts: Partial<Record<(typeof COUNTS)[number], number>>;
  readonly metadata: Record<string, unknown>;
}

/** Checks what the work gave. Throws `ValidationError` naming the field. */
export function countedOf(result: unknown, context: ErrorContext): Counted {
  if (result === undefined || result === null) return { completedSuccessfully: true, counts: {}, metadata: {} };
  if (!isRecord(result)) return refuse("result", "expected an object with counts, or nothing", context);
  const known: Told = Object.fromEntries(KNOWN.map((key) => [key, (result as ExecutionResult)[key] ?? undefined]));
  inCall(() => told.of(known).encode(), context);
  const metadata = metadataOf(known.executionMetadata ?? {});
  if (metadata === null) return refuse("executionMetadata", "expected an object that JSON can say", context);
  const counts = Object.fromEntries(
    COUNTS.flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]]])),
  ) as Counted["counts"];
  return { completedSuccessfully: known.completedSuccessfully ?? true, counts, metadata };
}

/**
 * The metadata as it is now and as JSON says it, so that a later change of the object, or one that JSON cannot say, does
 * not keep a run from being ended. Null: it is no such object.
 */
export function metadataOf(value: unknown): Record<string, unknown> | null {
  if (!isRecord(value)) return null;
  try {
    const copy: unknown = JSON.parse(JSON.stringify(value) ?? "null");
    return isRecord(copy) ? copy : null;
  } catch {
    return null;
  }
}

function refuse(field: string, message: string, context: ErrorContext): never {
  throw new ValidationError([{ path: [field], code: "invalid_type", message }], context);
}
