import { type Input, id, input, json, type Model, maybe, model, optional, text } from "../../../base.js";
import { dayField, idsField, type OneOrMore, type PageParams, pageFields } from "./params.js";

/** Something that somebody did. */
export interface ActivityEntry {
  /** Who and when, as it came: the sources do not tell its shape. */
  transaction: unknown;
  /** What was done. */
  verb: string | null;
  /** What it was done to; null where it was to nothing that the platform keeps. */
  objectType: string | null;
  objectId: string | number | null;
}

export const activityEntryModel: Model<ActivityEntry> = model("ActivityEntry", {
  transaction: json,
  verb: maybe(text),
  objectType: maybe(text),
  objectId: maybe(id),
});

/** Filters of `activity.list`. */
export interface ActivityListParams extends PageParams {
  /** By their ids. */
  users?: OneOrMore<string | number> | undefined;
  /** The first day. */
  startDate?: Date | string | undefined;
  /** The last day. */
  endDate?: Date | string | undefined;
}

export const activityListParams: Input<ActivityListParams> = input("ActivityListParams", {
  users: idsField,
  startDate: optional(dayField),
  endDate: optional(dayField),
  ...pageFields,
});
