import {
  filledList,
  flag,
  type Input,
  type Issue,
  input,
  int,
  list,
  type Model,
  map,
  maybe,
  model,
  type Open,
  open,
  text,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { type AddressCreateBody, addressCreateBody } from "./addresses.js";
import { longPart, normalized } from "./names.js";

/** From where to where a pipeline moves data: every source feeds every target. */
export interface AddressLineageBody {
  pipelineId: string | number;
  /** At least one. */
  sourceAddresses: readonly AddressCreateBody[];
  /** At least one. None may be a source too: the server would never end working out such a cycle. */
  targetAddresses: readonly AddressCreateBody[];
}

export const addressLineageBody: Input<AddressLineageBody> = input(
  "AddressLineageBody",
  {
    pipelineId: intIdField,
    sourceAddresses: filledList(addressCreateBody),
    targetAddresses: filledList(addressCreateBody),
  },
  { also: (body) => firstLongPart(body) ?? cycle(body) },
);

function firstLongPart(body: AddressLineageBody): Issue | undefined {
  for (const side of ["sourceAddresses", "targetAddresses"] as const) {
    for (const [at, address] of body[side].entries()) {
      const issue = longPart(address);
      if (issue !== undefined) return { ...issue, path: [side, at, ...issue.path] };
    }
  }
  return undefined;
}

function cycle({ sourceAddresses, targetAddresses }: AddressLineageBody): Issue | undefined {
  const sources = new Set(sourceAddresses.map(({ name }) => normalized(name)));
  const at = targetAddresses.findIndex(({ name }) => sources.has(normalized(name)));
  if (at < 0) return undefined;
  return { path: ["targetAddresses", at, "name"], code: "custom", message: "must not be a source too" };
}

/** What became of a pipeline's lineage. */
export interface LineageMade {
  pipelineId: number;
  /** 0: nothing was written, since the pipeline's `loadLineage` is false, or since there is no such pipeline. */
  lineageRelationshipsCreated: number;
  message: string | null;
  /** Whether the last of the targets is a new address. It does not say whether lineage was written. */
  created: boolean;
}

export const lineageMadeModel: Model<Omit<LineageMade, "created">> = model("LineageMade", {
  pipelineId: int,
  lineageRelationshipsCreated: int,
  message: maybe(text),
});

/** An address in the lineage graph. */
export interface LineageNode {
  id: number;
  name: string;
  addressTypeName: string | null;
  addressTypeGroupName: string | null;
  addressMetadata: Record<string, unknown> | null;
}

export const lineageNodeModel: Model<LineageNode> = model("LineageNode", {
  id: int,
  name: text,
  addressTypeName: maybe(text),
  addressTypeGroupName: maybe(text),
  addressMetadata: maybe(map),
});

/** One address that feeds another, and the pipeline that moves the data. */
export interface LineageEdge {
  sourceAddressId: number;
  targetAddressId: number;
  /** Always 1: only direct edges are told. */
  depth: number;
  /** The ids of the addresses on the way, both ends included. */
  lineagePath: number[];
  pipelineId: number | null;
  pipelineName: string | null;
  pipelineTypeName: string | null;
  pipelineMetadata: Record<string, unknown> | null;
  pipelineActive: boolean | null;
}

export const lineageEdgeModel: Model<LineageEdge> = model("LineageEdge", {
  sourceAddressId: int,
  targetAddressId: int,
  depth: int,
  lineagePath: list(int),
  pipelineId: maybe(int),
  pipelineName: maybe(text),
  pipelineTypeName: maybe(text),
  pipelineMetadata: maybe(map),
  pipelineActive: maybe(flag),
});

/** What is up- and downstream of an address. Both lists are empty for an address that the graph does not know. */
export interface AddressGraph {
  nodes: LineageNode[];
  edges: LineageEdge[];
}

export const addressGraphModel: Model<AddressGraph> = model("AddressGraph", {
  nodes: list(lineageNodeModel, { required: true }),
  edges: list(lineageEdgeModel, { required: true }),
});

/** The address of which the graph is asked for. */
export interface LineageGraphParams {
  sourceAddressId: string | number;
}

export const lineageGraphParams: Input<LineageGraphParams> = input("LineageGraphParams", {
  sourceAddressId: intIdField,
});

/** An address that the lineage graph knows. */
export interface LineageAddress {
  id: number;
  name: string;
}

export const lineageAddressModel: Model<LineageAddress> = model("LineageAddress", { id: int, name: text });

/** What became of a refresh. A refresh that failed is answered with status 200 all the same. */
export interface RefreshResult {
  /** `error`: it failed, and what was there stays as it was. */
  status: Open<"success" | "error">;
  message: string | null;
}

export const refreshResultModel: Model<RefreshResult> = model("RefreshResult", {
  status: open("success", "error"),
  message: maybe(text),
});
