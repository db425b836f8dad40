// Checked by the compiler alone: method syntax hides misfits from it, so that every method is held to its portable twin as a
// function here. A platform that takes less than portable code may pass does not compile.
import type { PortableNamespaces } from "dqgate";
import type { AnomalyArmorNamespaces } from "dqgate/anomalyarmor";
import type { QualyticsNamespaces } from "dqgate/qualytics";
import type { WatcherNamespaces } from "dqgate/watcher";

type Strict<T> = { [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => R : T[K] };

type Sound<N> = {
  [K in keyof N & keyof PortableNamespaces]: N[K] extends Strict<PortableNamespaces[K]> ? true : ["misfit", K];
};

export const anomalyArmor: Sound<AnomalyArmorNamespaces> = {
  anomalies: true,
  apiKeys: true,
  assets: true,
  freshness: true,
  investigations: true,
  jobs: true,
  referential: true,
  validity: true,
};

export const qualytics: Sound<QualyticsNamespaces> = {
  anomalies: true,
  apiKeys: true,
  assets: true,
  checks: true,
  freshness: true,
  jobs: true,
  operations: true,
  referential: true,
  validity: true,
};

export const watcher: Sound<WatcherNamespaces> = {
  anomalies: true,
  assets: true,
  freshness: true,
  operations: true,
};

// The net has no holes: a method that takes only texts is noticed.
interface Narrow {
  assets: { list: PortableNamespaces["assets"]["list"]; get(asset: string): Promise<never> };
}
export const narrow: Sound<Narrow> = { assets: ["misfit", "assets"] };
