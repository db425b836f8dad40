import {
  type AssetRef,
  type GateEvidence,
  type Http,
  type PagePromise,
  ReferentialError,
  type RequestOptions,
} from "../../../base.js";
import type {
  ReferentialCheck,
  ReferentialCheckListParams,
  ReferentialCheckResult,
  ReferentialResultListParams,
  RequireIntactOptions,
} from "../models/referential.js";
import { requireChecked } from "./checked.js";

interface ReferentialReader {
  list(asset: AssetRef, params: ReferentialCheckListParams, options: RequestOptions): PagePromise<ReferentialCheck>;
  execute(asset: AssetRef, check: string, options: RequestOptions): Promise<ReferentialCheckResult>;
  results(
    asset: AssetRef,
    check: string,
    params: ReferentialResultListParams,
    options: RequestOptions,
  ): PagePromise<ReferentialCheckResult>;
}

/** The referential gate: see `Referential.requireIntact`. */
export async function requireIntact(
  http: Http,
  reader: (http: Http) => ReferentialReader,
  asset: AssetRef,
  asked: RequireIntactOptions = {},
): Promise<GateEvidence> {
  const { checks, ...options } = asked ?? {};
  return requireChecked<ReferentialCheck, ReferentialCheckResult>(
    http,
    {
      gate: "referential.requireIntact",
      noun: "checks",
      field: "orphan_count",
      list: (on, request) => reader(on).list(asset, { limit: 100 }, request),
      run: (on, check, request) => reader(on).execute(asset, check.id, request),
      results: (on, check, limit, request) => reader(on).results(asset, check.id, { limit }, request),
      nameOf: ({ name, childTablePath, childColumnName, parentTablePath, parentColumnName }) =>
        name || `${childTablePath}.${childColumnName} -> ${parentTablePath}.${parentColumnName}`,
      countsOf: (result) => ({ bad: result.orphanCount, rows: result.totalChildRows, words: wordsOf(result) }),
      ownerOf: ({ referentialCheckId }) => referentialCheckId,
      no: (evidence, context) => new ReferentialError(evidence, context),
    },
    asset,
    checks,
    options,
  );
}

function wordsOf({ orphanCount, totalChildRows, parentsBelowMin, parentsAboveMax }: ReferentialCheckResult): string {
  const parts = [`${orphanCount} of ${totalChildRows} child rows are orphans`];
  if (parentsBelowMin) parts.push(`${parentsBelowMin} parents have too few children`);
  if (parentsAboveMax) parts.push(`${parentsAboveMax} parents have too many children`);
  return parts.join(", ");
}
