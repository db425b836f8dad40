import { type Model, maybe, model, type Open, open } from "../../../base.js";

/** Whether what the deployment stands on can be reached: `OK`, or the platform's word for what is wrong. */
export interface SystemStatus {
  databaseConnection: Open<"OK"> | null;
  rabbitmqConnection: Open<"OK"> | null;
}

export const systemStatusModel: Model<SystemStatus> = model("SystemStatus", {
  databaseConnection: maybe(open("OK")),
  rabbitmqConnection: maybe(open("OK")),
});

/** Any object, untouched. */
export const documentModel: Model<Record<string, unknown>> = model<Record<string, unknown>>("OpenApiDocument", {});
