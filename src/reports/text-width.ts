/** Characters that take two columns: East Asian wide ones, and those shown as pictures. */
const WIDE =
  /^(?:[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|.\uFE0F)/u;
/** Characters that only change the one before them. */
const NONE = /^[\p{M}\p{Cf}]+$/u;
/** Code units of a column, at most: what is one character to a reader may be many, without a bound. */
const MOST_UNITS = 16;
const SEGMENTER = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What a reader takes for one character each, and its columns. One by one, since each segment has a copy of the whole text. */
export function* columnsOf(text: string): Generator<{ readonly text: string; readonly width: number }> {
  for (const { segment } of SEGMENTER.segment(text))
    yield { text: segment, width: NONE.test(segment) ? 0 : WIDE.test(segment) ? 2 : 1 };
}

/** How many columns a line takes on a terminal: of one that was cut, since this reads all of it. */
export function widthOf(line: string): number {
  let sum = 0;
  for (const { width } of columnsOf(line)) sum += width;
  return sum;
}

/** Filled with spaces to a width. */
export const padded = (line: string, width: number): string => line + " ".repeat(Math.max(0, width - widthOf(line)));

/** The line, or its beginning and `…` where it is wider. */
export function cut(line: string, width: number): string {
  if (!isWider(line, width)) return line;
  return `${beginning(line, width - 1).trimEnd()}…`;
}

/** Lines of at most this width, broken at spaces where there are some; what is beyond the last line is cut. */
export function wrapped(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (lines.length < most - 1 && isWider(rest, width)) {
    const whole = beginning(rest, width);
    const space = rest[whole.length] === " " ? whole.length : whole.lastIndexOf(" ");
    const line = space > 0 ? rest.slice(0, space) : whole;
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  return [...lines, cut(rest, width)];
}

const isWider = (line: string, width: number): boolean => beginning(line, width).length < line.length;

/** As much of it as fits; one character at least, so that there is an end to wrapping. */
function beginning(line: string, width: number): string {
  let fitting = "";
  let used = 0;
  for (const { text, width: own } of columnsOf(bounded(line, width))) {
    if (used + own > width && fitting !== "") break;
    fitting += text;
    used += own;
  }
  return fitting;
}

/** What may be seen of a line in so many columns, and some more; a pair of surrogates stays whole. */
function bounded(line: string, width: number): string {
  const end = (width + 4) * MOST_UNITS;
  const isPair = (line.codePointAt(end - 1) ?? 0) > 0xffff;
  return line.slice(0, isPair ? end - 1 : end);
}
