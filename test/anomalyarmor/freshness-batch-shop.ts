import type { AnomalyArmorEmulator, AssetSeed } from "dqgate/testing";
import { type World, world } from "./world.js";

export const LIST = "GET /sdk/freshness";

export const nameOf = (at: number): string => `pg.shop.public.t${at}`;
export const namesOf = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, at) => nameOf(from + at));

/** A shop of so many tables, all of them an hour old unless something else is said of one. */
export function shop(
  count: number,
  but: Readonly<Record<number, Partial<AssetSeed>>> = {},
  options: object = {},
): World {
  const assets = Array.from({ length: count }, (_, at) => ({ qualifiedName: nameOf(at), ...but[at] }));
  return world({ assets }, { random: () => 0.5, ...options });
}

/** Stale tables from a place on. */
export const stale = (count: number, from = 0, more: Partial<AssetSeed> = {}): Record<number, Partial<AssetSeed>> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [from + at, { hoursSinceUpdate: 30, ...more }]));

/** What was asked for: `list 100` is the page from there on, `one` a read by itself. */
export const asked = (armor: AnomalyArmorEmulator): string[] =>
  armor.requests.map(({ verb, path, query }) => {
    if (path === "/sdk/freshness") return `list ${query.offset}`;
    if (path.startsWith("/sdk/jobs/")) return "job";
    return verb === "POST" ? "refresh" : "one";
  });
export const times = (count: number, what: string): string[] => Array.from({ length: count }, () => what);
export const pages = (count: number): string[] => Array.from({ length: count }, (_, at) => `list ${at * 100}`);

export interface Row {
  asset_id: string;
  qualified_name: string;
  [field: string]: unknown;
}
export interface ListAnswer {
  data: { data: Row[]; pagination: Record<string, unknown> };
}
/** The next page comes with other rows. */
export const changeRows = (armor: AnomalyArmorEmulator, change: (rows: Row[]) => Row[]): void =>
  armor.failNext(
    {
      kind: "change",
      change: (body) => {
        const answer = body as ListAnswer;
        answer.data.data = change(answer.data.data);
        return answer;
      },
    },
    { on: LIST },
  );
