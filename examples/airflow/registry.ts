import { Dag, DagRegistry } from "apache-airflow-ts-sdk";
import { gateOrders, requireOrders } from "./gate-orders.js";

const orders = new Dag("orders");
orders.task("gate_orders", gateOrders);
orders.task("require_orders", requireOrders);

/** What the bundle serves. The ids are those of `dag.py`. */
export const registry: DagRegistry = new DagRegistry(orders);
