import type { Client, Http, Platform } from "../../base.js";
import { type QualyticsOptions, settingsOf } from "./config.js";
import { dialect } from "./dialect.js";
import { Activity } from "./resources/activity.js";
import { Anomalies } from "./resources/anomalies.js";
import { ApiKeys } from "./resources/api-keys.js";
import { Assets } from "./resources/assets.js";
import { AuditLogs } from "./resources/audit-logs.js";
import { CheckTemplates } from "./resources/check-templates.js";
import { Checks } from "./resources/checks.js";
import { Comments } from "./resources/comments.js";
import { ComputedFields } from "./resources/computed-fields.js";
import { Connections } from "./resources/connections.js";
import { ContainerProfiles } from "./resources/container-profiles.js";
import { ContainerScans } from "./resources/container-scans.js";
import { Containers } from "./resources/containers.js";
import { Datastores } from "./resources/datastores.js";
import { Exports } from "./resources/exports.js";
import { FieldProfiles } from "./resources/field-profiles.js";
import { Fields } from "./resources/fields.js";
import { Flows } from "./resources/flows.js";
import { Freshness } from "./resources/freshness.js";
import { Insights } from "./resources/insights.js";
import { Integrations } from "./resources/integrations.js";
import { Jobs } from "./resources/jobs.js";
import { Observability } from "./resources/observability.js";
import { Operations } from "./resources/operations.js";
import { Referential } from "./resources/referential.js";
import { Schedules } from "./resources/schedules.js";
import { Search } from "./resources/search.js";
import { System } from "./resources/system.js";
import { Tags } from "./resources/tags.js";
import { Teams } from "./resources/teams.js";
import { Tokens } from "./resources/tokens.js";
import { UserNotifications } from "./resources/user-notifications.js";
import { Users } from "./resources/users.js";
import { Validity } from "./resources/validity.js";

/** What a client of Qualytics has beside what every client has. */
export class QualyticsNamespaces {
  readonly activity: Activity;
  readonly anomalies: Anomalies;
  readonly apiKeys: ApiKeys;
  readonly assets: Assets;
  readonly auditLogs: AuditLogs;
  readonly checks: Checks;
  readonly checkTemplates: CheckTemplates;
  readonly comments: Comments;
  readonly computedFields: ComputedFields;
  readonly connections: Connections;
  readonly containerProfiles: ContainerProfiles;
  readonly containers: Containers;
  readonly containerScans: ContainerScans;
  readonly datastores: Datastores;
  readonly exports: Exports;
  readonly fieldProfiles: FieldProfiles;
  readonly fields: Fields;
  readonly flows: Flows;
  readonly freshness: Freshness;
  readonly insights: Insights;
  readonly integrations: Integrations;
  readonly jobs: Jobs;
  readonly observability: Observability;
  readonly operations: Operations;
  readonly referential: Referential;
  readonly schedules: Schedules;
  readonly search: Search;
  readonly system: System;
  readonly tags: Tags;
  readonly teams: Teams;
  readonly tokens: Tokens;
  readonly userNotifications: UserNotifications;
  readonly users: Users;
  readonly validity: Validity;

  /** @internal */
  constructor(http: Http) {
    this.activity = new Activity(http);
    this.anomalies = new Anomalies(http);
    this.apiKeys = new ApiKeys(http);
    this.assets = new Assets(http);
    this.auditLogs = new AuditLogs(http);
    this.checks = new Checks(http);
    this.checkTemplates = new CheckTemplates(http);
    this.comments = new Comments(http);
    this.computedFields = new ComputedFields(http);
    this.connections = new Connections(http);
    this.containerProfiles = new ContainerProfiles(http);
    this.containers = new Containers(http);
    this.containerScans = new ContainerScans(http);
    this.datastores = new Datastores(http);
    this.exports = new Exports(http);
    this.fieldProfiles = new FieldProfiles(http);
    this.fields = new Fields(http);
    this.flows = new Flows(http);
    this.freshness = new Freshness(http);
    this.insights = new Insights(http);
    this.integrations = new Integrations(http);
    this.jobs = new Jobs(http);
    this.observability = new Observability(http);
    this.operations = new Operations(http);
    this.referential = new Referential(http);
    this.schedules = new Schedules(http);
    this.search = new Search(http);
    this.system = new System(http);
    this.tags = new Tags(http);
    this.teams = new Teams(http);
    this.tokens = new Tokens(http);
    this.userNotifications = new UserNotifications(http);
    this.users = new Users(http);
    this.validity = new Validity(http);
  }
}

/** The type of `new Client(qualytics({ url, token }))`. */
export type QualyticsClient = Client<QualyticsNamespaces>;

/** Qualytics, for `new Client(…)`. */
export function qualytics(options: QualyticsOptions = {}): Platform<QualyticsNamespaces> {
  return {
    name: "qualytics",
    specVersion: 1,
    connect: () => ({ ...settingsOf(options), dialect, namespaces: (http) => new QualyticsNamespaces(http) }),
  };
}
