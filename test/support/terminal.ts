import type { ProgressStream } from "dqgate/node";

/** A terminal that understands what draws bars: what it shows is known without one. */
export interface Terminal extends ProgressStream {
  /** The lines that it shows, without spaces at their ends, up to the one with the cursor. */
  readonly lines: () => string[];
  /** All that was written. */
  readonly written: () => string;
  columns: number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a terminal reads.
const PIECE = /\x1b\[(\?)?(\d*)([A-Za-z])|\n|\r|[^\x1b\n\r]+/gu;

/** A terminal of so many columns. A line that is too wide wraps, as it does on a real one. */
export function terminal(columns = 80): Terminal {
  let text = "";
  const own: Terminal = {
    isTTY: true,
    columns,
    write: (piece) => {
      text += piece;
      return true;
    },
    written: () => text,
    lines: () => shown(text, own.columns),
  };
  return own;
}

function shown(text: string, columns: number): string[] {
  const rows: string[][] = [[]];
  let [row, column] = [0, 0];
  const here = (): string[] => {
    while (rows.length <= row) rows.push([]);
    return rows[row] as string[];
  };
  for (const [piece, mode, count, command] of text.matchAll(PIECE)) {
    if (mode !== undefined) throw new Error(`a mode of the terminal was changed: ${JSON.stringify(piece)}`);
    if (piece === "\n") [row, column] = [row + 1, 0];
    else if (piece === "\r") column = 0;
    else if (command === undefined) {
      for (const one of piece) {
        if (column === columns) [row, column] = [row + 1, 0];
        const cells = here();
        while (cells.length < column) cells.push(" ");
        cells[column] = one;
        column += 1;
      }
    } else if (command === "A") row = Math.max(0, row - Number(count || 1));
    else if (command === "B") row += Number(count || 1);
    else if (command === "G") column = Number(count || 1) - 1;
    else if (command === "K") here().length = count === "2" ? 0 : Math.min(here().length, column);
    else if (command === "J") {
      here().length = Math.min(here().length, column);
      rows.length = row + 1;
    } else throw new Error(`unknown: ${JSON.stringify(piece)}`);
  }
  here();
  return rows.map((cells) =>
    Array.from(cells, (cell) => cell ?? " ")
      .join("")
      .trimEnd(),
  );
}
