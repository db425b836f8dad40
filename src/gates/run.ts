import type { Http, Tracked } from "../core/http.js";
import type { ErrorContext } from "../errors/index.js";
import { type GateEvidence, withExplanation } from "./evidence.js";

/** What a gate found, without what every gate tells of its own effort. */
type Found = Omit<GateEvidence, "gate" | "requests" | "elapsedMs" | "explain">;

/** A gate from its call to its verdict. */
export interface GateRun {
  readonly context: ErrorContext & { readonly platform: string; readonly operation: string };
  readonly tracked: Tracked;
  /** Makes the evidence of what was found, with the requests and the time that it took. */
  evidence<F extends Found>(found: F): F & GateEvidence;
}

/** Starts a gate: its requests and its time count from here. */
export function gateRun(http: Http, gate: string): GateRun {
  const startedAt = http.clock.now();
  const tracked = http.track();
  return {
    context: { platform: http.platform, operation: gate },
    tracked,
    evidence: (found) =>
      withExplanation({
        gate,
        ...found,
        requests: tracked.requests(),
        elapsedMs: Math.max(0, http.clock.now() - startedAt),
      }),
  };
}
