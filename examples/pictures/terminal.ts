import { element, escaped, picture, pixels } from "./svg.js";

/** How wide the text is, in columns. */
export const COLUMNS = 92;

const FONT = 14;
/** Of most monospaced fonts. Each piece of text is told its width, so that others keep to the grid too. */
const COLUMN = FONT * 0.602;
const LINE = 21;
const PADDING = 22;
const BAR = 42;

const STYLE = `
  text { font: ${FONT}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #e6edf3; white-space: pre }
  .c31 { fill: #ff7b72 } .c32 { fill: #56d364 } .c33 { fill: #e3b341 } .c35 { fill: #d2a8ff }
`;

/** A piece of a line in one colour. */
interface Run {
  text: string;
  /** As the terminal numbers it; null: its own. */
  colour: string | null;
  column: number;
}

/** What a terminal shows of a text with colours, in the window of one. It is dark, whatever is around it. */
export function terminalPicture(text: string): string {
  const lines = text.split("\n").map(runsOf);
  const width = Math.ceil(COLUMNS * COLUMN + 2 * PADDING);
  const height = BAR + lines.length * LINE + PADDING;
  const title = (lines.at(-1) ?? []).map((run) => run.text).join(" ");
  return picture({ width, height }, title, STYLE, [
    element("rect", {
      x: 0.5,
      y: 0.5,
      width: width - 1,
      height: height - 1,
      rx: 9,
      fill: "#0d1117",
      stroke: "#484f58",
    }),
    ...["#ff5f57", "#febc2e", "#28c840"].map((fill, at) => element("circle", { cx: 22 + at * 20, cy: 19, r: 6, fill })),
    ...lines.flatMap((runs, at) => runs.map((run) => textOf(run, BAR + (at + 1) * LINE - 5))),
  ]);
}

function textOf({ text, colour, column }: Run, y: number): string {
  const attributes = {
    ...(colour === null ? {} : { class: `c${colour}` }),
    x: pixels(PADDING + column * COLUMN),
    y,
    textLength: pixels(text.length * COLUMN),
  };
  return element("text", attributes, escaped(text));
}

/** The pieces of a line. Spaces between them are left out, since each has a place of its own. */
function runsOf(line: string): Run[] {
  const runs: Run[] = [];
  let column = 0;
  // Each part begins with the code of its colour; 0 is none.
  for (const part of `\u001B[0m${line}`.split("\u001B[").slice(1)) {
    const code = part.slice(0, part.indexOf("m"));
    const text = part.slice(code.length + 1);
    for (const { 0: piece, index } of text.matchAll(/\S+(?: \S+)*/g))
      runs.push({ text: piece, colour: code === "0" ? null : code, column: column + index });
    column += text.length;
  }
  return runs;
}
