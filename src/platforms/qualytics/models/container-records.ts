import { derived, json, type Model, model } from "../../../base.js";
import { jsonRows } from "./json-rows.js";

/** Records of a container, as they are in its source. */
export interface ContainerRecords {
  /** One object a record. Null where the platform gives none, or no list of objects: `sourceRecords` has what came. */
  rows: Record<string, unknown>[] | null;
  /** As it came: a JSON text, or null. It holds digits that `rows` cannot, such as those of very large numbers. */
  sourceRecords: unknown;
}

export const containerRecordsModel: Model<ContainerRecords> = model(
  "ContainerRecords",
  { rows: derived<ContainerRecords["rows"]>(null), sourceRecords: json },
  {
    derive(records) {
      records.rows = jsonRows(records.sourceRecords);
    },
  },
);
