import type { InconclusiveError, StalenessError } from "dqgate";
import { failure as anyFailure } from "../support/failure.js";
import { type World, world } from "./world.js";

export const ORDERS = "pg.shop.public.orders";
export const CUSTOMERS = "pg.shop.public.customers";
export const REFRESH = "POST /sdk/freshness/{asset_id}/refresh";

/** A world of one asset, which was written so many hours ago. */
export const orders = (hoursSinceUpdate: number | null, more: object = {}): World =>
  world({ assets: [{ qualifiedName: ORDERS, hoursSinceUpdate, ...more }] });

/** What a freshness gate stays closed with. */
export const failure = async (gate: Promise<unknown>): Promise<StalenessError & InconclusiveError> =>
  (await anyFailure(gate)) as Error as StalenessError & InconclusiveError;
