import type { Client, Http, Platform } from "../../base.js";
import { type QualyticsOptions, settingsOf } from "./config.js";
import { dialect } from "./dialect.js";
import { Operations } from "./resources/operations.js";

/** What a client of Qualytics has beside what every client has. */
export class QualyticsNamespaces {
  readonly operations: Operations;

  /** @internal */
  constructor(http: Http) {
    this.operations = new Operations(http);
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
