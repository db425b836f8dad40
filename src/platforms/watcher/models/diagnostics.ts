import { type Model, maybe, model, type Open, open, text } from "../../../base.js";

/** A report for people on the state of the server. */
export interface Diagnosis {
  status: Open<"success">;
  /** A piece of HTML. */
  output: string;
  type: Open<"connection_performance" | "schema_health" | "performance" | "celery" | "redis"> | null;
}

export const diagnosisModel: Model<Diagnosis> = model("Diagnosis", {
  status: open("success"),
  output: text,
  type: maybe(open("connection_performance", "schema_health", "performance", "celery", "redis")),
});
