import { id, json, list, type Model, maybe, model, type Open, open, text, time } from "../../../base.js";

/** A thing of the platform, as a webhook names it. */
export interface WebhookSubject {
  id: string | number | null;
  name: string | null;
}

const subjectModel: Model<WebhookSubject> = model("WebhookSubject", { id: maybe(id), name: maybe(text) });

/** What set the flow off, and when. */
export interface WebhookTrigger {
  type: string | null;
  timestamp: Date | null;
}

const triggerModel: Model<WebhookTrigger> = model("WebhookTrigger", { type: maybe(text), timestamp: maybe(time) });

/** An anomaly, as a webhook tells it. */
export interface WebhookAnomaly {
  /** Its number or its UUID. */
  id: string | number | null;
  type: Open<"shape" | "record"> | null;
  description: string | null;
  /** The name of the container. */
  container: string | null;
  /** The name of the field. */
  field: string | null;
  createdAt: Date | null;
}

const anomalyModel: Model<WebhookAnomaly> = model("WebhookAnomaly", {
  id: maybe(id),
  type: maybe(open("shape", "record")),
  description: maybe(text),
  container: maybe(text),
  field: maybe(text),
  createdAt: maybe(time),
});

/** A quality check, as a webhook tells it. */
export interface WebhookCheck extends WebhookSubject {
  status: string | null;
}

const checkModel: Model<WebhookCheck> = model<WebhookCheck>("WebhookCheck", {
  id: maybe(id),
  name: maybe(text),
  status: maybe(text),
});

/** What a flow was about. */
export interface WebhookContext {
  anomalies: WebhookAnomaly[];
  /** As they came: the sources do not tell what they are told by. */
  containers: unknown[];
  qualityChecks: WebhookCheck[];
}

const contextModel: Model<WebhookContext> = model("WebhookContext", {
  anomalies: list(anomalyModel),
  containers: list(json),
  qualityChecks: list(checkModel),
});

/** What a flow sends to a webhook. An event of another name may lack all but that name; what it has stays on it. */
export interface WebhookEvent {
  event: Open<"qualytics.flow.triggered">;
  flow: WebhookSubject | null;
  datastore: WebhookSubject | null;
  trigger: WebhookTrigger | null;
  context: WebhookContext | null;
  /** Where a person reads more. */
  targetLink: string | null;
}

export const webhookEventModel: Model<WebhookEvent> = model("WebhookEvent", {
  event: open("qualytics.flow.triggered"),
  flow: maybe(subjectModel),
  datastore: maybe(subjectModel),
  trigger: maybe(triggerModel),
  context: maybe(contextModel),
  targetLink: maybe(text),
});
