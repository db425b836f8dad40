import { type Observation, redactText } from "../../../base.js";
import type { Anomaly } from "../models/anomalies.js";
import type { Search } from "./anomaly-count.js";

/** So many anomalies are shown. */
export const MOST_SHOWN = 5;
const LONGEST_MESSAGE = 200;

/** The statuses that are looked for. */
export const wordsOf = ({ filters }: Search): string => filters.status.join(" or ");

/** `3 anomalies of orders are Active`: so many, with what they are of in words that follow. */
export const countText = (count: number, where: string, search: Search): string =>
  `${count} ${count === 1 ? `anomaly${where} is` : `anomalies${where} are`} ${wordsOf(search)}`;

/** One of them, in words that follow others. */
export const suchText = ([first]: readonly Anomaly[]): string =>
  first === undefined ? "" : `, such as "${textOf(first)}"`;

/** An anomaly that was found. */
export function anomalyObservation(anomaly: Anomaly): Observation {
  const { id, container, detectedAt, status, type, weight } = anomaly;
  const kind = [type, weight === null ? null : `weight ${weight}`].filter((one) => one !== null).join(", ");
  return {
    subject: container?.name == null ? textOf(anomaly) : `${container.name}: ${textOf(anomaly)}`,
    verdict: "fail",
    value: status,
    field: "status",
    measuredAt: detectedAt,
    reason: `anomaly ${id}${kind === "" ? "" : ` (${kind})`} is ${status}`,
  };
}

const textOf = ({ message, id }: Anomaly): string =>
  message === null ? `anomaly ${id}` : redactText(message).slice(0, LONGEST_MESSAGE);

/** What is required. */
export function limitText(search: Search): string {
  const { anomalyType, ruleType, tag } = search.filters;
  const parts = [
    `no anomaly that is ${wordsOf(search)}`,
    anomalyType === undefined ? "" : `of type ${anomalyType}`,
    ruleType.length === 0 ? "" : `of rule ${ruleType.join(" or ")}`,
    tag.length === 0 ? "" : `tagged ${tag.join(" or ")}`,
    search.minWeight === null ? "" : `of weight ${search.minWeight} or more`,
    search.since === null ? "" : `since ${search.since.toISOString()}`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}
