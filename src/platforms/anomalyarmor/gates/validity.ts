import {
  type AssetRef,
  type GateEvidence,
  type Http,
  type PagePromise,
  type RequestOptions,
  ValidityError,
} from "../../../base.js";
import type {
  RequireValidOptions,
  ValidityCheckParams,
  ValidityCheckResult,
  ValidityResultListParams,
  ValidityRule,
  ValidityRuleListParams,
} from "../models/validity.js";
import { requireChecked } from "./checked.js";

interface ValidityReader {
  list(asset: AssetRef, params: ValidityRuleListParams, options: RequestOptions): PagePromise<ValidityRule>;
  check(
    asset: AssetRef,
    rule: string,
    params: ValidityCheckParams,
    options: RequestOptions,
  ): Promise<ValidityCheckResult>;
  results(
    asset: AssetRef,
    rule: string,
    params: ValidityResultListParams,
    options: RequestOptions,
  ): PagePromise<ValidityCheckResult>;
}

/** The validity gate: see `Validity.requireValid`. */
export async function requireValid(
  http: Http,
  reader: (http: Http) => ValidityReader,
  asset: AssetRef,
  asked: RequireValidOptions = {},
): Promise<GateEvidence> {
  const { rules, ...options } = asked ?? {};
  return requireChecked<ValidityRule, ValidityCheckResult>(
    http,
    {
      gate: "validity.requireValid",
      noun: "rules",
      field: "invalid_count",
      list: (on, request) => reader(on).list(asset, { limit: 100 }, request),
      run: (on, rule, request) => reader(on).check(asset, rule.id, {}, request),
      results: (on, rule, limit, request) => reader(on).results(asset, rule.id, { limit }, request),
      nameOf: ({ name, columnName, tablePath, ruleType }) => name || `${columnName ?? tablePath} ${ruleType}`,
      countsOf: ({ invalidCount, totalRows }) => ({
        bad: invalidCount,
        rows: totalRows,
        words: `${invalidCount} of ${totalRows} rows are invalid`,
      }),
      ownerOf: ({ validityRuleId }) => validityRuleId,
      no: (evidence, context) => new ValidityError(evidence, context),
    },
    asset,
    rules,
    options,
  );
}
