import {
  checkGateOptions,
  conclude,
  GateError,
  type GateEvidence,
  gateRun,
  type Http,
  type RequestOptions,
  type UnknownOption,
  type Verdict,
} from "../../../base.js";
import type { ConnectionVerdict } from "../models/connections.js";

interface DatastoreVerifier {
  verifyConnection(datastore: string | number, options?: RequestOptions): Promise<ConnectionVerdict>;
}

const GATE = "datastores.requireConnected";

/** See `Datastores.requireConnected`. */
export async function requireConnected(
  http: Http,
  reader: (http: Http) => DatastoreVerifier,
  datastore: string | number,
  options: RequestOptions & UnknownOption,
): Promise<GateEvidence> {
  const { context, tracked, evidence } = gateRun(http, GATE);
  checkGateOptions(options, [], context);
  const { onUnknown, ...request } = options;
  const subject = `datastore ${datastore}`;
  const { connected, message } = await reader(tracked.http).verifyConnection(datastore, request);
  const verdict: Verdict = connected === null ? "unknown" : connected ? "pass" : "fail";
  const reason = reasonOf(subject, verdict, message);
  const found = evidence({
    verdict,
    asked: { asset: String(datastore), limit: "its connection works" },
    seen: [{ subject, verdict, value: connected, field: "connected", measuredAt: null, reason }],
    reason,
  });
  const no = (seen: typeof found): GateError =>
    new GateError("not_connected", seen.reason, { verdict: "fail", evidence: seen }, context);
  return conclude(found, onUnknown, no, context);
}

function reasonOf(subject: string, verdict: Verdict, message: string | null): string {
  const why = message === null || message === "" ? "" : `: ${message}`;
  if (verdict === "pass") return `${subject} is connected`;
  if (verdict === "fail") return `${subject} is not connected${why}`;
  return `nothing shows whether ${subject} is connected: the answer has no flag${why}`;
}
