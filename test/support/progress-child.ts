// A program that shows progress, and ends in the way that its argument names.
import { endRunsOnSignals, progressBar } from "dqgate/node";

const [how = "", look = "lines"] = process.argv.slice(2);
let drawn = (): void => undefined;
const isDrawn = new Promise<void>((resolve) => {
  drawn = resolve;
});
const stream = {
  isTTY: look === "bar",
  columns: 60,
  write: (text: string, done?: (error?: Error | null) => void) => {
    if (text.includes("scan")) drawn();
    return (how === "throw" ? process.stderr : process.stdout).write(text, done);
  },
};

if (how === "with-runs") {
  // One that is begun while runs are ended must not keep the process.
  const stopTracking = async (): Promise<number[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    bar.stop();
    progressBar("late", { stream });
    return [];
  };
  endRunsOnSignals({ executions: { stopTracking } });
}
const onTerm = (): void => {
  bar.update(60, "told to end");
  setTimeout(() => process.exit(7), 20);
};
if (how === "with-listener-before") process.once("SIGTERM", onTerm);
const bar = progressBar("scan", { stream, plain: false, intervalMs: 600_000 });
bar.update(1, "begun");
bar.update(50, "half");
if (how === "with-runs-before") endRunsOnSignals({ executions: { stopTracking: async () => [] } });
if (how === "with-listener") process.once("SIGTERM", onTerm);

const later = (): void => {
  bar.update(70, "later");
  if (how === "throw") throw new Error("nobody catches this");
  if (how === "exit") process.exit(3);
  if (how === "nothing") return;
  process.stderr.write("ready\n");
  setInterval(() => undefined, 1_000);
};
// A bar is drawn once the library is there.
void isDrawn.then(() => setImmediate(later));
