import { redactText } from "../../base.js";

/** Where progress is written: `process.stderr`, or anything that is written to as one. */
export interface ProgressStream {
  write(text: string, done?: (error?: Error | null) => void): unknown;
  /** True: a terminal, in which a line can be drawn again. */
  readonly isTTY?: boolean | undefined;
  /** The width of the terminal. Default: 80. */
  readonly columns?: number | undefined;
}

interface Emitter {
  listenerCount?(event: "error"): number;
  once?(event: "error", listener: () => void): unknown;
}

/** Writes what it can. Whoever reads may be gone (`EPIPE`), and that must not end the work whose progress is shown. */
export function writeTo(stream: ProgressStream, text: string): void {
  try {
    stream.write(text, (error) => {
      const emitter: Emitter = stream as Emitter;
      // The event follows this call; nobody who listens for it is in its way.
      if (error != null && emitter.listenerCount?.("error") === 0) emitter.once?.("error", () => undefined);
    });
  } catch {
    // Nothing can be shown.
  }
}

const DEFAULT_COLUMNS = 80;

export const columnsOf = ({ columns }: ProgressStream): number =>
  typeof columns === "number" && columns > 0 ? columns : DEFAULT_COLUMNS;

/**
 * A text that stays on its line: a platform's own words may hold what moves the cursor, or turns the text around. Masked, since
 * labels, files and notes may be addresses with credentials.
 */
export const onOneLine = (text: string): string =>
  redactText(text).replace(/[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, " ");
