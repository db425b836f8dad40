import { signalEnd, unlessEnded } from "../core/abort.js";
import type { Clock } from "../core/clock.js";
import { BACKOFF, delayAsked } from "../core/retry.js";
import { AbortedError, type DqgateError } from "../errors/index.js";
import type { CheckedCondition } from "./condition.js";
import { TimeLimit } from "./time-limit.js";
import { type Finding, finding, findingOf, findingOfError } from "./verdict-of.js";

/** The longest wait before a repeat where there is no deadline. */
const LONGEST_WAIT_MS = 15 * 60_000;

/** What conditions share while they run. */
export interface ConditionRun {
  readonly operation: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** Of a condition that tells none. */
  readonly retries: number;
  /** The time for all. */
  readonly time: TimeLimit;
}

/** What a condition came to, and at what cost. */
export interface Looked extends Finding {
  readonly attempts: number;
  readonly elapsedMs: number;
}

/**
 * Runs a condition until it answers or may not be repeated any more. At its deadline, or that of all, it is given up, whether it
 * heeds its signal or not. Throws `AbortedError` where all is ended from outside, and nothing else.
 */
export async function lookAtCondition(condition: CheckedCondition, shared: ConditionRun): Promise<Looked> {
  const { clock, operation } = shared;
  if (shared.time.signal.aborted) return notLookedAt(shared);
  const startedAt = clock.now();
  const time = new TimeLimit(clock, condition.timeoutMs, [signalEnd(shared.time.signal)]);
  const ended = (): DqgateError => time.failure(operation) ?? endOf(shared);
  try {
    for (let attempt = 1; ; attempt += 1) {
      const found = await attemptOf(condition, attempt, time.signal, ended);
      const wait = waitBefore(found, attempt, condition, shared, time);
      const isRepeated = wait !== null && (await isWaited(clock, wait, time.signal));
      const end = time.signal.aborted ? ended() : null;
      if (end instanceof AbortedError) throw end;
      if (!isRepeated || end !== null)
        return { ...found, attempts: attempt, elapsedMs: Math.max(0, clock.now() - startedAt) };
    }
  } finally {
    time.release();
  }
}

async function attemptOf(
  { run }: CheckedCondition,
  attempt: number,
  signal: AbortSignal,
  ended: () => DqgateError,
): Promise<Finding> {
  try {
    const work = (async () => run({ signal, attempt }))(); // What it throws at once comes as a rejection too.
    return findingOf(await unlessEnded(work, signalEnd(signal), ended));
  } catch (error) {
    return findingOfError(error);
  }
}

const isWaited = (clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> =>
  clock.sleep(ms, signal).then(
    () => true,
    () => false,
  );

/** How long to wait before the next attempt, in milliseconds; null when there is to be none. */
function waitBefore(
  { error }: Finding,
  attempt: number,
  { retries }: CheckedCondition,
  shared: ConditionRun,
  time: TimeLimit,
): number | null {
  if (error === null || error.kind === "gate" || !error.retryable || attempt > (retries ?? shared.retries)) return null;
  if (time.signal.aborted) return null;
  const backoff = shared.random() * Math.min(BACKOFF.capMs, BACKOFF.firstMs * 2 ** (attempt - 1));
  const wait = Math.max(backoff, delayAsked(error) ?? 0);
  const left = Math.min(time.left(), shared.time.left());
  // Without a deadline nobody waits as long as a server likes.
  return wait < left && (left < Number.POSITIVE_INFINITY || wait <= LONGEST_WAIT_MS) ? wait : null;
}

/** Why all ended: its time is over, or it was ended from outside. */
const endOf = ({ time, operation }: ConditionRun): DqgateError =>
  time.failure(operation) ?? new AbortedError(undefined, { operation });

function notLookedAt(shared: ConditionRun): Looked {
  const error = endOf(shared);
  if (error instanceof AbortedError) throw error;
  const reason = `it was not looked at: the time for all was over (${error.message})`;
  return { ...finding("error", reason, null, error), attempts: 0, elapsedMs: 0 };
}
