import { markdownOf, tableOf } from "dqgate";
import { pagePicture } from "./page.js";
import { reportOfLoad } from "./report.js";
import { COLUMNS, terminalPicture } from "./terminal.js";

/** The README's pictures by their files: one report, as a terminal shows it and as a page of a CI system does. */
export async function pictures(): Promise<ReadonlyMap<string, string>> {
  const report = await reportOfLoad();
  return new Map([
    ["report-terminal.svg", terminalPicture(tableOf(report, { color: true, width: COLUMNS }))],
    ["report-page.svg", pagePicture(markdownOf(report))],
  ]);
}
