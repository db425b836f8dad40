export * from "./bounded.js";
export * from "./conclude.js";
export * from "./evidence.js";
export * from "./fresh.js";
export * from "./options.js";
export * from "./several.js";
export * from "./wait.js";
