import {
  between,
  filledText,
  type Input,
  type Issue,
  input,
  int,
  maybe,
  oneOf,
  optional,
  type Table,
  text,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { changesSomething } from "./changes.js";
import type { Tag } from "./stubs.js";

/** A tag, or its name. */
export type TagRef = string | Tag;

interface Described {
  color?: string | null | undefined;
  description?: string | null | undefined;
  category?: string | null | undefined;
  /** What it adds to the weight of an anomaly: -10 to 10. */
  weightModifier?: number | undefined;
  /** Of a lineage tag alone: the tag that it is under. */
  parentLineageTagId?: string | number | null | undefined;
}

/** What `tags.create` makes. */
export interface TagCreateBody extends Described {
  name: string;
  /** Default `global`. External tags come from integrations alone. */
  type?: "global" | "entity" | "lineage" | undefined;
}

/** What `tags.update` changes: at least one of these. Null takes away. */
export interface TagUpdate extends Described {
  name?: string | undefined;
  type?: "global" | "entity" | "lineage" | undefined;
}

const tagType = oneOf("global", "entity", "lineage");
const described: Table<Described> = {
  color: optional(maybe(text)),
  description: optional(maybe(text)),
  category: optional(maybe(text)),
  weightModifier: optional(between(int, -10, 10)),
  parentLineageTagId: optional(maybe(intIdField)),
};

export const tagCreateBody: Input<TagCreateBody> = input<TagCreateBody>(
  "TagCreateBody",
  { name: filledText, type: optional(tagType, "global"), ...described },
  {
    also: ({ type, parentLineageTagId }): Issue | undefined =>
      parentLineageTagId == null || type === "lineage"
        ? undefined
        : { path: ["parentLineageTagId"], code: "custom", message: "only a lineage tag is under another" },
  },
);

export const tagUpdate: Input<TagUpdate> = input<TagUpdate>(
  "TagUpdate",
  { name: optional(filledText), type: optional(tagType), ...described },
  { also: changesSomething() },
);
