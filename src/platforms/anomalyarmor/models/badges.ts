import {
  flag,
  type Input,
  input,
  list,
  type Model,
  maybe,
  model,
  type Open,
  optional,
  text,
  time,
  word,
} from "../../../base.js";
import { assetIdField } from "../ids.js";
import { largeLimitField, offsetField } from "./params.js";

/** A picture of an asset's state, for other pages. */
export interface Badge {
  id: string;
  label: string;
  assetId: string | null;
  /** Only tables with one of these tags; empty: all. */
  tagFilters: string[];
  schemaDriftEnabled: boolean;
  freshnessEnabled: boolean;
  /** Whether what feeds the asset counts too. */
  includeUpstream: boolean;
  isActive: boolean;
  /** Where the picture is. */
  badgeUrl: string | null;
  createdAt: Date | null;
  updatedAt: Date | null;
}

export const badgeModel: Model<Badge> = model("Badge", {
  id: text,
  label: text,
  assetId: maybe(text),
  tagFilters: list(text),
  schemaDriftEnabled: flag,
  freshnessEnabled: flag,
  includeUpstream: flag,
  isActive: flag,
  badgeUrl: maybe(text),
  createdAt: maybe(time),
  updatedAt: maybe(time),
});

/** Filters of `badges.list`. */
export interface BadgeListParams {
  /** False: those that are switched off, too. Default true. */
  activeOnly?: boolean | undefined;
  /** Items a page: 1 to 500. Default 100. */
  limit?: number | undefined;
  /** Items to pass over. Default 0. */
  offset?: number | undefined;
}

export const badgeListParams: Input<BadgeListParams> = input("BadgeListParams", {
  activeOnly: optional(flag, true),
  limit: largeLimitField,
  offset: offsetField,
});

/** A badge to make. */
export interface BadgeCreateBody {
  /** By its UUID or qualified name. */
  assetId: string;
  /** Default `AnomalyArmor`. */
  label?: string | undefined;
  /** Default: none, so that all tables count. */
  tagFilters?: string[] | undefined;
  /** Default true. */
  schemaDriftEnabled?: boolean | undefined;
  /** Default true. */
  freshnessEnabled?: boolean | undefined;
  /** Default false. */
  includeUpstream?: boolean | undefined;
}

export const badgeCreateBody: Input<BadgeCreateBody> = input("BadgeCreateBody", {
  assetId: assetIdField,
  label: optional(text, "AnomalyArmor"),
  tagFilters: optional(list(text), []),
  schemaDriftEnabled: optional(flag, true),
  freshnessEnabled: optional(flag, true),
  includeUpstream: optional(flag, false),
});

/** What to change of a badge. */
export interface BadgeUpdateBody {
  label?: string | undefined;
  tagFilters?: string[] | undefined;
  schemaDriftEnabled?: boolean | undefined;
  freshnessEnabled?: boolean | undefined;
  includeUpstream?: boolean | undefined;
  isActive?: boolean | undefined;
}

export const badgeUpdateBody: Input<BadgeUpdateBody> = input("BadgeUpdateBody", {
  label: optional(text),
  tagFilters: optional(list(text)),
  schemaDriftEnabled: optional(flag),
  freshnessEnabled: optional(flag),
  includeUpstream: optional(flag),
  isActive: optional(flag),
});

/** What a badge shows at this moment. */
export interface BadgeStatus {
  badgeId: string;
  /** In lower case. */
  status: Open<"passing" | "failing" | "unknown">;
  badgeUrl: string | null;
}

export const badgeStatusModel: Model<BadgeStatus> = model("BadgeStatus", {
  badgeId: text,
  status: word("passing", "failing", "unknown"),
  badgeUrl: maybe(text),
});
