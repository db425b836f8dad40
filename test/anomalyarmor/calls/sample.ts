import type { AnomalyArmorClient } from "dqgate/anomalyarmor";
import type { AnomalyArmorEmulator } from "dqgate/testing";

/** One call of a tagged method, and what it must put on the wire. */
export interface CallSample<Arranged = unknown> {
  /** Namespace and method, such as `assets.list`. */
  readonly method: string;
  /** What must be there first. Its requests are not compared. */
  readonly arrange?: (client: AnomalyArmorClient, armor: AnomalyArmorEmulator) => Arranged | Promise<Arranged>;
  readonly call: (client: AnomalyArmorClient, arranged: Arranged) => PromiseLike<unknown>;
  /** The query that is sent. Default: none. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** The JSON that is sent. Default: none. */
  readonly body?: unknown;
  /** Looks at the result. */
  readonly gives: (result: unknown) => void;
}

/** Keeps the type of what is arranged. */
export const sample = <Arranged>(one: CallSample<Arranged>): CallSample => one as CallSample;

/** The UUID of the asset that the samples call. */
export const ORDERS_ID = "11111111-2222-4333-8444-555555555555";
/** Its name. */
export const ORDERS = "snowflake.prod.warehouse.orders";
