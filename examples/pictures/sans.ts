/** Advances of Helvetica, in hundredths of the font's size; whatever is missing is taken for a digit. */
const ADVANCES: Readonly<Record<string, number>> = {
  " .,:;!|/It": 28,
  "()-r": 33,
  "jil'": 23,
  fcksvxyzJ: 51,
  _: 56,
  "ABEKPSVXY&": 68,
  CDHNRUw: 73,
  GOQ: 78,
  mM: 84,
  W: 95,
};
const DIGIT = 56;
/** Other fonts are wider: so much is left for them. */
const SLACK = 1.08;

const ADVANCE_OF = new Map(
  Object.entries(ADVANCES).flatMap(([characters, advance]) => [...characters].map((one) => [one, advance] as const)),
);

/** About how wide a line is, in pixels. */
export const textWidth = (text: string, font: number): number =>
  [...text].reduce((sum, one) => sum + (ADVANCE_OF.get(one) ?? DIGIT), 0) * 0.01 * font * SLACK;

/** The lines of a text, broken at spaces. */
export function wrappedTo(width: number, text: string, font: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1) ?? ""} ${word}`;
    if (lines.length > 0 && textWidth(longer, font) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
