import type { EmulatedRoute } from "../../emulator.js";
import { asks, bodyOf, many, one, refuseFields, shortlyNamedAsset } from "../answers.js";
import type { AnomalyArmorState, EmulatedAsset, Wire } from "../state.js";
import { tablePathOf } from "../tables.js";

export const tagRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "GET",
    path: "/sdk/tags",
    answer: (call) => {
      const asset = shortlyNamedAsset(state, call.asked("asset_id"));
      const tags = state
        .of("tags")
        .filter(
          (tag) =>
            tag.asset_id === asset.id &&
            asks(call, "category", tag.category) &&
            asks(call, "object_path", tag.object_path),
        );
      return many(call, tags.map(shown), { under: "tags", defaultLimit: 100, maxLimit: 500 });
    },
  },
  {
    verb: "POST",
    path: "/sdk/tags",
    answer: (call) => {
      const body = bodyOf(call, ["asset_id", "name", "object_path"]);
      const { name, object_path, object_type = "table", category = "business", description = null } = body;
      const asset = shortlyNamedAsset(state, body.asset_id);
      if (!fits(String(object_path), String(object_type))) {
        refuseFields({ object_path: "must be schema.table or schema.table.column" });
      }
      const tag = put(state, asset, { name, object_path, object_type, category, description });
      return one(shown(tag), 201);
    },
  },
  {
    verb: "POST",
    path: "/sdk/tags/apply",
    answer: (call) => {
      const body = bodyOf(call, ["asset_id", "tag_names", "object_paths"]);
      const asset = shortlyNamedAsset(state, body.asset_id);
      const names = textsOf(body, "tag_names");
      const paths = textsOf(body, "object_paths");
      const taken = paths.map((path) => typeOf(path)).filter((type) => type !== null);
      for (const path of paths) {
        const type = typeOf(path);
        if (type === null) continue;
        for (const name of names) {
          const category = body.category ?? "business";
          put(state, asset, { name, object_path: path, object_type: type, category, description: null });
        }
      }
      return one(result(names.length * taken.length, names.length * paths.length));
    },
  },
  {
    verb: "POST",
    path: "/sdk/tags/bulk-apply",
    answer: (call) => {
      const body = bodyOf(call, ["tag_name", "asset_ids"]);
      const ids = textsOf(body, "asset_ids");
      const assets = ids.map((id) => state.assetByShortId(id)).filter((asset) => asset !== undefined);
      for (const asset of assets) {
        const { tag_name: name, category = "business" } = body;
        put(state, asset, { name, object_path: tablePathOf(asset), object_type: "table", category, description: null });
      }
      return one(result(assets.length, ids.length));
    },
  },
];

const PARTS: Readonly<Record<string, number>> = { schema: 1, table: 2, column: 3 };

const partsOf = (path: string): string[] => path.split(".").filter((part) => part !== "");

const fits = (path: string, type: string): boolean =>
  PARTS[type] === undefined ? partsOf(path).length > 0 : partsOf(path).length === PARTS[type];

/** What a path names; null for what is no path of a table or column. */
const typeOf = (path: string): string | null =>
  fits(path, "table") ? "table" : fits(path, "column") ? "column" : null;

const result = (applied: number, total: number): Wire => ({ applied, failed: total - applied, total });

const shown = ({ asset_id: _, ...tag }: Wire): Wire => tag;

/** Puts a tag on an object; the same tag twice is one. */
function put(state: AnomalyArmorState, asset: EmulatedAsset, fields: Wire): Wire {
  const { tags } = asset.record;
  if (fields.object_path === tablePathOf(asset) && Array.isArray(tags) && !tags.includes(fields.name)) {
    asset.record.tags = [...tags, fields.name];
  }
  const all = state.of("tags");
  const same = all.find(
    (one) => one.asset_id === asset.id && one.name === fields.name && one.object_path === fields.object_path,
  );
  if (same !== undefined) return Object.assign(same, { category: fields.category });
  const tag = { id: state.newId(), asset_id: asset.id, ...fields, created_at: state.now() };
  all.push(tag);
  return tag;
}

function textsOf(body: Wire, name: string): string[] {
  const value = body[name];
  const isTexts =
    Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string" && one !== "");
  return isTexts ? (value as string[]) : refuseFields({ [name]: "must be a list of texts with at least one" });
}
