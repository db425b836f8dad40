import { type Model, model, type Open, open } from "../../../base.js";

/** That the server answers. */
export interface Heartbeat {
  status: Open<"ok">;
}

export const heartbeatModel: Model<Heartbeat> = model("Heartbeat", { status: open("ok") });

/** Any object, untouched. */
export const documentModel: Model<Record<string, unknown>> = model<Record<string, unknown>>("OpenApiDocument", {});
