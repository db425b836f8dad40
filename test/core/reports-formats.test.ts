import { checkAll, type GateReport, junitOf, markdownOf, type Observation, tableOf, ValidationError } from "dqgate";
import { VirtualClock } from "dqgate/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { failure } from "../support/failure.js";
import { evidence, variedReport } from "../support/reports.js";
import { parseXml, type XmlElement } from "../support/xml.js";

const ESCAPE = "\u001B";
const COLOURS = new RegExp(`${ESCAPE}\\[\\d+m`, "g");
const COLOUR_FIRST = new RegExp(`^${ESCAPE}\\[(\\d+)m`);
const { isTTY, columns } = process.stdout;

function standAs(terminal: { isTTY: boolean; columns?: number | undefined }): void {
  Object.assign(process.stdout, { columns: undefined, ...terminal });
}

afterEach(() => standAs({ isTTY, columns }));

/** A report of conditions that each fail with a reason of their own. */
const failing = (reasons: Readonly<Record<string, string>>): Promise<GateReport> =>
  checkAll(
    Object.fromEntries(Object.entries(reasons).map(([name, reason]) => [name, async () => evidence("fail", reason)])),
    { clock: new VirtualClock() },
  );

/** Columns on a terminal, by a rule of its own: what is tested here is wide or narrow beyond doubt. */
const columnsOf = (line: string): number =>
  [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(line)].reduce(
    (sum, { segment }) =>
      sum + (/^[\u4E00-\u9FFF\uAC00-\uD7A3\u3040-\u30FF\u{1F300}-\u{1FAFF}]/u.test(segment) ? 2 : 1),
    0,
  );

