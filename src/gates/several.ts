import { AbortedError, DqgateError } from "../errors/index.js";
import { boundedSettle, type Settled } from "./bounded.js";
import type { Observation } from "./evidence.js";

interface Seen {
  readonly observation: Observation;
}

/** Looks at several things for one gate, to the end of all; `answersOf` says what is made of a failure to look. */
export async function lookAtAll<T, L extends Seen>(
  items: readonly T[],
  width: number,
  look: (item: T, at: number) => Promise<L>,
  withoutAnswer: (item: T, error: DqgateError) => L,
): Promise<L[]> {
  return answersOf(items, await boundedSettle(items, width, look), withoutAnswer);
}

/**
 * What looks at several things gave. A failure to look is thrown, unless another look says no: that is the answer then,
 * and what could not be looked at is unknown.
 */
export function answersOf<T, L extends Seen>(
  items: readonly T[],
  settled: readonly Settled<L>[],
  withoutAnswer: (item: T, error: DqgateError) => L,
): L[] {
  const errors = settled.flatMap((one) => ("error" in one ? [one.error] : []));
  const isNo = settled.some((one) => "value" in one && one.value.observation.verdict === "fail");
  const fatal = errors.find((error) => !isNo || !(error instanceof DqgateError) || error instanceof AbortedError);
  if (fatal !== undefined) throw fatal;
  return settled.map((one, at) =>
    "value" in one ? one.value : withoutAnswer(items[at] as T, one.error as DqgateError),
  );
}

/** What is seen where a look failed. */
export const noAnswer = (subject: string, error: DqgateError): Observation => ({
  subject,
  verdict: "unknown",
  value: null,
  field: "",
  measuredAt: null,
  reason: `there is no answer for ${subject}: ${error.name}: ${error.message}`,
});
