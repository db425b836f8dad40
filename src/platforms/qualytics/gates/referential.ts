import { type AssetRef, type GateEvidence, gateRun, type Http, inCall, ReferentialError } from "../../../base.js";
import { gateIds } from "../models/check-gates.js";
import { isReferentialCheck, type RequireIntactOptions } from "../models/referential.js";
import { requireChecks } from "./check-gate.js";
import { checkScanOptions } from "./check-scan.js";
import type { CheckGate } from "./check-verdict.js";
import { assetsOf } from "./container-chunks.js";

const GATE: CheckGate = {
  noun: "checks",
  kind: "referential check",
  isMeant: isReferentialCheck,
  no: (evidence, context) => new ReferentialError(evidence, context),
};

/** The referential gate: see `Referential.requireIntact`. */
export async function requireIntact(
  http: Http,
  asset: AssetRef | readonly AssetRef[],
  options: RequireIntactOptions = {},
): Promise<GateEvidence> {
  const gate = gateRun(http, "referential.requireIntact");
  checkScanOptions(options, "checks", gate.context);
  const { checks: named, run, waitMs, onProgress, maxAgeHours, ...rest } = options;
  inCall(() => gateIds.of({ checks: named }).encode(), gate.context);
  assetsOf(asset, gate.context);
  return await requireChecks(gate, GATE, { asset, named, run, wait: { waitMs, onProgress }, maxAgeHours }, rest);
}
