import type { Client, Http, Platform } from "../../base.js";
import { settingsOf, type WatcherOptions } from "./config.js";
import { dialect } from "./dialect.js";
import { AddressLineage } from "./resources/address-lineage.js";
import { AddressTypes } from "./resources/address-types.js";
import { Addresses } from "./resources/addresses.js";
import { Anomalies } from "./resources/anomalies.js";
import { AnomalyRules } from "./resources/anomaly-rules.js";
import { Assets } from "./resources/assets.js";
import { Diagnostics } from "./resources/diagnostics.js";
import { Executions } from "./resources/executions.js";
import { Freshness } from "./resources/freshness.js";
import { Health } from "./resources/health.js";
import { LineageGraph } from "./resources/lineage-graph.js";
import { Maintenance } from "./resources/maintenance.js";
import { Monitoring } from "./resources/monitoring.js";
import { Operations } from "./resources/operations.js";
import { PipelineTypes } from "./resources/pipeline-types.js";
import { Pipelines } from "./resources/pipelines.js";
import { Reporting } from "./resources/reporting.js";

/** What a client of Watcher has beside what every client has. */
export class WatcherNamespaces {
  readonly addressLineage: AddressLineage;
  readonly addresses: Addresses;
  readonly addressTypes: AddressTypes;
  readonly anomalies: Anomalies;
  readonly anomalyRules: AnomalyRules;
  readonly assets: Assets;
  readonly diagnostics: Diagnostics;
  readonly executions: Executions;
  readonly freshness: Freshness;
  readonly health: Health;
  readonly lineageGraph: LineageGraph;
  readonly maintenance: Maintenance;
  readonly monitoring: Monitoring;
  readonly operations: Operations;
  readonly pipelines: Pipelines;
  readonly pipelineTypes: PipelineTypes;
  readonly reporting: Reporting;

  /** @internal */
  constructor(http: Http) {
    this.addressLineage = new AddressLineage(http);
    this.addresses = new Addresses(http);
    this.addressTypes = new AddressTypes(http);
    this.anomalies = new Anomalies(http);
    this.anomalyRules = new AnomalyRules(http);
    this.assets = new Assets(http);
    this.diagnostics = new Diagnostics(http);
    this.executions = new Executions(http);
    this.freshness = new Freshness(http);
    this.health = new Health(http);
    this.lineageGraph = new LineageGraph(http);
    this.maintenance = new Maintenance(http);
    this.monitoring = new Monitoring(http);
    this.operations = new Operations(http);
    this.pipelines = new Pipelines(http);
    this.pipelineTypes = new PipelineTypes(http);
    this.reporting = new Reporting(http);
  }
}

/** The type of `new Client(watcher({ url }))`. */
export type WatcherClient = Client<WatcherNamespaces>;

/** Watcher, for `new Client(…)`. */
export function watcher(options: WatcherOptions): Platform<WatcherNamespaces> {
  return {
    name: "watcher",
    specVersion: 1,
    connect: () => ({ ...settingsOf(options), dialect, namespaces: (http) => new WatcherNamespaces(http) }),
  };
}
