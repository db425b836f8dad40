import type { MultiBar, SingleBar } from "cli-progress";
import { cut } from "../../base.js";
import type { Display } from "./display.js";
import { percentText } from "./lines.js";
import type { Shown } from "./snapshot.js";
import { columnsOf, type ProgressStream, writeTo } from "./stream.js";

type Library = typeof import("cli-progress");

const WIDTH = 30;
const LEAST_WIDTH = 8;
/** The bars that are drawn below each other on one terminal. */
const stacks = new WeakMap<ProgressStream, Stack>();

/** Draws a bar on a terminal, below those that are there. */
export const drawn = (library: Library, label: string, stream: ProgressStream): Display =>
  (stackOn(stream) ?? new Stack(library, stream)).add(label);

/** The bars on a terminal; undefined where there are none. */
export const stackOn = (stream: ProgressStream): Stack | undefined => stacks.get(stream);

/**
 * Bars below each other. No mode of the terminal is changed (the cursor is not hidden, and lines are cut here), so that none
 * is left behind however the process ends; and no timer keeps it alive.
 */
class Stack {
  readonly #stream: ProgressStream;
  readonly #bars: MultiBar;
  readonly #active = new Set<SingleBar>();

  constructor({ MultiBar }: Library, stream: ProgressStream) {
    this.#stream = stream;
    this.#bars = new MultiBar({
      stream: screenOf(stream),
      format: (_options, _params, { line }: { line: () => string }) => line(),
      hideCursor: false,
      linewrap: true,
      forceRedraw: true, // a bar that does not change may have moved
      gracefulExit: false,
    });
    const release = (): void => {
      (this.#bars as { timer?: NodeJS.Timeout | null }).timer?.unref?.();
    };
    this.#bars.on("start", release);
    this.#bars.on("update-post", release);
  }

  add(label: string): Display {
    let shown: Shown = { percent: null, note: "" };
    const line = (): string => barLine(label, shown, columnsOf(this.#stream));
    const bar = this.#bars.create(1, 0, { line });
    this.#active.add(bar);
    stacks.set(this.#stream, this);
    this.#bars.update();
    return {
      show: (next) => {
        shown = next;
      },
      end: () => this.#end(bar, line()),
    };
  }

  /** What has ended goes up, out of the way of those that are drawn on. */
  #end(bar: SingleBar, line: string): void {
    if (!this.#active.delete(bar)) return;
    if (this.#active.size > 0) {
      this.#bars.log(`${line}\n`);
      this.#bars.remove(bar);
    } else {
      stacks.delete(this.#stream);
      this.#bars.stop();
    }
  }
}

/** A line that fits, since one that wraps cannot be drawn again. */
function barLine(label: string, { percent, note }: Shown, columns: number): string {
  const width = Math.min(WIDTH, Math.max(LEAST_WIDTH, Math.floor(columns / 3)));
  const full = Math.floor((width * (percent ?? 0)) / 100);
  const share = percent === null ? "" : ` ${percentText(percent)}`;
  const text = `${label} ${"█".repeat(full)}${"░".repeat(width - full)}${share}  ${note}`;
  return cut(text.trimEnd(), Math.max(1, columns - 1));
}

/** What the library writes to: as the stream is at that moment, and without its errors. */
function screenOf(stream: ProgressStream): NodeJS.WritableStream {
  const screen = {
    isTTY: true,
    get columns(): number {
      return columnsOf(stream);
    },
    write(text: string): boolean {
      writeTo(stream, text);
      return true;
    },
  };
  return screen as unknown as NodeJS.WritableStream;
}
