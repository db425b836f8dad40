export * from "./api.js";
export {
  ConfigurationError,
  type Issue,
  issuesText,
  pathText,
  RedirectError,
  UnsupportedError,
  ValidationError,
} from "./config.js";
export * from "./contract.js";
export { brand, DqgateError, type ErrorContext, type ErrorKind } from "./dqgate-error.js";
export * from "./gate.js";
export * from "./transport.js";
