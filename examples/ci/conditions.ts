import { type AssetRef, type Conditions, ConfigurationError, type GateEvidence, type UnknownOption } from "dqgate";
import * as z from "zod";
import { type DataQuality, type Gate, isGate } from "../portable/pipeline.js";

/** What a gate takes beside its asset, such as `maxAgeHours` or `onUnknown`. */
type Settings = UnknownOption & Readonly<Record<string, unknown>>;
type Ask = (
  client: DataQuality,
  asset: AssetRef,
  settings: Settings,
  signal: AbortSignal,
) => Promise<GateEvidence> | undefined;

/** The gates check their settings themselves: one that they do not know is an error, and no answer. */
const GATES: Readonly<Record<Gate, Ask>> = {
  fresh: ({ freshness }, asset, settings, signal) => freshness?.requireFresh(asset, { ...settings, signal }),
  no_anomalies: ({ anomalies }, asset, { onUnknown, ...params }, signal) =>
    anomalies?.requireNone({ ...params, asset }, { onUnknown, signal }),
  checks_pass: ({ checks }, asset, { onUnknown, ...params }, signal) =>
    checks?.requirePassing({ ...params, asset }, { onUnknown, signal }),
  values_valid: ({ validity }, asset, settings, signal) => validity?.requireValid(asset, { ...settings, signal }),
  keys_intact: ({ referential }, asset, settings, signal) => referential?.requireIntact(asset, { ...settings, signal }),
};

/** What a condition says elsewhere, or must not say. */
const TAKEN = ["asset", "signal"];
const isFree = (settings: object): boolean => !TAKEN.some((name) => name in settings);

const milliseconds = z.number().positive().optional();

const conditionConfig = z.strictObject({
  name: z.string().trim().min(1),
  gate: z.custom<Gate>(isGate, `expected one of ${Object.keys(GATES).join(", ")}`),
  asset: z.union([z.string().min(1), z.number()]),
  /** Settings of the gate. */
  with: z
    .record(z.string(), z.unknown())
    .refine(isFree, `must not have ${TAKEN.join(" or ")}`)
    .optional(),
  /** Of a condition: see `ConditionSettings`. */
  severity: z.enum(["block", "warn"]).optional(),
  timeoutMs: milliseconds,
  retries: z.int().nonnegative().optional(),
});

const config = z.strictObject({
  platform: z.enum(["anomalyarmor", "qualytics", "watcher"]),
  /** The most that all may take. */
  timeoutMs: milliseconds,
  conditions: z.array(conditionConfig).min(1),
});

export type Config = z.infer<typeof config>;

/** Reads a configuration. Throws `ConfigurationError` naming what is wrong with it. */
export function readConfig(text: string): Config {
  const { data, error } = config.safeParse(parsed(text));
  if (error !== undefined) throw new ConfigurationError(z.prettifyError(error));
  const names = data.conditions.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new ConfigurationError(`two conditions have the name ${twice}`);
  return data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError(`it is no JSON: ${(error as Error).message}`);
  }
}

/** The conditions of a configuration, about any platform. */
export const conditionsOf = (client: DataQuality, { conditions }: Config): Conditions =>
  Object.fromEntries(
    conditions.map(({ name, gate, asset, with: settings = {}, ...own }) => [
      name,
      { ...own, run: async ({ signal }) => GATES[gate](client, asset, settings, signal) },
    ]),
  );
