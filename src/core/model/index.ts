export * from "./field.js";
export { type Input, type InputOptions, input, type Sent } from "./input.js";
export { type Model, type ModelOptions, model, type Table } from "./model.js";
export { isRecord } from "./names.js";
export { parseTime } from "./time.js";
