import type { Client, Http, Platform } from "../../base.js";
import { type AnomalyArmorOptions, settingsOf } from "./config.js";
import { dialect } from "./dialect.js";
import { Assets } from "./resources/assets.js";
import { Freshness } from "./resources/freshness.js";
import { Jobs } from "./resources/jobs.js";

/** What a client of AnomalyArmor has beside what every client has. */
export class AnomalyArmorNamespaces {
  readonly assets: Assets;
  readonly freshness: Freshness;
  readonly jobs: Jobs;

  constructor(http: Http) {
    this.assets = new Assets(http);
    this.freshness = new Freshness(http);
    this.jobs = new Jobs(http);
  }
}

/** The type of `new Client(anomalyArmor())`. */
export type AnomalyArmorClient = Client<AnomalyArmorNamespaces>;

/** AnomalyArmor, for `new Client(…)`. Reads the environment when the client is made, never before. */
export function anomalyArmor(options: AnomalyArmorOptions = {}): Platform<AnomalyArmorNamespaces> {
  return {
    name: "anomalyarmor",
    specVersion: 1,
    connect: () => ({ ...settingsOf(options), dialect, namespaces: (http) => new AnomalyArmorNamespaces(http) }),
  };
}
