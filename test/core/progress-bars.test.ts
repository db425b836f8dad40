import { progressBar } from "dqgate/node";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { drawnOn, kept, withoutEnvironment } from "../support/progress.js";
import { terminal } from "../support/terminal.js";
import { until } from "../support/until.js";

const bar = (full: number, width = 26): string => "█".repeat(full) + "░".repeat(width - full);

beforeEach(withoutEnvironment);

describe("a bar", () => {
  it("shows at its end what was last told, and leaves the cursor below", async () => {
    const screen = terminal();
    const { update, stop } = await drawnOn(screen);
    expect(screen.lines()).toEqual([`scan ${bar(0)}`]);
    update({ done: 1, total: 2, unit: "tables" });
    await until(() => screen.lines()[0]?.endsWith("1 of 2 tables") === true);
    expect(screen.lines()).toEqual([`scan ${bar(13)}  50 %  1 of 2 tables`]);
    update({ done: 2, total: 4, unit: "tables" });
    update({ done: 3, total: 4, unit: "tables" });
    stop();
    expect(screen.lines()).toEqual([`scan ${bar(19)}  75 %  3 of 4 tables`, ""]);
    update(80);
    stop();
    expect(screen.lines()).toHaveLength(2);
  });

  it("shows what was told before it was drawn; one that ends before is a line", async () => {
    const screen = terminal();
    const early = progressBar("early", { stream: screen });
    early.update(30, "of it");
    early.stop();
    expect(screen.lines()).toEqual(["early  30 %  of it", ""]);
    const { update, stop } = progressBar("scan", { stream: screen });
    onTestFinished(stop);
    update(50);
    await until(() => screen.written().includes("50 %"));
    expect(screen.lines()).toEqual(["early  30 %  of it", `scan ${bar(13)}  50 %`]);
  });

  it("is drawn below others; what has ended goes up, out of their way", async () => {
    const screen = terminal();
    const one = await drawnOn(screen, "one");
    const two = await drawnOn(screen, "two");
    const three = await drawnOn(screen, "three");
    expect(screen.lines().map((line) => line.split(" ")[0])).toEqual(["one", "two", "three"]);
    two.update(100);
    two.stop();
    expect(screen.lines().map((line) => line.split(" ")[0])).toEqual(["two", "one", "three", ""]);
    one.update(10);
    await until(() => screen.lines().some((line) => line.endsWith("10 %")));
    const four = progressBar("four", { stream: screen });
    four.update(40);
    three.stop();
    one.stop();
    four.stop();
    expect(screen.lines()).toEqual([
      `two ${bar(26)} 100 %`,
      `three ${bar(0)}`,
      `one ${bar(2)}  10 %`,
      `four ${bar(10)}  40 %`,
      "",
    ]);
    // And after all of them, a new one.
    (await drawnOn(screen, "five")).stop();
    expect(screen.lines().slice(4)).toEqual([`five ${bar(0)}`, ""]);
  });

  it("fits its terminal, whose width may change", async () => {
    const screen = terminal(30);
    const { update, stop } = await drawnOn(screen, "扫描");
    update(50, "a note that is far too long for it");
    stop();
    const [line] = screen.lines();
    expect(line).toMatch(/^扫描 █{5}░{5} {2}50 % {2}a not…$/);
    const narrow = terminal(100);
    const other = await drawnOn(narrow);
    narrow.columns = 12;
    other.update(100, "done");
    await until(() => narrow.written().includes("…"));
    expect(narrow.lines().at(-1)).toMatch(/^.{1,11}$/);
    const wide = terminal(500);
    (await drawnOn(wide)).stop();
    expect(wide.lines()[0]).toBe(`scan ${bar(0, 30)}`);
  });

  it("keeps no listener, once it has ended", async () => {
    const count = (): number[] => ["SIGINT", "SIGTERM", "exit"].map((name) => process.listenerCount(name));
    const before = count();
    const one = progressBar("one", kept().options);
    const other = await drawnOn(terminal());
    expect(count()).toEqual(before.map((number) => number + 1));
    one.stop();
    expect(count()).toEqual(before.map((number) => number + 1));
    other.stop();
    expect(count()).toEqual(before);
  });
});
