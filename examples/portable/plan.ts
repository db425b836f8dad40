import { ConfigurationError } from "dqgate";
import { isGate, type Plan } from "./pipeline.js";

/** The plan in a piece of configuration. Throws `ConfigurationError` naming what is wrong with it. */
export function planOf(told: unknown): Plan {
  const { asset, maxAgeHours, gates } = (told ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof asset !== "string" && typeof asset !== "number")
    throw new ConfigurationError("the plan's asset must be a name or a number");
  if (maxAgeHours !== undefined && typeof maxAgeHours !== "number")
    throw new ConfigurationError("the plan's maxAgeHours must be a number");
  const [first, ...others] = Array.isArray(gates) ? gates : [];
  if (!isGate(first) || !others.every(isGate))
    throw new ConfigurationError(`the plan's gates must be a list of names, not ${JSON.stringify(gates)}`);
  return { asset, maxAgeHours, gates: [first, ...others] };
}
