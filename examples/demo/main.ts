// npm run demo [-- --stale | --live]      AnomalyArmor
// npm run demo -- qualytics               Qualytics
// npm run demo -- watcher                 Watcher
import { parseArgs } from "node:util";
import { DqgateError } from "dqgate";
import { emulatedDemo } from "./anomalyarmor.js";
import { liveDemo } from "./anomalyarmor-live.js";
import { qualyticsDemo } from "./qualytics.js";
import { paint, say } from "./screen.js";
import { watcherDemo } from "./watcher.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stale: { type: "boolean", default: false }, live: { type: "boolean", default: false } },
});

const demos: Readonly<Record<string, () => Promise<void>>> = {
  anomalyarmor: () => (values.live ? liveDemo() : emulatedDemo({ staysStale: values.stale })),
  qualytics: qualyticsDemo,
  watcher: watcherDemo,
};

const [platform = "anomalyarmor"] = positionals;
const demo = Object.hasOwn(demos, platform) ? demos[platform] : undefined;
try {
  if (demo === undefined) {
    say(paint("red", `There is no demo of ${platform}; there is one of ${Object.keys(demos).join(", ")}.`));
    process.exitCode = 2;
  } else await demo();
} catch (error) {
  if (!(error instanceof DqgateError)) throw error;
  const meaning = error.kind === "gate" ? "The gate stays closed" : "No answer";
  say(`\n${paint("red", `${meaning}: ${error.name}: ${error.message}`)}`);
  process.exitCode = 1;
}
