import { textWidth, wrappedTo } from "./sans.js";
import { cutSign, drawnSign } from "./signs.js";
import { element, escaped, picture, pixels } from "./svg.js";

const WIDTH = 860;
const FONT = 14;
const HEADING = 18;
const LINE = 20;
const MARGIN = 24;
const CELL = { x: 12, y: 8 };
/** The place that a sign takes before a text. */
const SIGN = 21;
/** The column of reasons. */
const SENTENCES = 2;

const STYLE = `
  text { font: ${FONT}px -apple-system, BlinkMacSystemFont, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; fill: #1f2328 }
  .h { font-size: ${HEADING}px } .h, .b, .s { font-weight: 600 } .s { font-size: 11px; fill: #ffffff }
  .page { fill: #ffffff } .row { fill: none } .odd { fill: #f6f8fa } .page, .row, .odd { stroke: #d1d9e0 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .page { fill: #0d1117 } .odd { fill: #151b23 } .page, .row, .odd { stroke: #3d444d }
  }
`;

/** Where a line of text begins, or ends. */
interface Place {
  x: number;
  y: number;
  class?: string;
  "text-anchor"?: string;
}

interface Cell {
  sign: string | null;
  lines: string[];
}

interface Column {
  x: number;
  width: number;
  isRight: boolean;
}

/** What a page shows of a Markdown report: its heading, its table and the line below. */
export function pagePicture(markdown: string): string {
  const lines = markdown.trimEnd().split("\n");
  const [head = "", rule = "", ...rows] = lines.filter((line) => line.startsWith("|"));
  const { sign, rest: heading } = cutSign((lines[0] ?? "").replace(/^#+ /, ""));
  const top = MARGIN + 40;
  const table = tablePicture([head, ...rows].map(cellsOf), cellsOf(rule), top);
  const height = top + table.height + 54;
  return picture({ width: WIDTH, height }, heading, STYLE, [
    element("rect", { class: "page", x: 0.5, y: 0.5, width: WIDTH - 1, height: height - 1, rx: 9 }),
    ...cellPicture({ sign, lines: [heading] }, { x: MARGIN, y: MARGIN + 18, class: "h" }),
    ...table.content,
    element("text", { x: MARGIN, y: height - MARGIN }, escaped(lines.at(-1) ?? "")),
  ]);
}

/** The cells of a row of Markdown, with the characters that it writes as references. */
const cellsOf = (row: string): string[] =>
  row
    .slice(2, -2)
    .split(" | ")
    .map((cell) => cell.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))));

function tablePicture(
  rows: readonly string[][],
  rule: readonly string[],
  top: number,
): { content: string[]; height: number } {
  const columns = columnsOf(rows, rule);
  const content: string[] = [];
  let y = top;
  for (const [at, texts] of rows.entries()) {
    const cells = texts.map((text, column) => wrappedCell(text, columns[column] as Column));
    const height = Math.max(...cells.map(({ lines }) => lines.length)) * LINE + 2 * CELL.y;
    const frame = { x: MARGIN + 0.5, y: y + 0.5, width: WIDTH - 2 * MARGIN - 1, height };
    content.push(element("rect", { class: at > 0 && at % 2 === 0 ? "odd" : "row", ...frame }));
    for (const [column, cell] of cells.entries()) {
      const { x, width, isRight } = columns[column] as Column;
      content.push(
        ...cellPicture(cell, {
          ...(at === 0 ? { class: "b" } : {}),
          ...(isRight ? { x: pixels(x + width - CELL.x), "text-anchor": "end" } : { x: pixels(x + CELL.x) }),
          y: y + CELL.y + 15,
        }),
      );
    }
    y += height;
  }
  return { content, height: y - top };
}

/** As wide as their widest cells; that of sentences takes the rest. */
function columnsOf(rows: readonly string[][], rule: readonly string[]): Column[] {
  const widths = rule.map((_, column) => {
    const widest = Math.max(...rows.map((texts) => widthOf(texts[column] ?? "")));
    return column === SENTENCES ? 0 : widest + 2 * CELL.x;
  });
  widths[SENTENCES] = WIDTH - 2 * MARGIN - widths.reduce((sum, width) => sum + width, 0);
  return widths.map((width, column) => ({
    x: MARGIN + widths.slice(0, column).reduce((sum, one) => sum + one, 0),
    width,
    isRight: rule[column]?.endsWith(":") === true,
  }));
}

function widthOf(text: string): number {
  const { sign, rest } = cutSign(text);
  return Math.ceil(textWidth(rest, FONT)) + (sign === null ? 0 : SIGN);
}

function wrappedCell(text: string, { width }: Column): Cell {
  const { sign, rest } = cutSign(text);
  return { sign, lines: wrappedTo(width - 2 * CELL.x - (sign === null ? 0 : SIGN), rest, FONT) };
}

/** The lines of a cell, and its sign before them. */
function cellPicture({ sign, lines }: Cell, place: Place): string[] {
  const x = sign === null ? place.x : pixels(place.x + SIGN);
  return [
    ...(sign === null ? [] : [drawnSign(sign, place.x, place.y - 12)]),
    ...lines.map((line, at) => element("text", { ...place, x, y: place.y + at * LINE }, escaped(line))),
  ];
}
