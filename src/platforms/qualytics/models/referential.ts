import {
  type Input,
  input,
  isRecord,
  type ReferentialCheck as PortableCheck,
  type ReferentialCheckResult as PortableResult,
  type ReferentialSummary as PortableSummary,
  type RequestOptions,
} from "../../../base.js";
import type { CheckGateOptions } from "./check-gates.js";
import { rulesField } from "./check-params.js";
import type { QualityCheck } from "./checks.js";
import { flagField, type OneOrMore } from "./params.js";
import { isAbout, type RuleType } from "./rule-types.js";

/** Whether a check compares its container with another one. */
export const isReferentialCheck = ({ rule, isTemplate }: QualityCheck): boolean =>
  !isTemplate && isAbout(rule, ["referential"]);

/** A quality check that compares a container with another one, in the words of every platform. */
export interface ReferentialCheck extends PortableCheck {
  /** Of the check. */
  id: number;
  /** Always null: checks have no names. */
  name: null;
  ruleType: RuleType;
  /** `datastore.container` of the check. */
  childTablePath: string;
  /** The fields of the check, parted by `, `; empty where it names none. */
  childColumnName: string;
  /** `datastore.container` of what it refers to; its id in digits where the token may not see it, or it is gone. */
  parentTablePath: string;
  /** The field or the expression that is compared with; of `dataDiff`, the same as `childColumnName`. */
  parentColumnName: string;
  /** Null where the platform does not tell it. */
  parentContainerId: number | null;
  isActive: boolean;
  /** The check itself. */
  check: QualityCheck;
}

/** The container that a check refers to; null where its properties do not tell. */
export function parentIdOf({ properties }: QualityCheck): number | null {
  const told = isRecord(properties) ? properties.ref_container_id : null;
  return Number.isSafeInteger(told) && (told as number) > 0 ? (told as number) : null;
}

/** `pathOf` gives the paths of containers by their ids. */
export function referentialCheckOf(
  check: QualityCheck,
  pathOf: (container: number | null) => string,
): ReferentialCheck {
  const { id, rule, fields, isActive, properties } = check;
  const parent = parentIdOf(check);
  const columns = fields.join(", ");
  const told = properties?.field_name ?? properties?.ref_expression ?? columns;
  return {
    id,
    name: null,
    ruleType: rule,
    childTablePath: pathOf(check.asset),
    childColumnName: columns,
    parentTablePath: pathOf(parent),
    parentColumnName: String(told),
    parentContainerId: parent,
    isActive,
    check,
  };
}

/** Counts of a container's referential checks by their last assertion. Archived ones do not count. */
export interface ReferentialSummary extends PortableSummary {
  totalChecks: number;
  activeChecks: number;
  passingChecks: number;
  failingChecks: number;
  /** Those that show nothing: never asserted, or drafts. */
  unknownChecks: number;
  /** When one of them was last asserted. */
  lastCheckAt: Date | null;
}

export function referentialSummaryOf(checks: readonly QualityCheck[]): ReferentialSummary {
  const count = (verdict: string): number => checks.filter(({ lastVerdict }) => lastVerdict === verdict).length;
  const times = checks.flatMap(({ lastCheckedAt }) => (lastCheckedAt === null ? [] : [lastCheckedAt.getTime()]));
  return {
    totalChecks: checks.length,
    activeChecks: checks.filter(({ isActive }) => isActive).length,
    passingChecks: count("pass"),
    failingChecks: count("fail"),
    unknownChecks: count("unknown"),
    lastCheckAt: times.length === 0 ? null : new Date(Math.max(...times)),
  };
}

/** Filters of `referential.list`. */
export interface ReferentialCheckListParams {
  ruleType?: OneOrMore<RuleType> | undefined;
  isActive?: boolean | undefined;
}

export const referentialCheckListParams: Input<ReferentialCheckListParams> = input("ReferentialCheckListParams", {
  ruleType: rulesField,
  isActive: flagField,
});

/** The last assertion of a referential check. The platform tells no counts of rows with it. */
export interface ReferentialCheckResult extends PortableResult {
  /** The check's id and the moment: no two assertions have the same. */
  id: string;
  checkId: number;
  /** Always null. */
  orphanCount: null;
  /** Always null. */
  totalChildRows: null;
  /** The check as it was then. */
  check: QualityCheck;
}

/** Options of `referential.execute`. */
export interface ReferentialExecuteOptions extends RequestOptions {
  /** The most to wait for the scan, in milliseconds. Default: 30 minutes. */
  waitMs?: number | undefined;
}

/** Options of `referential.requireIntact`. */
export interface RequireIntactOptions extends CheckGateOptions {
  /** Only these, by id, whatever their status. Default: every active one of the container. */
  checks?: readonly (string | number)[] | undefined;
}
