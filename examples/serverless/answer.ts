import { DqgateError, exitCodeOf, type GateReport, isWorthRetrying, RequirementsError } from "dqgate";

/** An HTTP answer, before a platform's own classes are made of it. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The answer is yes, it is no, there is none. */
const STATUSES = { 0: 200, 1: 412, 2: 503 } as const;
const RETRY_AFTER_SECONDS = "60";

/**
 * Asks, and answers with the report as JSON: 200 where all gates are open, 412 where the answer is no, 503 where there is none,
 * with `retry-after` only where asking again may help. Where nothing could be asked, the body is `{ error }`.
 */
export async function answerOf(ask: () => Promise<GateReport>): Promise<Answer> {
  try {
    const report = await ask();
    return json(STATUSES[exitCodeOf(report)], report);
  } catch (error) {
    if (!(error instanceof DqgateError)) throw error;
    const body = error instanceof RequirementsError ? error.report : { error };
    const again: Record<string, string> = isWorthRetrying(error) ? { "retry-after": RETRY_AFTER_SECONDS } : {};
    return json(STATUSES[exitCodeOf(error)], body, again);
  }
}

/** The request asks for nothing. */
export const badRequest = (message: string): Answer => json(400, { error: { message } });

function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  // An answer of today is no answer of tomorrow.
  const own = { "content-type": "application/json", "cache-control": "no-store" };
  return { status, headers: { ...own, ...headers }, body: JSON.stringify(body) };
}
