import { type ProgressBar, type ProgressBarOptions, progressBar } from "dqgate/node";
import { VirtualClock } from "dqgate/testing";
import { onTestFinished, vi } from "vitest";
import type { Terminal } from "./terminal.js";
import { until } from "./until.js";

/** As if nothing said where the tests run. */
export function withoutEnvironment(): void {
  for (const name of ["CI", "NO_COLOR", "TERM"]) vi.stubEnv(name, "");
}

export interface Kept {
  readonly lines: readonly string[];
  readonly clock: VirtualClock;
  readonly options: ProgressBarOptions;
}

/** Options that keep lines, of which one may be written in so many milliseconds. */
export function kept(intervalMs = 1_000): Kept {
  const lines: string[] = [];
  const clock = new VirtualClock();
  return { lines, clock, options: { clock, intervalMs, stream: { write: (line) => lines.push(line) } } };
}

/** A bar on a terminal that has been drawn once. */
export async function drawnOn(screen: Terminal, label = "scan"): Promise<ProgressBar> {
  const one = progressBar(label, { stream: screen });
  onTestFinished(one.stop);
  await until(() => screen.written().includes(label));
  return one;
}
