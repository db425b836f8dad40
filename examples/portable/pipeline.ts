// A step of a pipeline that does not know its data-quality platform: gate the data, then work with it.
import {
  type AssetRef,
  type ClientBase,
  type ConditionContext,
  type GateReport,
  type PortableNamespaces,
  type RequireAllOptions,
  requireAll,
} from "dqgate";

/** Any client will do. A platform without a namespace keeps the gates closed that ask for it. */
export type DataQuality = ClientBase<object> & Partial<PortableNamespaces>;

/** What must be true of the data. */
export type Gate = keyof typeof GATES;

/** What to ask about which asset: configuration, so that another platform takes another one of these and no other code. */
export interface Plan {
  asset: AssetRef;
  /** The oldest that the data may be, in hours. Default: as the platform says. */
  maxAgeHours?: number | undefined;
  /** All of them must be open. */
  gates: readonly [Gate, ...Gate[]];
}

type Ask = (client: DataQuality, plan: Plan, context: Pick<ConditionContext, "signal">) => Promise<unknown> | undefined;

const GATES = {
  fresh: ({ freshness }, { asset, maxAgeHours }, { signal }) => freshness?.requireFresh(asset, { maxAgeHours, signal }),
  no_anomalies: ({ anomalies }, { asset }, { signal }) => anomalies?.requireNone({ asset }, { signal }),
  checks_pass: ({ checks }, { asset, maxAgeHours }, { signal }) =>
    checks?.requirePassing({ asset, maxAgeHours }, { signal }),
  values_valid: ({ validity }, { asset }, { signal }) => validity?.requireValid(asset, { signal }),
  keys_intact: ({ referential }, { asset }, { signal }) => referential?.requireIntact(asset, { signal }),
} satisfies Record<string, Ask>;

export const isGate = (name: unknown): name is Gate => typeof name === "string" && Object.hasOwn(GATES, name);

/** Asks all gates of a plan side by side. Throws `RequirementsError` with the report unless all are open. */
export function gate(client: DataQuality, plan: Plan, options: RequireAllOptions = {}): Promise<GateReport> {
  const conditions = plan.gates.map((name) => {
    const ask: Ask = GATES[name];
    return [name, async (context: ConditionContext) => ask(client, plan, context)] as const;
  });
  return requireAll(Object.fromEntries(conditions), { clock: client.clock, ...options });
}

/** Works with the data when all gates are open, and not otherwise. */
export async function pipeline<T>(
  client: DataQuality,
  plan: Plan,
  work: (report: GateReport) => Promise<T>,
  options?: RequireAllOptions,
): Promise<{ report: GateReport; result: T }> {
  const report = await gate(client, plan, options);
  return { report, result: await work(report) };
}
