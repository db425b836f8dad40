import { type OnEnd, signalEnd } from "../core/abort.js";
import { type Clock, systemClock } from "../core/clock.js";
import { inCall } from "../core/in-call.js";
import { isOptions, optionIssue, unknownOptions } from "../core/known.js";
import { checkRequestOptions } from "../core/request.js";
import { type DqgateError, type ErrorContext, RequirementsError, ValidationError } from "../errors/index.js";
import { conditionReport } from "../reports/condition-report.js";
import { type ConditionReport, type GateReport, reportOf } from "../reports/report.js";
import { headline, isClosing, outcomeText } from "../reports/words.js";
import { boundedMap } from "./bounded.js";
import { type Conditions, checkedConditions } from "./condition.js";
import { lookAtCondition } from "./condition-run.js";
import { TimeLimit } from "./time-limit.js";

/** How far conditions are. */
export interface ConditionProgress {
  /** How many have come to an end. */
  readonly done: number;
  readonly total: number;
  /** The one that just did. */
  readonly condition: ConditionReport;
}

/** How conditions run. */
export interface RequireAllOptions {
  /** The most that run at once, 1 to 64. Default: 4. */
  concurrency?: number | undefined;
  /**
   * The most that all may take, in milliseconds; what has not answered by then gave no answer. Default: as long as the conditions
   * take, each of which a gate or a wait ends in its own time.
   */
  timeoutMs?: number | undefined;
  /**
   * How often a condition is repeated that gives no answer, where its error says that it may pass (`retryable`). A no is never
   * asked again. Default: 0, since calls have retries of their own, and a repeated condition does anew whatever it does.
   */
  retries?: number | undefined;
  /** Ends all with `AbortedError`. */
  signal?: AbortSignal | undefined;
  /** Told of every condition that has come to an end. What it throws ends all, and is thrown. */
  onProgress?: ((progress: ConditionProgress) => void) | undefined;
  /** Where the time of deadlines and waits comes from, such as an emulator's. Default: the machine's clock. */
  clock?: Clock | undefined;
  /** From 0 up to 1, for the jitter of waits between retries. Default: `Math.random`. */
  random?: (() => number) | undefined;
}

interface Outcome {
  readonly report: GateReport;
  /** The errors of the conditions that keep it from passing. */
  readonly causes: DqgateError[];
}

const OPTIONS = ["concurrency", "timeoutMs", "retries", "signal", "onProgress", "clock", "random"];
const WIDTH = 4;
const MOST_WIDTH = 64;
/** In a message; the report has all. */
const MOST_TOLD = 5;

/**
 * Runs conditions side by side, all of them to their end, and gives the report; throws `RequirementsError` with it unless every one
 * passes that is not a mere warning. Throws `ValidationError` before anything runs, and `AbortedError` where the caller's signal ends it.
 */
export async function requireAll(conditions: Conditions, options: RequireAllOptions = {}): Promise<GateReport> {
  const operation = "requireAll";
  const { report, causes } = await lookAtConditions(operation, conditions, options);
  if (!report.passed) throw new RequirementsError(messageOf(report), { report, causes }, { operation });
  return report;
}

/** The same, giving the report whatever it says. Throws as `requireAll` does for wrong arguments and where it is aborted. */
export async function checkAll(conditions: Conditions, options: RequireAllOptions = {}): Promise<GateReport> {
  return (await lookAtConditions("checkAll", conditions, options)).report;
}

function messageOf(report: GateReport): string {
  const closed = report.conditions.filter(isClosing);
  const told = closed.slice(0, MOST_TOLD).map((one) => `${one.name} (${outcomeText(one)}): ${one.reason}`);
  const more = closed.length > MOST_TOLD ? `; and ${closed.length - MOST_TOLD} more` : "";
  return `${headline(report)}: ${told.join("; ")}${more}`;
}

async function lookAtConditions(
  operation: string,
  conditions: Conditions,
  options: RequireAllOptions,
): Promise<Outcome> {
  const context = { operation };
  checkOptions(options, context);
  const checked = checkedConditions(conditions, context);
  const { concurrency = WIDTH, timeoutMs, retries = 0, signal, onProgress } = options;
  const { clock = systemClock, random = Math.random } = options;
  const startedAt = clock.now();
  const broken = new AbortController();
  let breach: { readonly error: unknown } | undefined;
  const breakOff = (thrown: unknown): void => {
    breach ??= { error: thrown };
    broken.abort();
  };
  let done = 0;
  const ends: OnEnd[] = [signalEnd(broken.signal), ...(signal === undefined ? [] : [signalEnd(signal)])];
  const time = new TimeLimit(clock, timeoutMs, ends);
  try {
    const looks = await boundedMap(checked, concurrency, async (condition) => {
      const looked = await lookAtCondition(condition, { operation, clock, random, retries, time });
      const entry = conditionReport(condition, looked);
      done += 1;
      try {
        const told: unknown = breach === undefined && onProgress?.({ done, total: checked.length, condition: entry });
        if (told instanceof Promise) told.catch(breakOff); // Nobody else would hear of it.
      } catch (thrown) {
        breakOff(thrown);
      }
      return { entry, error: looked.error };
    });
    if (breach !== undefined) throw breach.error;
    return {
      report: reportOf(
        looks.map(({ entry }) => entry),
        new Date(startedAt),
        Math.max(0, clock.now() - startedAt),
      ),
      causes: looks.flatMap(({ entry, error }) => (error === null || entry.severity === "warn" ? [] : [error])),
    };
  } catch (error) {
    throw breach === undefined ? error : breach.error;
  } finally {
    time.release();
  }
}

function checkOptions(options: unknown, context: ErrorContext): void {
  if (!isOptions(options)) throw new ValidationError([optionIssue("options", "expected an object")], context);
  const { concurrency, timeoutMs, retries, signal, onProgress, clock, random } = options as RequireAllOptions;
  const issues = unknownOptions(options, OPTIONS);
  const check = (isRight: boolean, name: string, wanted: string): void => {
    if (!isRight) issues.push(optionIssue(name, `expected ${wanted}`));
  };
  const isWidth =
    Number.isInteger(concurrency) && (concurrency as number) >= 1 && (concurrency as number) <= MOST_WIDTH;
  check(concurrency === undefined || isWidth, "concurrency", `a whole number from 1 to ${MOST_WIDTH}`);
  for (const [name, value] of Object.entries({ onProgress, random }))
    check(value === undefined || typeof value === "function", name, "a function");
  const isClock = [clock?.now, clock?.sleep].every((method) => typeof method === "function");
  check(clock === undefined || isClock, "clock", "an object with now and sleep");
  if (issues.length > 0) throw new ValidationError(issues, context);
  inCall(() => checkRequestOptions({ timeoutMs, retries, signal }), context);
}
