/** What a gate says: yes, no, or that nothing shows it. Only `pass` opens a gate. */
export type Verdict = "pass" | "fail" | "unknown";

/** One thing that a gate looked at. */
export interface Observation {
  /** What it is about: an asset, a rule, a check. */
  readonly subject: string;
  readonly verdict: Verdict;
  /** What was seen, such as an age in hours or a status word; null when the platform told nothing. */
  readonly value: number | string | boolean | null;
  /** The field of the platform's answer that the value comes from. */
  readonly field: string;
  /** When the platform measured it; null when it does not say. */
  readonly measuredAt: Date | null;
  /** Why the verdict is what it is, in a sentence that names the subject. */
  readonly reason: string;
}

/** What a gate passed or failed on. */
export interface GateEvidence {
  /** The gate, such as `freshness.requireFresh`. */
  readonly gate: string;
  readonly verdict: Verdict;
  readonly asked: {
    /** The asset or assets, as the caller named them; null for a gate over everything. */
    readonly asset: string | null;
    /** What was required, in words. */
    readonly limit: string;
  };
  readonly seen: readonly Observation[];
  /** Why the verdict is what it is, in one sentence. */
  readonly reason: string;
  /** HTTP requests that were sent, retries included. */
  readonly requests: number;
  /** Time from the call to the verdict, in milliseconds of the client's clock. */
  readonly elapsedMs: number;
  /** The whole of it in words, one line an observation. */
  explain(): string;
}

/** Adds `explain()` (not enumerable, so that evidence prints and serialises as data). */
export function withExplanation<T extends Omit<GateEvidence, "explain">>(facts: T): T & GateEvidence {
  return Object.defineProperty({ ...facts }, "explain", { value: () => explain(facts) }) as T & GateEvidence;
}

/** `fail` beats `unknown` beats `pass`; nothing at all is `unknown`. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("fail")) return "fail";
  return verdicts.length === 0 || verdicts.includes("unknown") ? "unknown" : "pass";
}

function explain(facts: Omit<GateEvidence, "explain">): string {
  const head = `${facts.gate}${facts.asked.asset === null ? "" : ` of ${facts.asked.asset}`}: ${facts.verdict}. ${facts.reason}`;
  const effort = `Required: ${facts.asked.limit}. ${facts.requests} request${facts.requests === 1 ? "" : "s"}, ${facts.elapsedMs} ms.`;
  const lines = facts.seen.map((one) => {
    const measured = one.measuredAt === null ? "" : `, measured ${one.measuredAt.toISOString()}`;
    return `- ${one.verdict}: ${one.reason} (${one.field} = ${one.value}${measured})`;
  });
  return [head, ...lines, effort].join("\n");
}
