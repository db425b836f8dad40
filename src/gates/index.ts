export * from "./age.js";
export * from "./bounded.js";
export * from "./conclude.js";
export type {
  Condition,
  ConditionContext,
  ConditionFunction,
  ConditionSettings,
  Conditions,
} from "./condition.js";
export * from "./evidence.js";
export * from "./fresh.js";
export * from "./options.js";
export * from "./require-all.js";
export * from "./run.js";
export * from "./several.js";
export * from "./wait.js";
