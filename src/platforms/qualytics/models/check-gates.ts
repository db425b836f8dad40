import * as z from "zod/mini";
import {
  type AssetRef,
  between,
  type Field,
  field,
  filledList,
  filledText,
  INVALID,
  type Input,
  type Issue,
  input,
  number,
  open,
  optional,
  type RequestOptions,
  type Schema,
  type UnknownOption,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import type { Operation } from "./operations.js";
import { type OneOrMore, oneOrMore } from "./params.js";
import { RULE_TYPES, type RuleType } from "./rule-types.js";

/** Which checks must pass. At least one of `asset`, `checks`, `tags` and `rules` must be told. */
export interface RequirePassingParams {
  /** The container: its id, or `datastore.container`. Several, each of which must pass, are read together. */
  asset?: OneOrMore<AssetRef> | undefined;
  /** By id: these alone, whatever their status. Not with `tags` or `rules`. */
  checks?: readonly (string | number)[] | undefined;
  /** Those that have one of these tags. A tag that no active check among them has makes the gate unknown. */
  tags?: readonly string[] | undefined;
  /** Those of one of these rules. A rule that no active check among them is of makes the gate unknown. */
  rules?: readonly RuleType[] | undefined;
  /** The oldest that an assertion may be, in hours, by the server's clock. Default: any age. */
  maxAgeHours?: number | undefined;
}

const isAssetRef = (value: unknown): boolean =>
  typeof value === "string" ? value.trim() !== "" : Number.isSafeInteger(value);

const assetField: Field<AssetRef> = field({
  read: (value) => (isAssetRef(value) ? value : INVALID),
  schema: () => z.custom(isAssetRef, { error: "expected an id or a name" }) as unknown as Schema,
});

const ids = optional(filledList(intIdField));
const SCOPES = ["asset", "checks", "tags", "rules"] as const;

function scopeIssue(params: RequirePassingParams): Issue | undefined {
  const complaint = (name: string, message: string): Issue => ({ path: [name], code: "custom", message });
  if (SCOPES.every((name) => params[name] === undefined))
    return complaint("asset", "must be told, or checks, tags or rules: a gate over everything is none");
  const other = (["tags", "rules"] as const).find((name) => params[name] !== undefined);
  if (params.checks === undefined || other === undefined) return undefined;
  return complaint(other, "must not be told with checks: those are looked at, whatever they are");
}

export const requirePassingParams: Input<RequirePassingParams> = input<RequirePassingParams>(
  "RequirePassingParams",
  {
    asset: oneOrMore(assetField),
    checks: ids,
    tags: optional(filledList(filledText)),
    rules: optional(filledList(open(...RULE_TYPES))),
    maxAgeHours: optional(between(number, 0, Number.MAX_SAFE_INTEGER)),
  },
  { also: scopeIssue },
);

/** How a scan is waited for. */
export interface ScanWait {
  readonly waitMs?: number | undefined;
  readonly onProgress?: ((scan: Operation) => void) | undefined;
}

/** How a gate over the checks of containers goes about it. */
export interface CheckGateOptions extends RequestOptions, UnknownOption {
  /**
   * True: the container is scanned first, and what that scan asserts counts. The scan asserts all active checks of the
   * container, opens anomalies and closes those of checks that pass. Where it does not succeed, passes of it show nothing.
   * Several containers take one scan for each of their datastores.
   * Default: the last assertions count.
   */
  run?: boolean | undefined;
  /** The most to wait for a scan, in milliseconds. Only with `run`. Default: 30 minutes. */
  waitMs?: number | undefined;
  /** Told of every look at a scan. Only with `run`. */
  onProgress?: ((scan: Operation) => void) | undefined;
  /** The oldest that an assertion may be, in hours, by the server's clock. Default: any age. */
  maxAgeHours?: number | undefined;
}

/** How a check is asserted now. */
export interface CheckNowParams {
  /** The most to wait for the scan, in milliseconds. Default: 30 minutes. */
  waitMs?: number | undefined;
}

export const checkNowParams: Input<CheckNowParams> = input("CheckNowParams", {
  waitMs: optional(between(number, 0, Number.MAX_SAFE_INTEGER)),
});

/** The ids of the checks that a gate is told to look at, under either of their names. */
export const gateIds: Input<{
  rules?: readonly (string | number)[] | undefined;
  checks?: readonly (string | number)[] | undefined;
}> = input("GateIds", { rules: ids, checks: ids });
