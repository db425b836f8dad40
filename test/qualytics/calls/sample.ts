import type { CallSample as Sample } from "../../support/endpoint-contract.js";
import type { World } from "../world.js";

export type CallSample = Sample<World>;

/** Keeps the type of what is arranged. */
export const sample = <Arranged>(one: Sample<World, Arranged>): CallSample => one as CallSample;
