import {
  BadRequestError,
  HOUR_MS,
  type Http,
  type Observation,
  type RequestOptions,
  SAME_TIME_HOURS,
  UnprocessableError,
} from "../../../base.js";

const MOST_TOLD = 5;

/** How the anomaly gate looks for what shows that something could have found anomalies. */
export interface Looking {
  readonly http: Http;
  readonly request: RequestOptions;
  /** What happened before shows nothing. */
  readonly since: Date | null;
  /** By the server's clock, in milliseconds. */
  readonly now: () => number;
}

/** What shows nothing. */
export const unknown = (subject: string, field: string, value: Observation["value"], why: string): Observation => ({
  subject,
  verdict: "unknown",
  value,
  field,
  measuredAt: null,
  reason: why,
});

/** Whether something was examined: lately enough, and not in the future. */
export function examined(
  subject: string,
  how: string,
  field: string,
  at: Date | null,
  { since, now }: Looking,
): Observation {
  if (at === null) return unknown(subject, field, null, `nothing shows that ${subject} was ever ${how}`);
  const when = at.toISOString();
  const isOld = since !== null && at < since;
  const isToCome = at.getTime() - now() > SAME_TIME_HOURS * HOUR_MS;
  const flaw = isOld ? `, before ${since.toISOString()}` : isToCome ? ", which is in the future" : "";
  return {
    subject,
    verdict: flaw === "" ? "pass" : "unknown",
    value: when,
    field,
    measuredAt: at,
    reason: `${subject} was last ${how} at ${when}${flaw}`,
  };
}

/** Where something is; null where that is not told. */
type Place = { readonly id: number } | null;

/** Whether something is where it is wanted. What does not tell where it is may be anywhere. */
export const isThere = (place: Place, wanted: readonly number[]): boolean =>
  wanted.length === 0 || (place !== null && wanted.includes(place.id));

/** What would match nothing, whatever is found: a container or check of somewhere else, or of nobody knows where. */
export function elsewhere(
  subject: string,
  kind: string,
  place: Place,
  wanted: readonly number[],
): Observation | undefined {
  if (isThere(place, wanted)) return undefined;
  const where = place === null ? `does not tell its ${kind}` : `is of ${kind} ${place.id}`;
  const asked = wanted.length > MOST_TOLD ? `one of ${wanted.length} others` : wanted.join(", ");
  return unknown(subject, kind, place?.id ?? null, `${subject} ${where}, and ${asked} is asked for`);
}

/** Whether the platform says that it does not understand what it is asked. */
export const isRefusal = (error: unknown): error is UnprocessableError | BadRequestError =>
  error instanceof UnprocessableError || error instanceof BadRequestError;
