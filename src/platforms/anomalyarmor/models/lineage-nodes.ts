import * as z from "zod/mini";
import {
  type Field,
  field,
  int,
  isRecord,
  list,
  type Model,
  maybe,
  model,
  type Open,
  open,
  or,
  text,
} from "../../../base.js";

/** An asset in a lineage. */
export interface LineageNode {
  id: string;
  qualifiedName: string;
  name: string | null;
  assetType: Open<"table" | "view" | "model" | "api">;
  /** The kind of source, such as `snowflake`. */
  sourceType: string | null;
  relationship: Open<"derives_from"> | null;
  /** Steps from the asset that was asked for: 0 for itself. Null where the platform neither tells nor shows it. */
  depth: number | null;
}

export const lineageNodeModel: Model<LineageNode> = model(
  "LineageNode",
  {
    id: text,
    qualifiedName: text,
    name: maybe(text),
    assetType: or(open("table", "view", "model", "api"), "table"),
    sourceType: maybe(text),
    relationship: maybe(open("derives_from")),
    depth: maybe(int),
  },
  { wire: { id: ["id", "asset_id"] } },
);

type Direction = "upstream" | "downstream";

const nodes: Field<LineageNode[]> = list(lineageNodeModel);

/** The assets on one side, told as a list or as a tree. */
export const lineageNodes = (direction: Direction): Field<LineageNode[]> =>
  field({
    read: (value) => nodes.read(flattened(value, direction)),
    write: nodes.write,
    absent: nodes.absent,
    schema: () =>
      z.pipe(
        z.transform((value: unknown) => flattened(value, direction)),
        nodes.schema,
      ) as unknown as typeof nodes.schema,
    inputSchema: () => nodes.inputSchema,
  });

const isTree = (items: readonly unknown[], direction: Direction): boolean =>
  items.some((item) => isRecord(item) && Array.isArray(item[direction]));

/**
 * The nodes of a tree level by level, each once and with its depth. No recursion: a tree may be deeper than the stack.
 * Anything but a tree is given as it is.
 */
function flattened(value: unknown, direction: Direction): unknown {
  if (!Array.isArray(value) || !isTree(value, direction)) return value;
  const out: unknown[] = [];
  const walked = new Set<unknown>();
  const told = new Set<unknown>();
  let level: readonly unknown[] = value;
  for (let depth = 1; level.length > 0; depth += 1) {
    const next: unknown[] = [];
    for (const item of level) {
      if (walked.has(item)) continue;
      if (!isRecord(item)) {
        out.push(item); // for the model to refuse
        continue;
      }
      walked.add(item);
      const { [direction]: inner, ...node } = item;
      if (Array.isArray(inner)) for (const one of inner) next.push(one);
      const id = node.id ?? node.asset_id;
      if (id !== undefined && id !== null && told.has(id)) continue;
      told.add(id);
      out.push({ ...node, depth: node.depth ?? depth });
    }
    level = next;
  }
  return out;
}
