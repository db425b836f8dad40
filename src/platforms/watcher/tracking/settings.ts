import { isRecord } from "../../../base.js";
import { normalized } from "../models/names.js";
import type { Pipeline, PipelineCreateBody } from "../models/pipelines.js";

type Named = "pipelineMetadata" | "freshnessNumber" | "freshnessDatepart" | "timelinessNumber" | "timelinessDatepart";

/** The settings that a configuration decides; null clears. */
export type Settings = { -readonly [K in Named]-?: Exclude<PipelineCreateBody[K], undefined> };

/** Those that the server has otherwise than they are wanted. */
export function settingsThatDiffer(wanted: Settings, stored: Pick<Pipeline, Named>): Partial<Settings> {
  const names = Object.keys(wanted) as Named[];
  return Object.fromEntries(
    names.filter((name) => !isSame(asKept(name, wanted[name]), stored[name])).map((name) => [name, wanted[name]]),
  );
}

/** As the server keeps it: units in lower case, metadata as JSON says them. */
function asKept(name: Named, value: unknown): unknown {
  if (name === "pipelineMetadata") return JSON.parse(JSON.stringify(value));
  return typeof value === "string" ? normalized(value) : value;
}

/** Whether two JSON values are the same, whatever the order of their keys. */
function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, at) => isSame(item, other[at]));
  if (!isRecord(one) || !isRecord(other)) return one === other;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
}
