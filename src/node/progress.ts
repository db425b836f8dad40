import process from "node:process";
import { type Clock, env, type Issue, optionIssue, systemClock, unknownOptions, ValidationError } from "../base.js";
import type { Display } from "./progress/display.js";
import { endBeforeExit } from "./progress/ends.js";
import { Lines } from "./progress/lines.js";
import { type Progress, type Shown, shownOf } from "./progress/snapshot.js";
import { drawn, stackOn } from "./progress/stack.js";
import { onOneLine, type ProgressStream } from "./progress/stream.js";

/** How progress is shown. */
export interface ProgressBarOptions {
  /** Where it is written. Default: standard error, since a pipeline's standard output may be data. */
  stream?: ProgressStream | undefined;
  /**
   * True: lines, in a terminal too. False: a bar in any terminal. Default: a bar in a terminal, unless the environment has
   * `CI` or `NO_COLOR`, or its `TERM` is `dumb`. What is no terminal gets lines always.
   */
  plain?: boolean | undefined;
  /** The least time between two lines, in milliseconds. Default: 5000. A bar is drawn ten times a second. */
  intervalMs?: number | undefined;
  /** Where the time between lines comes from, such as an emulator's. Default: the machine's clock. */
  clock?: Clock | undefined;
}

/** Shows how far work has come. Its functions may be taken off it, and none of them throws. */
export interface ProgressBar {
  /** Shows how far it is now, with a note of your own in the place of its words. After `stop` it does nothing. */
  readonly update: (progress: Progress, note?: string) => void;
  /** The same, to hand to a wait, a gate, an import or `requireAll` as its `onProgress`. */
  readonly onProgress: (progress: Progress) => void;
  /** Shows what was last told, and ends. Call it in `finally`; a second call does nothing. */
  readonly stop: () => void;
}

const OPTIONS = ["stream", "plain", "intervalMs", "clock"];
const INTERVAL_MS = 5_000;

/**
 * Shows how far work has come: as a bar in a terminal, which the package `cli-progress` draws; and as lines elsewhere, and
 * where that package is not installed: one when something has changed, not too often, and the last in any case. Several bars
 * at once are drawn below each other.
 *
 * ```ts
 * const bar = progressBar("scan");
 * try {
 *   await client.operations.waitForOperation(scan.id, { onProgress: bar.onProgress });
 * } finally {
 *   bar.stop();
 * }
 * ```
 *
 * A bar that is not stopped ends with the process, at an error or a signal too, and does not keep it alive. The terminal is
 * left as it was. Messages of the platform are not shown. Throws `ValidationError` naming the option.
 */
export function progressBar(label: string, options: ProgressBarOptions = {}): ProgressBar {
  check(label, options);
  const shower = new Shower(onOneLine(label), options);
  return {
    update: (progress, note) => shower.show(progress, note),
    onProgress: (progress) => shower.show(progress),
    stop: () => shower.stop(),
  };
}

class Shower {
  readonly #label: string;
  readonly #stream: ProgressStream;
  readonly #lines: () => Lines;
  readonly #forget: () => void;
  /** Null while the library that draws is loaded. */
  #display: Display | null = null;
  #last: Shown | null = null;
  #isOver = false;

  constructor(label: string, options: ProgressBarOptions) {
    const { stream = process.stderr, plain = isPlain(), intervalMs = INTERVAL_MS, clock = systemClock } = options;
    this.#label = label;
    this.#stream = stream;
    this.#lines = () => new Lines(label, stream, clock, intervalMs);
    this.#forget = endBeforeExit(() => this.stop());
    if (plain || stream.isTTY !== true) this.#display = this.#lines();
    // Where others are drawn, lines would come between them while the library is loaded.
    else this.#display = stackOn(stream)?.add(label) ?? null;
    if (this.#display === null) void this.#draw();
  }

  show(progress: Progress, note?: string): void {
    if (this.#isOver) return;
    const shown = shownOf(progress);
    this.#last = { percent: shown.percent, note: onOneLine(typeof note === "string" ? note : shown.note) };
    this.#display?.show(this.#last);
  }

  stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#forget();
    this.#display ??= this.#filled(this.#lines());
    this.#display.end();
  }

  /** Draws a bar; lines where the library is missing, or cannot draw. */
  async #draw(): Promise<void> {
    const library = await loaded();
    if (this.#isOver) return;
    let display: Display | null = null;
    try {
      if (library !== null) display = drawn(library, this.#label, this.#stream);
    } catch {
      // Lines show it too.
    }
    this.#display = this.#filled(display ?? this.#lines());
  }

  #filled(display: Display): Display {
    if (this.#last !== null) display.show(this.#last);
    return display;
  }
}

/** The library that draws; null where it is not installed. */
async function loaded(): Promise<typeof import("cli-progress") | null> {
  try {
    const found = await import("cli-progress");
    // It is no ES module: some loaders have its names below `default` alone, and some have no `default`.
    const { default: library = found } = found;
    return library;
  } catch {
    return null;
  }
}

/** Whether the environment says that nobody watches a terminal, or does not want it drawn on. */
function isPlain(): boolean {
  const ci = env("CI")?.toLowerCase();
  const isCi = ci !== undefined && ci !== "false" && ci !== "0";
  return isCi || env("NO_COLOR") !== undefined || env("TERM") === "dumb";
}

function check(label: unknown, options: unknown): void {
  if (typeof label !== "string") throw new ValidationError([optionIssue("label", "expected a text")]);
  if (typeof options !== "object" || options === null)
    throw new ValidationError([optionIssue("options", "expected an object")]);
  const { stream, plain, intervalMs, clock } = options as ProgressBarOptions;
  const issues: Issue[] = unknownOptions(options, OPTIONS);
  if (stream !== undefined && typeof stream?.write !== "function")
    issues.push(optionIssue("stream", "expected a stream to write to"));
  if (plain !== undefined && typeof plain !== "boolean") issues.push(optionIssue("plain", "expected true or false"));
  if (intervalMs !== undefined && !(Number.isFinite(intervalMs) && intervalMs >= 0))
    issues.push(optionIssue("intervalMs", "expected milliseconds, 0 or more and finite"));
  if (clock !== undefined && typeof clock?.now !== "function")
    issues.push(optionIssue("clock", "expected an object with now and sleep"));
  if (issues.length > 0) throw new ValidationError(issues);
}
