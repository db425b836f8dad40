import { inCall } from "../core/in-call.js";
import { isOptions, optionIssue, unknownOptions } from "../core/known.js";
import { checkRequestOptions } from "../core/request.js";
import { type ErrorContext, type Issue, ValidationError } from "../errors/index.js";
import type { Severity } from "../reports/report.js";

/** What a condition is told. */
export interface ConditionContext {
  /** Aborts when nobody waits for the condition any more: hand it on to what is called. */
  readonly signal: AbortSignal;
  /** 1, and one more at each retry. */
  readonly attempt: number;
}

/**
 * Shows whether a condition holds. It does on a gate's evidence, on an operation or job that succeeded, and on `true`; `false` is a
 * no, and anything else shows nothing.
 */
export type ConditionFunction = (context: ConditionContext) => Promise<unknown>;

/** A condition with settings of its own. */
export interface ConditionSettings {
  run: ConditionFunction;
  /** `warn`: it is reported, and closes nothing. Default: `block`. */
  severity?: Severity | undefined;
  /** The most that it may take, in milliseconds, its retries included. Default: what is left of the time for all. */
  timeoutMs?: number | undefined;
  /** How often it is repeated where it gives no answer. Default: that of all. */
  retries?: number | undefined;
}

export type Condition = ConditionFunction | ConditionSettings;

/** Conditions by their names, which reports and errors show. */
export type Conditions = Readonly<Record<string, Condition>>;

/** A condition as it was checked. */
export interface CheckedCondition extends ConditionSettings {
  readonly name: string;
  readonly severity: Severity;
}

const SETTINGS = ["run", "severity", "timeoutMs", "retries"];

/** Checks conditions before any of them runs. Throws `ValidationError` naming the condition. */
export function checkedConditions(conditions: unknown, context: ErrorContext): CheckedCondition[] {
  const refuse = (...issues: Issue[]): void => {
    if (issues.length > 0) throw new ValidationError(issues, context);
  };
  if (!isOptions(conditions)) refuse(optionIssue("conditions", "expected an object of conditions"));
  const named = Object.entries(conditions as Conditions);
  if (named.length === 0) refuse(optionIssue("conditions", "must not be empty: no condition shows nothing"));
  refuse(...named.flatMap(([name, condition]) => issuesOf(name, condition)));
  return named.map(([name, condition]) => {
    const settings = typeof condition === "function" ? { run: condition } : condition;
    const { run, severity = "block", timeoutMs, retries } = settings;
    inCall(() => checkRequestOptions({ timeoutMs, retries }), context, ["conditions", name]);
    return { name, run, severity, timeoutMs, retries };
  });
}

function issuesOf(name: string, condition: unknown): Issue[] {
  const issue = (message: string, ...path: string[]): Issue => optionIssue(["conditions", name, ...path], message);
  if (name.trim() === "") return [issue("has an empty name")];
  if (typeof condition === "function") return [];
  if (!isOptions(condition)) return [issue("expected a function, or an object with run")];
  const { run, severity } = condition as Partial<ConditionSettings>;
  return [
    ...unknownOptions(condition, SETTINGS).map(({ path, message }) => issue(message, ...path.map(String))),
    ...(typeof run === "function" ? [] : [issue("expected a function", "run")]),
    ...([undefined, "block", "warn"].includes(severity) ? [] : [issue("must be one of block, warn", "severity")]),
  ];
}
