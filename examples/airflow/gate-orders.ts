// Two tasks, because a handler of this SDK (0.1.0-beta1) has no way to fail without a retry: whatever it throws is tried
// again while its stub has `retries` left. So one task with retries asks and keeps the answer, and one without acts on it.
import type { TaskHandlerArgs } from "apache-airflow-ts-sdk";
import { isWorthRetrying, type ReportJson, RequirementsError } from "dqgate";
import { gate, type Plan } from "../portable/pipeline.js";
import { clientOf } from "./connection.js";

const CONNECTION = "data_quality";
const ORDERS: Plan = { asset: "shop.orders", maxAgeHours: 6, gates: ["fresh", "no_anomalies"] };

/** What `gate_orders` leaves in XCom, as plain data. */
export interface Answer {
  passed: boolean;
  reason: string;
  /** With the evidence of every gate; null where none could be asked. */
  report: ReportJson | null;
}

/** Asks the gates, and gives the answer. Fails only where asking again may open them: then Airflow asks again. */
export async function gateOrders({ ctx, client }: TaskHandlerArgs): Promise<Answer> {
  // What fails here is Airflow's own, and Airflow's to repeat.
  const connection = await client.getConnection(CONNECTION);
  try {
    const report = await gate(clientOf(CONNECTION, connection), ORDERS, { signal: ctx.signal });
    return { passed: true, reason: report.explain(), report: report.toJSON() };
  } catch (error) {
    if (ctx.signal.aborted || isWorthRetrying(error)) throw error;
    const report = error instanceof RequirementsError ? error.report.toJSON() : null;
    return { passed: false, reason: String(error), report };
  }
}

/** Fails unless `gate_orders` left a yes. Its stub has no retries: the answer stays what it is. */
export async function requireOrders({ client }: TaskHandlerArgs): Promise<void> {
  const answer = await client.getXCom<Answer>({ key: "return_value", taskId: "gate_orders" });
  if (answer?.passed !== true) throw new Error(answer?.reason ?? "gate_orders left no answer");
}
