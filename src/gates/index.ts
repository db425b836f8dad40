export * from "./bounded.js";
export * from "./conclude.js";
export * from "./evidence.js";
export * from "./wait.js";
