import { type AssetRef, type GateEvidence, gateRun, type Http, inCall, ValidityError } from "../../../base.js";
import { gateIds } from "../models/check-gates.js";
import { isValidityRule, type RequireValidOptions } from "../models/validity.js";
import { requireChecks } from "./check-gate.js";
import { checkScanOptions } from "./check-scan.js";
import type { CheckGate } from "./check-verdict.js";
import { assetsOf } from "./container-chunks.js";

const GATE: CheckGate = {
  noun: "rules",
  kind: "validity rule",
  isMeant: isValidityRule,
  no: (evidence, context) => new ValidityError(evidence, context),
};

/** The validity gate: see `Validity.requireValid`. */
export async function requireValid(
  http: Http,
  asset: AssetRef | readonly AssetRef[],
  options: RequireValidOptions = {},
): Promise<GateEvidence> {
  const gate = gateRun(http, "validity.requireValid");
  checkScanOptions(options, "rules", gate.context);
  const { rules: named, run, waitMs, onProgress, maxAgeHours, ...rest } = options;
  inCall(() => gateIds.of({ rules: named }).encode(), gate.context);
  assetsOf(asset, gate.context);
  return await requireChecks(gate, GATE, { asset, named, run, wait: { waitMs, onProgress }, maxAgeHours }, rest);
}
