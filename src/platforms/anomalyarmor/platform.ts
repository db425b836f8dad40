import type { Client, Http, Platform } from "../../base.js";
import { type AnomalyArmorOptions, settingsOf } from "./config.js";
import { dialect } from "./dialect.js";
import { Alerts } from "./resources/alerts.js";
import { Anomalies } from "./resources/anomalies.js";
import { ApiKeys } from "./resources/api-keys.js";
import { Assets } from "./resources/assets.js";
import { Badges } from "./resources/badges.js";
import { Demo } from "./resources/demo.js";
import { Freshness } from "./resources/freshness.js";
import { Health } from "./resources/health.js";
import { Intelligence } from "./resources/intelligence.js";
import { Investigations } from "./resources/investigations.js";
import { Jobs } from "./resources/jobs.js";
import { Lineage } from "./resources/lineage.js";
import { Metrics } from "./resources/metrics.js";
import { Recommendations } from "./resources/recommendations.js";
import { Referential } from "./resources/referential.js";
import { Schema } from "./resources/schema.js";
import { Tags } from "./resources/tags.js";
import { Validity } from "./resources/validity.js";

/** What a client of AnomalyArmor has beside what every client has. */
export class AnomalyArmorNamespaces {
  readonly anomalies: Anomalies;
  readonly alerts: Alerts;
  readonly apiKeys: ApiKeys;
  readonly assets: Assets;
  readonly badges: Badges;
  readonly demo: Demo;
  readonly freshness: Freshness;
  readonly health: Health;
  readonly intelligence: Intelligence;
  readonly investigations: Investigations;
  readonly jobs: Jobs;
  readonly lineage: Lineage;
  readonly metrics: Metrics;
  readonly recommendations: Recommendations;
  readonly referential: Referential;
  readonly schema: Schema;
  readonly tags: Tags;
  readonly validity: Validity;

  /** @internal */
  constructor(http: Http) {
    this.anomalies = new Anomalies(http);
    this.alerts = new Alerts(http);
    this.apiKeys = new ApiKeys(http);
    this.assets = new Assets(http);
    this.badges = new Badges(http);
    this.demo = new Demo(http);
    this.freshness = new Freshness(http);
    this.health = new Health(http);
    this.intelligence = new Intelligence(http);
    this.investigations = new Investigations(http);
    this.jobs = new Jobs(http);
    this.lineage = new Lineage(http);
    this.metrics = new Metrics(http);
    this.recommendations = new Recommendations(http);
    this.referential = new Referential(http);
    this.schema = new Schema(http);
    this.tags = new Tags(http);
    this.validity = new Validity(http);
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
