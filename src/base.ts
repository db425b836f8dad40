// What every entry shares. It is built as one file of its own, so that a class exists once a format.
export * from "./client.js";
export * from "./core/auth.js";
export * from "./core/clock.js";
export * from "./core/dialect.js";
export { env, envInteger } from "./core/env.js";
export * from "./core/http.js";
export * from "./core/logger.js";
export * from "./core/model/index.js";
export * from "./core/pagination.js";
export * from "./core/path.js";
export { redact, redactText } from "./core/redact.js";
export * from "./core/request.js";
export type { Fetch } from "./core/transport.js";
export * from "./errors/index.js";
export * from "./gates/index.js";
export * from "./platform.js";
export * from "./portable.js";
export { VERSION } from "./version.js";
