import type { QualyticsCheckSeed as CheckSeed, QualyticsContainerSeed as ContainerSeed } from "dqgate/testing";
import { type World, world } from "./world.js";

/** A check that passes, and is of every kind that a gate looks at. */
export const holds: CheckSeed = { rule: "notNull", fields: ["id"], isPassing: true, assertedHoursAgo: 2 };
export const refers: CheckSeed = {
  rule: "existsIn",
  fields: ["id"],
  isPassing: true,
  assertedHoursAgo: 2,
  properties: { field_name: "id", ref_container_id: 1 },
};
const limit: CheckSeed = { rule: "freshness", isPassing: true, properties: { value: 86_400_000 } };

/** Containers 1, 2, … called `t1`, `t2`, … of datastore 1 `shop`; all gates are open on each, unless more is said of one. */
export function shopOf(count: number, but: Readonly<Record<number, Partial<ContainerSeed>>> = {}, options = {}): World {
  const containers = Array.from({ length: count }, (_, at) => ({
    name: `t${at + 1}`,
    fields: ["id"],
    checks: [holds, refers, limit],
    ...but[at + 1],
  }));
  return world({ datastores: [{ name: "shop", containers }] }, options);
}

export const idsTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);
export const namesTo = (last: number): string[] => idsTo(last).map((id) => `shop.t${id}`);

/** How often each path was asked for, numbers in it aside. */
export function asked({ server }: World): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { verb, path } of server.requests) {
    const what = `${verb} ${path.replace(/\d+/g, "{id}")}`;
    counts[what] = (counts[what] ?? 0) + 1;
  }
  return counts;
}

type Asset = number | string | readonly (number | string)[];
export interface BatchGate {
  readonly name: string;
  readonly error: string;
  /** The requests that 250 containers take by their ids. */
  readonly plan: Readonly<Record<string, number>>;
  /** Where a seed makes it say no, or show nothing. */
  readonly no: Partial<ContainerSeed>;
  readonly nothing: Partial<ContainerSeed>;
  open(world: World, asset: Asset, options?: object): Promise<import("dqgate").GateEvidence>;
}

const failing = { isPassing: false };
const never = { isPassing: null };
const LIST = "GET /containers";
const CHECKS = "GET /quality-checks";

/** Every gate that takes several containers. There are three checks of each: 300 to a hundred containers, or 50 to the last. */
export const GATES: readonly BatchGate[] = [
  {
    name: "freshness.requireFresh",
    error: "StalenessError",
    plan: { [LIST]: 3, [CHECKS]: 3, "GET /anomalies": 3 },
    no: { checks: [{ ...limit, ...failing }] },
    nothing: { checks: [{ ...limit, ...never }] },
    open: ({ client }, asset, options) => client.freshness.requireFresh(asset, options),
  },
  {
    name: "anomalies.requireNone",
    error: "AnomaliesFoundError",
    plan: { [LIST]: 3, "GET /anomalies": 3 },
    no: { anomalies: [{ check: 0, message: "no customer" }] },
    nothing: { scannedHoursAgo: null },
    open: ({ client }, asset, options) => client.anomalies.requireNone({ asset }, options),
  },
  {
    name: "checks.requirePassing",
    error: "ChecksFailedError",
    plan: { [LIST]: 3, [CHECKS]: 8 },
    no: { checks: [holds, { ...holds, ...failing }] },
    nothing: { checks: [holds, { ...holds, ...never }] },
    open: ({ client }, asset, options) => client.checks.requirePassing({ asset }, options),
  },
  {
    name: "validity.requireValid",
    error: "ValidityError",
    plan: { [LIST]: 3, [CHECKS]: 8 },
    no: { checks: [holds, { ...holds, ...failing }] },
    nothing: { checks: [refers] },
    open: ({ client }, asset, options) => client.validity.requireValid(asset, options),
  },
  {
    name: "referential.requireIntact",
    error: "ReferentialError",
    plan: { [LIST]: 3, [CHECKS]: 8 },
    no: { checks: [refers, { ...refers, ...failing }] },
    nothing: { checks: [holds] },
    open: ({ client }, asset, options) => client.referential.requireIntact(asset, options),
  },
];
