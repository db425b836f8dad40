import * as z from "zod/mini";
import {
  type AssetRef,
  type Field,
  field,
  filledList,
  filledText,
  type Input,
  input,
  int,
  type Model,
  maybe,
  model,
  type Open,
  open,
  optional,
  or,
  type Schema,
  text,
  time,
} from "../../../base.js";
import { shortAssetArgument, shortAssetIdField } from "../ids.js";
import { largeLimitField, offsetField } from "./params.js";

export type TagCategory = Open<"business" | "technical" | "governance">;
export type TagObjectType = Open<"table" | "column" | "schema">;

const category = open("business", "technical", "governance");
const objectType = open("table", "column", "schema");

/** A label on a table or column. */
export interface Tag {
  /** Empty where the answer to `create` does not tell it. */
  id: string;
  name: string;
  category: TagCategory;
  /** `schema.table` or `schema.table.column`. */
  objectPath: string | null;
  objectType: TagObjectType | null;
  description: string | null;
  createdAt: Date | null;
}

const labelTable = {
  objectPath: maybe(text),
  objectType: maybe(objectType),
  description: maybe(text),
  createdAt: maybe(time),
};

export const tagModel: Model<Tag> = model("Tag", { id: text, name: text, category, ...labelTable });

/** A tag as the answer to `create` tells it, which may lack everything. */
export interface CreatedTag extends Omit<Tag, "name" | "category"> {
  name: string | null;
  category: TagCategory | null;
}

export const createdTagModel: Model<CreatedTag> = model("Tag", {
  id: or(text, ""),
  name: maybe(text),
  category: maybe(category),
  ...labelTable,
});

/** Filters of `tags.list`. */
export interface TagListParams {
  category?: TagCategory | undefined;
  /** One object: `schema.table` or `schema.table.column`. */
  objectPath?: string | undefined;
  /** Items a page: 1 to 500. Default 100. */
  limit?: number | undefined;
  /** Items to pass over. Default 0. */
  offset?: number | undefined;
}

export const tagListParams: Input<TagListParams & { asset: AssetRef }> = input(
  "TagListParams",
  {
    asset: shortAssetArgument,
    category: optional(category),
    objectPath: optional(filledText),
    limit: largeLimitField,
    offset: offsetField,
  },
  { wire: { asset: "asset_id" } },
);

/** A tag to make. */
export interface TagCreateBody {
  name: string;
  /** `schema.table` or `schema.table.column`. */
  objectPath: string;
  /** Default `table`. */
  objectType?: TagObjectType | undefined;
  /** Default `business`. */
  category?: TagCategory | undefined;
  description?: string | null | undefined;
}

export const tagCreateBody: Input<TagCreateBody & { asset: AssetRef }> = input(
  "TagCreateBody",
  {
    asset: shortAssetArgument,
    name: filledText,
    objectPath: filledText,
    objectType: optional(objectType, "table"),
    category: optional(category, "business"),
    description: optional(maybe(text), null),
  },
  { wire: { asset: "asset_id" } },
);

/** Tags to put on objects: every tag on every object. */
export interface TagApplyBody {
  /** At least one. */
  tagNames: readonly string[];
  /** `schema.table` or `schema.table.column`. At least one. */
  objectPaths: readonly string[];
  /** Default `business`. */
  category?: TagCategory | undefined;
}

export const tagApplyBody: Input<TagApplyBody & { asset: AssetRef }> = input(
  "TagApplyBody",
  {
    asset: shortAssetArgument,
    tagNames: filledList(filledText),
    objectPaths: filledList(filledText),
    category: optional(category, "business"),
  },
  { wire: { asset: "asset_id" } },
);

/** A tag to put on assets. */
export interface TagBulkApplyBody {
  tagName: string;
  /** UUIDs or qualified names. At least one. */
  assetIds: readonly string[];
  /** Default `business`. */
  category?: TagCategory | undefined;
}

export const tagBulkApplyBody: Input<TagBulkApplyBody> = input("TagBulkApplyBody", {
  tagName: filledText,
  assetIds: filledList(shortAssetIdField),
  category: optional(category, "business"),
});

const lengthOf = (value: unknown): unknown => (Array.isArray(value) ? value.length : value);

/** A count, which some answers tell as the list of what is counted. */
const count: Field<number> = field({
  read: (value) => int.read(lengthOf(value)),
  schema: () => z.pipe(z.transform(lengthOf), int.schema) as unknown as Schema,
});

/** How putting tags on objects went. One operation a tag and object. */
export interface BulkApplyResult {
  applied: number;
  failed: number;
  total: number;
}

type Drafted = Omit<BulkApplyResult, "total"> & { total: number | null };

export const bulkApplyResultModel: Model<BulkApplyResult> = model<Drafted>(
  "BulkApplyResult",
  { applied: count, failed: or(count, 0), total: maybe(count) },
  {
    derive: (result) => {
      result.total ??= result.applied + result.failed;
    },
  },
) as unknown as Model<BulkApplyResult>;
