import type { Anomaly } from "../models/anomalies.js";
import type { AnomalyListParams } from "../models/anomaly-params.js";

/** An order in which what is meant comes first. */
export interface Order {
  /** Asks for it. */
  readonly params: AnomalyListParams;
  /** Asks for the opposite. */
  readonly opposite: AnomalyListParams;
  /** Where an anomaly stands; null where it does not tell. */
  placeOf(anomaly: Anomaly): number | null;
  /** What stands below is not meant. */
  readonly limit: number;
}

/** The order to read in; undefined where all are meant. */
export function orderOf(since: Date | null, minWeight: number | null): Order | undefined {
  if (since !== null)
    return {
      params: { sortCreated: "desc" },
      opposite: { sortCreated: "asc" },
      placeOf: ({ detectedAt }) => detectedAt?.getTime() ?? null,
      limit: since.getTime(),
    };
  if (minWeight === null) return undefined;
  return {
    params: { sortWeight: "desc" },
    opposite: { sortWeight: "asc" },
    placeOf: ({ weight }) => weight,
    limit: minWeight,
  };
}

type Places = readonly (number | null)[];

/** Whether nothing that is meant can follow, if the platform heeds the order. */
export function isPast(places: Places, { limit }: Order): boolean {
  const isFalling = places.every(
    (place, at) => place !== null && place <= (places[at - 1] ?? Number.POSITIVE_INFINITY),
  );
  return isFalling && places.length > 0 && (places.at(-1) as number) < limit;
}

/**
 * Whether the platform heeds the order, by the first place in the opposite one. Places that fall do not show it: those that
 * are alike always do, and others may by chance. Where no order is heeded, both begin with the same anomaly.
 */
export function isHeeded(places: Places, lowest: number | null): boolean {
  const [first = null] = places;
  const last = places.at(-1) ?? null;
  return lowest !== null && first !== null && last !== null && lowest < first && lowest <= last;
}
