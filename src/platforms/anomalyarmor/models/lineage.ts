import {
  between,
  filledText,
  flag,
  INVALID,
  type Input,
  input,
  int,
  isRecord,
  list,
  type Model,
  maybe,
  model,
  number,
  type Open,
  oneOf,
  open,
  optional,
  or,
  text,
} from "../../../base.js";
import { assetIdField } from "../ids.js";
import { type LineageNode, lineageNodeModel, lineageNodes } from "./lineage-nodes.js";
import { limitField, offsetField, type PageParams } from "./params.js";

export type { LineageNode } from "./lineage-nodes.js";
export { lineageNodeModel } from "./lineage-nodes.js";

/** An asset with the number of its neighbours. */
export interface LineageAsset {
  assetId: string;
  qualifiedName: string;
  upstreamCount: number | null;
  downstreamCount: number | null;
  name: string | null;
  assetType: Open<"table" | "view" | "model"> | null;
  /** The kind of source, such as `snowflake`. */
  sourceType: string | null;
}

export const lineageAssetModel: Model<LineageAsset> = model(
  "LineageAsset",
  {
    assetId: text,
    qualifiedName: text,
    upstreamCount: maybe(int),
    downstreamCount: maybe(int),
    name: maybe(text),
    assetType: maybe(open("table", "view", "model")),
    sourceType: maybe(text),
  },
  { wire: { assetId: ["asset_id", "id"] } },
);

/** Filters of `lineage.list`. */
export interface LineageListParams extends PageParams {
  /** The kind of source, such as `snowflake`. */
  source?: string | undefined;
  hasUpstream?: boolean | undefined;
  hasDownstream?: boolean | undefined;
  /** One asset, by its UUID or qualified name. */
  assetId?: string | undefined;
}

export const lineageListParams: Input<LineageListParams> = input("LineageListParams", {
  source: optional(filledText),
  hasUpstream: optional(flag),
  hasDownstream: optional(flag),
  assetId: optional(assetIdField),
  limit: limitField,
  offset: offsetField,
});

/** A flow of data from one asset to another. */
export interface LineageEdge {
  /** The qualified name of the asset that the data comes from. */
  source: string;
  /** The qualified name of the asset that the data goes to. */
  target: string;
  edgeType: Open<"data_flow" | "derives_from">;
  /** 0 to 1. 1 where the platform does not say. */
  confidence: number;
}

export const lineageEdgeModel: Model<LineageEdge> = model(
  "LineageEdge",
  {
    source: text,
    target: text,
    edgeType: or(open("data_flow", "derives_from"), "data_flow"),
    confidence: or(number, 1),
  },
  { wire: { edgeType: ["edge_type", "relationship"] } },
);

/** Where an asset's data comes from, and where it goes. */
export interface LineageGraph {
  /** The asset itself; null where the platform does not tell it. */
  root: LineageNode | null;
  /** The nearest first. A tree is told as a list: every asset once, at its smallest distance. */
  upstream: LineageNode[];
  /** The nearest first. A tree is told as a list: every asset once, at its smallest distance. */
  downstream: LineageNode[];
  /** Empty where the platform does not tell them. */
  edges: LineageEdge[];
}

export const lineageGraphModel: Model<LineageGraph> = model<LineageGraph>(
  "LineageGraph",
  {
    root: maybe(lineageNodeModel),
    upstream: lineageNodes("upstream"),
    downstream: lineageNodes("downstream"),
    edges: list(lineageEdgeModel),
  },
  {
    derive: (graph) => {
      graph.root ??= rootOf(graph as LineageGraph & Record<string, unknown>);
      if (isRecord(graph.root)) graph.root.depth ??= 0;
    },
  },
);

/** The root where its id and name stand beside the lists; null where they do not. */
function rootOf(graph: Readonly<Record<string, unknown>>): LineageNode | null {
  const { id, asset_id, qualified_name, name, asset_type, source_type } = graph;
  const root = { id, asset_id, qualified_name, name, asset_type, source_type };
  const read = lineageNodeModel.read(root);
  return read === INVALID ? null : (read as LineageNode);
}

/** How far to look. */
export interface LineageParams {
  /** Default `both`. */
  direction?: "upstream" | "downstream" | "both" | undefined;
  /** How many steps: 1 to 5. Default 1. */
  depth?: number | undefined;
}

export const lineageParams: Input<LineageParams> = input("LineageParams", {
  direction: optional(oneOf("upstream", "downstream", "both"), "both"),
  depth: optional(between(int, 1, 5), 1),
});
