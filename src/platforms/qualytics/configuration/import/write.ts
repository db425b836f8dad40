import {
  ApiError,
  ConflictError,
  ConnectionError,
  delayAsked,
  RateLimitError,
  ResponseTooLargeError,
  ResponseValidationError,
  ServerError,
  TimeoutError,
} from "../../../../base.js";
import type { Records } from "../records.js";

/** A server that is busy may refuse a write, and then one that it could have taken. */
const TRIES = 3;
/** Waits between them where the server does not say how long: twice as long each time. */
const FIRST_WAIT_MS = 500;
/** Whoever is to wait longer is told so in place of it. */
const LONGEST_WAIT_MS = 60_000;

/** Whether a write may have been carried out although it failed, or may be carried out when it is tried again. */
export function isUnsure(error: unknown): boolean {
  if (error instanceof ServerError) return error.status !== 501;
  if (error instanceof ApiError && !(error instanceof RateLimitError))
    return error.status === 408 || error.status === 425;
  const kinds = [ConnectionError, TimeoutError, RateLimitError, ResponseValidationError, ResponseTooLargeError];
  return kinds.some((kind) => error instanceof kind);
}

/**
 * Waits after a failure that may pass, as long as the server asked, by the client's clock; `tried` tells how often it failed.
 * Throws the failure where the server asks for more than a minute.
 */
export async function pause({ client, options }: Records, error: unknown, tried: number): Promise<void> {
  const asked = delayAsked(error);
  if (asked !== null && asked > LONGEST_WAIT_MS) throw error;
  await client.clock.sleep(asked ?? FIRST_WAIT_MS * 2 ** (tried - 1), options.signal);
}

/** What a creation came to. */
export interface Made<T> {
  readonly record: T;
  /** False: it was there already. */
  readonly isNew: boolean;
}

/**
 * Creates a record once. After a failure that leaves open whether it came into being it is looked for, and only tried again
 * where it did not, up to three times, with waits. `find` gives null where there is none.
 */
export async function createOnce<T>(
  records: Records,
  create: () => Promise<T>,
  find: () => Promise<T | null>,
): Promise<Made<T>> {
  for (let tried = 1; ; tried += 1) {
    try {
      return { record: await create(), isNew: true };
    } catch (error) {
      // A conflict that names no record is looked into too.
      const isConflict = error instanceof ConflictError && error.conflictingId === null;
      if (!isConflict && !isUnsure(error)) throw error;
      if (!isConflict) await pause(records, error, tried);
      const record = await find();
      if (record !== null) return { record, isNew: !isConflict };
      if (tried === TRIES) throw error;
    }
  }
}

/**
 * Does what may be done twice, up to three times with waits, after failures that may pass. With `isFresh` the work begins with a look at
 * what is there, so that a conflict with somebody else's change is worth another try.
 */
export async function repeatable<T>(records: Records, work: () => Promise<T>, isFresh = false): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      const isConflict = isFresh && error instanceof ConflictError;
      if (!(isConflict || isUnsure(error)) || tried === TRIES) throw error;
      if (!isConflict) await pause(records, error, tried);
    }
  }
}
