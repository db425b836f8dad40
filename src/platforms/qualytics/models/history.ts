import { int, json, list, type Model, map, maybe, model, type Open, open, time } from "../../../base.js";
import { hideSecrets } from "../secrets.js";
import { hidingSecrets } from "./out-of-sight.js";

/** One change of a record. */
export interface HistoryVersion {
  /**
   * What changed: under the platform's name of each field, what it was and what it became, as `[old, new]`. What may be a
   * secret is read by its name alone: no print, log or JSON shows it.
   */
  changeset: Record<string, unknown> | null;
  /** The transaction that changed it, as it came. Secrets in it are not enumerable. */
  transaction: unknown;
  /** The platform's number of the kind of change. */
  operationType: number | null;
  /** The same as a word. Null on builds that tell the number alone. */
  operation: Open<"insert" | "update" | "delete"> | null;
}

const hideInChangeset = hidingSecrets({});

export const historyVersionModel: Model<HistoryVersion> = model(
  "HistoryVersion",
  {
    changeset: maybe(map),
    transaction: json,
    operationType: maybe(int),
    operation: maybe(open("insert", "update", "delete")),
  },
  {
    derive(version) {
      if (version.changeset === null) return;
      version.changeset = { ...version.changeset };
      hideInChangeset(version.changeset);
    },
  },
);

/** How a record came to be what it is. Secrets in it are not enumerable, wherever they stand. */
export interface EntityHistory {
  /** Of the record. */
  id: number;
  createdAt: Date | null;
  versions: HistoryVersion[];
}

export const entityHistoryModel: Model<EntityHistory> = model(
  "EntityHistory",
  { id: int, createdAt: maybe(time), versions: list(historyVersionModel) },
  { wire: { createdAt: "created" }, derive: (history) => hideSecrets(history, ["id", "createdAt"]) },
);
