import {
  type Input,
  input,
  type Open,
  type ValidityCheckResult as PortableResult,
  type ValidityRule as PortableRule,
  type ValiditySummary as PortableSummary,
} from "../../../base.js";
import type { CheckGateOptions } from "./check-gates.js";
import { rulesField } from "./check-params.js";
import type { QualityCheck } from "./checks.js";
import { flagField, type OneOrMore } from "./params.js";
import { isAbout, type RuleType } from "./rule-types.js";

/** Whether a check judges the values of its own container: what they are, that they are there, and that they differ. */
export const isValidityRule = ({ rule, isTemplate }: QualityCheck): boolean =>
  !isTemplate && isAbout(rule, ["validity", "completeness", "uniqueness"]);

/** A quality check that judges values, in the words of every platform. */
export interface ValidityRule extends PortableRule {
  /** Of the check. */
  id: number;
  /** Always null: checks have no names. */
  name: null;
  ruleType: RuleType;
  /** The field; null where the check is about several, or none. */
  columnName: string | null;
  columnNames: readonly string[];
  /** Null, unless a build tells one: the platform weighs checks. */
  severity: Open<"info" | "warning" | "critical"> | null;
  isActive: boolean;
  /** The check itself. */
  check: QualityCheck;
}

export function validityRuleOf(check: QualityCheck): ValidityRule {
  const { id, rule, fields, severity, isActive } = check;
  return {
    id,
    name: null,
    ruleType: rule,
    columnName: fields.length === 1 ? (fields[0] as string) : null,
    columnNames: fields,
    severity,
    isActive,
    check,
  };
}

/** Counts of a container's validity rules by their last assertion. Archived ones do not count. */
export interface ValiditySummary extends PortableSummary {
  totalRules: number;
  passing: number;
  failing: number;
  /** Always 0: the platform tells of no check that could not be asserted. */
  error: 0;
  /** Those that show nothing: never asserted, or drafts. */
  unknown: number;
}

export function validitySummaryOf(checks: readonly QualityCheck[]): ValiditySummary {
  const count = (verdict: string): number => checks.filter(({ lastVerdict }) => lastVerdict === verdict).length;
  return {
    totalRules: checks.length,
    passing: count("pass"),
    failing: count("fail"),
    error: 0,
    unknown: count("unknown"),
  };
}

/** Filters of `validity.list`. */
export interface ValidityRuleListParams {
  ruleType?: OneOrMore<RuleType> | undefined;
  isActive?: boolean | undefined;
}

export const validityRuleListParams: Input<ValidityRuleListParams> = input("ValidityRuleListParams", {
  ruleType: rulesField,
  isActive: flagField,
});

/** The last assertion of a validity rule. The platform tells no counts of rows with it. */
export interface ValidityCheckResult extends PortableResult {
  /** The check's id and the moment: no two assertions have the same. */
  id: string;
  checkId: number;
  /** Always null. */
  totalRows: null;
  /** Always null. */
  invalidCount: null;
  /** The check as it was then. */
  check: QualityCheck;
}

/** Options of `validity.requireValid`. */
export interface RequireValidOptions extends CheckGateOptions {
  /** Only these, by the ids of their checks, whatever their status. Default: every active one of the container. */
  rules?: readonly (string | number)[] | undefined;
}
