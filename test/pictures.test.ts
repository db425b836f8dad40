import { readdirSync, readFileSync } from "node:fs";
import { markdownOf, tableOf } from "dqgate";
import { describe, expect, it } from "vitest";
import { pictures } from "../examples/pictures/pictures.js";
import { reportOfLoad } from "../examples/pictures/report.js";
import { COLUMNS } from "../examples/pictures/terminal.js";
import { parseXml, type XmlElement } from "./support/xml.js";

const root = new URL("../", import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), "utf8");
const drawn = await pictures();
const report = await reportOfLoad();
const files = [...drawn.keys()];

/** The elements of a name, in the order of the file. */
const all = (element: XmlElement, name: string): XmlElement[] =>
  element.children.flatMap((one) => [...(one.name === name ? [one] : []), ...all(one, name)]);

const numbers = ({ attributes }: XmlElement): Record<string, number> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, Number(value)]));

/** The lines of a terminal's picture, each piece of text at the column where it is drawn. */
function linesOf(svg: string): string[] {
  const texts = all(parseXml(svg), "text");
  const { textLength = Number.NaN } = numbers(texts[0] as XmlElement);
  const column = textLength / (texts[0] as XmlElement).text.length;
  const [left, top] = [numbers(texts[0] as XmlElement).x as number, numbers(texts[0] as XmlElement).y as number];
  const lines: string[] = [];
  for (const one of texts) {
    const { x = Number.NaN, y = Number.NaN, textLength: width } = numbers(one);
    expect(width).toBeCloseTo(one.text.length * column, 0);
    const at = (y - top) / 21;
    lines[at] = (lines[at] ?? "").padEnd(Math.round((x - left) / column)) + one.text;
  }
  return Array.from(lines, (line) => line ?? "");
}

describe("the pictures", () => {
  it.each(files)("%s is what examples/pictures/make.ts draws today", (file) => {
    expect(textOf(`images/${file}`)).toBe(drawn.get(file));
  });

  it("are the same in every run", async () => {
    for (let run = 0; run < 5; run += 1) expect(await pictures()).toEqual(drawn);
  });

  it("are all that there is in images/, and the README shows each and says what it is of", () => {
    expect(readdirSync(new URL("images/", root)).sort()).toEqual([...files].sort());
    const shown = [...textOf("README.md").matchAll(/!\[([^\]]{20,})\]\(images\/([^)]+)\)/g)].map(([, , file]) => file);
    expect(shown.sort()).toEqual([...files].sort());
  });

  it.each(files)("%s is XML that loads nothing, with a title and no text beyond its edges", (file) => {
    const svg = parseXml(drawn.get(file) as string);
    const { width = 0, height = 0 } = numbers(svg);
    expect(svg.attributes).toMatchObject({ xmlns: "http://www.w3.org/2000/svg", role: "img" });
    expect(svg.attributes.viewBox).toBe(`0 0 ${width} ${height}`);
    expect(svg.children[0]?.text).toContain("3 of 5 conditions do not pass, 1 warning");
    expect(drawn.get(file)).not.toMatch(/href|url\(|@import|<script|<image/);
    for (const one of all(svg, "text")) {
      const { x = Number.NaN, y = Number.NaN, textLength = 0 } = numbers(one);
      expect(x).toBeGreaterThanOrEqual(7);
      expect(x + textLength).toBeLessThanOrEqual(width - 20);
      expect(y).toBeLessThanOrEqual(height - 20);
    }
  });

  it("show the table as a terminal does, column by column", () => {
    const table = tableOf(report, { color: false, width: COLUMNS });
    expect(linesOf(drawn.get("report-terminal.svg") as string)).toEqual(table.split("\n"));
  });

  it("show the colours of the table", () => {
    const texts = all(parseXml(drawn.get("report-terminal.svg") as string), "text");
    const classOf = (start: string): string | undefined =>
      texts.find(({ text }) => text.startsWith(start))?.attributes.class;
    expect(["PASS", "FAIL", "UNKNOWN", "ERROR", "warn (fail)", "FAIL: 3", "orders"].map(classOf)).toEqual([
      "c32",
      "c31",
      "c33",
      "c35",
      "c33",
      "c31",
      undefined,
    ]);
  });

  it("show every word of the Markdown, and a sign for each of its own", () => {
    const markdown = markdownOf(report);
    const svg = parseXml(drawn.get("report-page.svg") as string);
    const texts = all(svg, "text").filter((one) => one.attributes.class !== "s");
    const rule = "| --- | --- | --- | ---: |";
    const words = markdown
      .replace(rule, "")
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replace(/^#+|\||✅|❌|❔|🚫|⚠️/gmu, " ");
    // A cell that is wrapped ends before the next one begins.
    const sorted = (text: string): string[] => text.trim().split(/\s+/).sort();
    expect(sorted(texts.map(({ text }) => text).join(" "))).toEqual(sorted(words));
    const signs = all(svg, "g").filter(({ attributes }) => attributes.transform?.startsWith("translate("));
    expect(signs).toHaveLength(report.conditions.length + 1);
  });
});
