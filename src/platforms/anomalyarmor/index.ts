export type { AnomalyArmorOptions } from "./config.js";
export * from "./models/assets.js";
export * from "./models/freshness.js";
export * from "./models/jobs.js";
export type { PageParams } from "./models/params.js";
export { type AnomalyArmorClient, AnomalyArmorNamespaces, anomalyArmor } from "./platform.js";
export * from "./resources/assets.js";
export * from "./resources/freshness.js";
export * from "./resources/jobs.js";
