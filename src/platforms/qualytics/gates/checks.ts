import {
  ChecksFailedError,
  checkGateOptions,
  type GateEvidence,
  gateRun,
  type Http,
  inCall,
  type RequestOptions,
  type UnknownOption,
} from "../../../base.js";
import { type RequirePassingParams, requirePassingParams } from "../models/check-gates.js";
import { requireChecks } from "./check-gate.js";
import type { CheckGate } from "./check-verdict.js";

const GATE: CheckGate = {
  noun: "checks",
  kind: "quality check",
  isMeant: () => true,
  no: (evidence, context) => new ChecksFailedError(evidence, context),
};

/** The gate over quality checks: see `Checks.requirePassing`. */
export async function requirePassing(
  http: Http,
  params: RequirePassingParams,
  options: RequestOptions & UnknownOption = {},
): Promise<GateEvidence> {
  const run = gateRun(http, "checks.requirePassing");
  checkGateOptions(options, [], run.context);
  inCall(() => requirePassingParams.of(params).encode(), run.context);
  const { checks: named, ...asked } = params;
  return await requireChecks(run, GATE, { ...asked, named }, options);
}
