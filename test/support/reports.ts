import {
  ConnectionError,
  checkAll,
  type GateEvidence,
  type GateReport,
  InconclusiveError,
  StalenessError,
  type Verdict,
} from "dqgate";
import { VirtualClock } from "dqgate/testing";

/** Evidence about `orders`, as a gate gives it. */
export const evidence = (verdict: Verdict, reason: string, more: Partial<GateEvidence> = {}): GateEvidence => ({
  gate: "freshness.requireFresh",
  verdict,
  asked: { asset: "orders", limit: "at most 6 h old" },
  seen: [{ subject: "orders", verdict, value: 2.5, field: "age", measuredAt: new Date(0), reason }],
  reason,
  requests: 2,
  elapsedMs: 4,
  explain: () => "",
  ...more,
});

/** As a gate marks evidence that shows nothing, where its caller said `onUnknown: "pass"`. */
export const letThrough = (one: GateEvidence): GateEvidence =>
  Object.defineProperty(one, Symbol.for("dqgate.onUnknown"), { value: true });

/** A report with every outcome, and warnings of two kinds. */
export async function variedReport(): Promise<GateReport> {
  const clock = new VirtualClock();
  const stale = { asset: "orders", hoursSinceUpdate: 30, thresholdHours: 6, lastUpdated: null };
  return checkAll(
    {
      "orders are fresh": async () => {
        await clock.sleep(1_500);
        return evidence("pass", "orders is fresh");
      },
      "items are fresh": async () => {
        throw new StalenessError(stale, { ...evidence("fail", "items is stale: 30 h old"), statuses: [] });
      },
      "keys hold": async () => {
        throw new InconclusiveError(evidence("unknown", "never checked"));
      },
      "no anomalies": async () => {
        throw new ConnectionError("no route", { reason: null, mayHaveBeenReceived: false });
      },
      "rows are many": { run: async () => false, severity: "warn" },
      "rows are few": { run: async () => undefined, severity: "warn" },
      "muted ones": async () => letThrough(evidence("unknown", "it is muted")),
    },
    { clock, concurrency: 8 },
  );
}
