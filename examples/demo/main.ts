// npm run demo [-- --stale | --live]
import { parseArgs } from "node:util";
import { DqgateError } from "dqgate";
import { emulatedDemo } from "./anomalyarmor.js";
import { liveDemo } from "./anomalyarmor-live.js";
import { paint, say } from "./screen.js";

const { values } = parseArgs({
  options: { stale: { type: "boolean", default: false }, live: { type: "boolean", default: false } },
});

try {
  await (values.live ? liveDemo() : emulatedDemo({ staysStale: values.stale }));
} catch (error) {
  if (!(error instanceof DqgateError)) throw error;
  const meaning = error.kind === "gate" ? "The gate stays closed" : "No answer";
  say(`\n${paint("red", `${meaning}: ${error.name}: ${error.message}`)}`);
  process.exitCode = 1;
}