describe("the table", () => {
  it("has one row a condition, and the verdict at last", async () => {
    expect(tableOf(await variedReport(), { color: false, width: 100 }).split("\n")).toEqual([
      "PASS            orders are fresh  1.5 s  orders is fresh",
      "FAIL            items are fresh    0 ms  items is stale: 30 h old",
      "UNKNOWN         keys hold          0 ms  never checked",
      "ERROR           no anomalies       0 ms  ConnectionError: no route",
      "warn (fail)     rows are many      0 ms  it is false",
      "warn (unknown)  rows are few       0 ms  it gave no evidence, but nothing",
      "PASS            muted ones         0 ms  nothing shows it, and it passes as onUnknown says: it is",
      "                                         muted",
      "",
      "FAIL: 3 of 5 conditions do not pass, 2 warnings (8 requests, 1.5 s)",
    ]);
  });

  it("tells long times in minutes", async () => {
    const clock = new VirtualClock();
    const run = async (): Promise<boolean> => {
      await clock.sleep(150_000);
      return true;
    };
    expect(tableOf(await checkAll({ run }, { clock }), { color: false })).toContain("2.5 min");
  });

  it("colours the outcomes, and nothing else", async () => {
    const report = await variedReport();
    const coloured = tableOf(report, { color: true, width: 100 });
    const lines = coloured.split("\n");
    expect(lines.map((line) => COLOUR_FIRST.exec(line)?.[1])).toEqual([
      "32",
      "31",
      "33",
      "35",
      "33",
      "33",
      "32",
      undefined,
      undefined,
      "31",
    ]);
    expect(lines[0]).toBe(`${ESCAPE}[32mPASS          ${ESCAPE}[0m  orders are fresh  1.5 s  orders is fresh`);
    expect(coloured.replace(COLOURS, "")).toBe(tableOf(report, { color: false, width: 100 }));
  });

  it.each<[string, Record<string, string>, boolean, boolean]>([
    ["a terminal", {}, true, true],
    ["no terminal", {}, false, false],
    ["a terminal, and NO_COLOR", { NO_COLOR: "1" }, true, false],
    ["a terminal, and an empty NO_COLOR", { NO_COLOR: "" }, true, true],
    ["a dumb terminal", { TERM: "dumb" }, true, false],
    ["no terminal, and FORCE_COLOR", { FORCE_COLOR: "1" }, false, true],
    ["a terminal, and FORCE_COLOR=0", { FORCE_COLOR: "0" }, true, false],
    ["a terminal, and FORCE_COLOR=false", { FORCE_COLOR: "false" }, true, false],
    ["both", { FORCE_COLOR: "3", NO_COLOR: "1" }, false, true],
  ])("is coloured by itself as it should be on %s", async (_, environment, isTerminal, isColoured) => {
    for (const name of ["NO_COLOR", "FORCE_COLOR", "TERM"]) vi.stubEnv(name, environment[name]);
    standAs({ isTTY: isTerminal });
    const report = await variedReport();
    expect(tableOf(report).includes(ESCAPE)).toBe(isColoured);
    expect(tableOf(report, { color: "auto" }).includes(ESCAPE)).toBe(isColoured);
    expect(tableOf(report, { color: true })).toContain(ESCAPE);
    expect(tableOf(report, { color: false })).not.toContain(ESCAPE);
  });

  it("is as wide as the terminal, else 100 columns, and 40 at least", async () => {
    const report = await failing({ a: "word ".repeat(100) });
    const widest = (): number =>
      Math.max(
        ...tableOf(report, { color: false })
          .split("\n")
          .slice(0, -1)
          .map((line) => line.length),
      );
    for (const [told, least, most] of [
      [70, 60, 70],
      [undefined, 90, 100],
      [0, 90, 100],
      [10, 30, 40],
    ] as const) {
      standAs({ isTTY: true, columns: told });
      expect(widest()).toBeGreaterThan(least);
      expect(widest()).toBeLessThanOrEqual(most);
    }
  });

  it.each([40, 60, 100])("keeps to %i columns whatever it shows", async (width) => {
    const report = await failing({
      "注文テーブルは新しいはずです、いつもそうでした、そしてこれからも": "最終更新が古すぎます。".repeat(20),
      "🚚 deliveries 👨‍👩‍👧‍👦 👍🏽": "🚚".repeat(200),
      ["x".repeat(300)]: "y".repeat(900),
      "cafe\u0301 e\u0301": "short words, and many of them, to be broken at spaces only ".repeat(3),
    });
    const lines = tableOf(report, { color: false, width }).split("\n").slice(0, -2);
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(lines.join("\n")).toContain("…");
    expect(lines.join("\n")).not.toMatch(/\p{Cs}|\uFFFD/u);
    expect(lines.join(" ").replace(/\s+/g, " ")).toContain("short words, and");
  });

  it("aligns what follows wide names", async () => {
    const lines = tableOf(await failing({ 注文: "one", ab: "two", "👍🏽": "three", "e\u0301": "four" }), {
      color: false,
    }).split("\n");
    const at = ["one", "two", "three", "four"].map((word, index) => {
      const line = lines[index] as string;
      return columnsOf(line.slice(0, line.indexOf(word)));
    });
    expect(new Set(at).size).toBe(1);
  });

  it("puts reasons below where there is no room beside", async () => {
    const report = await failing({ "a name that takes its part": "a reason of several words that needs a line" });
    expect(tableOf(report, { color: false, width: 40 }).split("\n").slice(0, 3)).toEqual([
      "FAIL  a name that tak…  0 ms",
      "      a reason of several words that",
      "      needs a line",
    ]);
  });

  it("shows no control characters of others", async () => {
    const report = await failing({ "a\tb\u001B[31m": "one\r\ntwo\u001B[2J \u202Ethree\u0007" });
    const table = tableOf(report, { color: false });
    expect(table.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202E]/u);
    expect(table.split("\n")).toHaveLength(3);
  });

  it.each<[string, unknown]>([
    ["color", "always"],
    ["color", 1],
    ["width", 39],
    ["width", 80.5],
    ["width", "80"],
    ["colour", true],
  ])("takes no wrong option: %s: %o", async (name, value) => {
    const report = await variedReport();
    const error = await failure(() => tableOf(report, { [name]: value }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(name);
    expect(await failure(() => tableOf(report, null as never))).toMatchObject({ field: "options" });
  });
});

describe("a long name", () => {
  it.each([
    ["letters", "x".repeat(300_000)],
    ["pairs of surrogates", `a${"🚚".repeat(150_000)}`],
    ["one character to a reader", `e${"\u0301".repeat(299_999)}`],
  ])("of %s is cut in the table, and whole elsewhere", async (_, name) => {
    const report = await failing({ [name]: name });
    const table = tableOf(report, { color: false, width: 100 });
    expect(table.length).toBeLessThan(10_000);
    expect(table).toContain("…");
    expect(table).not.toMatch(/\p{Cs}/u);
    expect(markdownOf(report)).toContain(name);
    expect(parseXml(junitOf(report)).children[0]?.children[0]?.attributes.name).toBe(name);
  });
});

describe("the Markdown", () => {
  it("is a heading and a table", async () => {
    expect(markdownOf(await variedReport()).split("\n")).toEqual([
      "### ❌ 3 of 5 conditions do not pass, 2 warnings",
      "",
      "| Outcome | Condition | Reason | Time |",
      "| --- | --- | --- | ---: |",
      "| ✅ pass | orders are fresh | orders is fresh | 1.5 s |",
      "| ❌ fail | items are fresh | items is stale: 30 h old | 0 ms |",
      "| ❔ unknown | keys hold | never checked | 0 ms |",
      "| 🚫 error | no anomalies | ConnectionError: no route | 0 ms |",
      "| ⚠️ fail (warning) | rows are many | it is false | 0 ms |",
      "| ⚠️ unknown (warning) | rows are few | it gave no evidence, but nothing | 0 ms |",
      "| ✅ pass | muted ones | nothing shows it, and it passes as onUnknown says: it is muted | 0 ms |",
      "",
      "8 requests, 1.5 s.",
      "",
    ]);
  });

  it("lets nothing of a name or reason act", async () => {
    const name = "a|b `c` <img src=x> &amp; \\| [d](http://e) *f* _g_ ~~h~~ $i$";
    const lines = markdownOf(await failing({ [name]: "one\r\ntwo\n\n| three |\n# four" })).split("\n");
    expect(lines).toHaveLength(8);
    const row = lines[4] as string;
    expect(row.split("|")).toHaveLength(6);
    const [, , shownName, reason] = row.split("|").map((cell) => cell.trim());
    expect(shownName).not.toMatch(/[`<>*_[\]~$\\]/);
    const decode = (text = ""): string =>
      text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    expect(decode(shownName)).toBe(name);
    expect(decode(reason)).toBe("one two | three | # four");
  });
});

describe("the JUnit XML", () => {
  const cases = (xml: string): XmlElement[] => parseXml(xml).children[0]?.children ?? [];

  it("counts and names what CI systems show", async () => {
    const root = parseXml(junitOf(await variedReport(), { suite: "nightly" }));
    const counts = { name: "nightly", tests: "7", failures: "2", errors: "1", skipped: "2", time: "1.500" };
    expect(root).toMatchObject({ name: "testsuites", attributes: counts });
    expect(root.children).toHaveLength(1);
    expect(root.children[0]).toMatchObject({
      name: "testsuite",
      attributes: { ...counts, timestamp: "2026-01-05T12:00:00" },
    });
    expect(cases(junitOf(await variedReport())).map(({ attributes }) => attributes.classname)).toContain("dqgate");
  });

  it("says of each condition what it came to", async () => {
    const [pass, fail, unknown, error, warned, unclear, muted] = cases(junitOf(await variedReport())) as XmlElement[];
    expect(pass).toMatchObject({ name: "testcase", attributes: { name: "orders are fresh", time: "1.500" } });
    expect(pass?.children.map(({ name }) => name)).toEqual(["system-out"]);
    expect(pass?.children[0]?.text).toContain("- pass: orders is fresh (age = 2.5, measured 1970-01-01T00:00:00.000Z)");
    expect(fail?.children).toMatchObject([
      { name: "failure", attributes: { type: "stale_data", message: "items is stale: 30 h old" } },
    ]);
    expect(fail?.children[0]?.text).toContain("Required: at most 6 h old.");
    expect(unknown?.children).toMatchObject([{ name: "failure", attributes: { type: "inconclusive" } }]);
    expect(error?.children).toMatchObject([
      { name: "error", attributes: { type: "connection", message: "ConnectionError: no route" } },
    ]);
    expect(warned?.children).toMatchObject([
      { name: "skipped", attributes: { message: "fail (warning): it is false" } },
      { name: "system-out", text: "it is false" },
    ]);
    expect(unclear?.children[0]).toMatchObject({ name: "skipped" });
    expect(muted?.children.map(({ name }) => name)).toEqual(["system-out"]);
    const silent = cases(junitOf(await checkAll({ a: async () => undefined, b: async () => false })));
    expect(silent.map(({ children }) => children[0]?.attributes.type)).toEqual(["inconclusive", "fail"]);
  });

  it("tells all that does not pass of a batch, and some of what does", async () => {
    const seen = Array.from({ length: 240 }, (_, at) => ({
      ...(evidence("pass", "x").seen[0] as Observation),
      verdict: at % 40 === 39 ? ("fail" as const) : ("pass" as const),
      reason: `asset ${at}.`,
    }));
    const textOf = async (some: readonly Observation[]): Promise<string> => {
      const [only] = cases(junitOf(await checkAll({ a: async () => evidence("fail", "some fail", { seen: some }) })));
      return only?.children[0]?.text ?? "";
    };
    const text = await textOf(seen);
    expect(text.match(/^- fail: asset \d+\./gm)).toHaveLength(6);
    expect(text.match(/^- pass: asset \d+\./gm)).toHaveLength(20);
    expect(text).toMatch(/\nRequired: .*\nand 214 more that pass$/);
    const few = await textOf(seen.slice(0, 20));
    expect(few.match(/^- pass: /gm)).toHaveLength(20);
    expect(few).not.toContain("more");
  });

  it("is well-formed whatever it holds, and keeps what XML can hold", async () => {
    const name = `<a b="c" d='e'> & ]]> \u0000\u0008\u001B\uFFFE\uFFFF\uD800 😀 \t\n é`;
    const xml = junitOf(await failing({ [name]: name }), { suite: `"<&'\u0001` });
    const [only] = cases(xml);
    const kept = `<a b="c" d='e'> & ]]>  😀 \t\n é`;
    expect(only?.attributes).toMatchObject({ name: kept, classname: `"<&'` });
    expect(only?.children[0]?.text).toContain(kept);
  });

  it.each([
    ["suite", ""],
    ["suite", " "],
    ["suite", 5],
    ["name", "x"],
  ])("takes no wrong option: %s: %o", async (name, value) => {
    const report = await variedReport();
    const error = await failure(() => junitOf(report, { [name]: value }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(name);
  });
});
