import { type Input, input, int, type Open, open, optional } from "../../../base.js";
import { dayField, idsField, namesField, type OneOrMore } from "./params.js";

/** How far back a report looks from its day. */
export type Timeframe = Open<"week" | "month" | "quarter" | "year">;

/** What a report is about. */
export interface InsightsParams {
  /** The last day of it. Default: today. */
  reportDate?: Date | string | undefined;
  timeframe?: Timeframe | undefined;
  /** The caller's offset from UTC in minutes, by which the platform reads the days. */
  offset?: number | undefined;
  datastore?: OneOrMore<string | number> | undefined;
  tag?: OneOrMore<string> | undefined;
}

export const insightsParams: Input<InsightsParams> = input("InsightsParams", {
  reportDate: optional(dayField),
  timeframe: optional(open("week", "month", "quarter", "year")),
  offset: optional(int),
  datastore: idsField,
  tag: namesField,
});
