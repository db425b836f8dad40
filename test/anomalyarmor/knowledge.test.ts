import { UnprocessableError } from "dqgate";
import { EmulatorError, emulateAnomalyArmor } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { ORDERS, ORDERS_ID } from "./calls/sample.js";
import { world } from "./world.js";

const assets = [{ id: ORDERS_ID, qualifiedName: ORDERS }];
const asset_id = ORDERS_ID;

describe("the emulator", () => {
  it.each([
    ["/sdk/tags", { asset_id, name: "a" }, "object_path"],
    ["/sdk/tags", { asset_id, name: "a", object_path: "s.t", object_type: "column" }, "object_path"],
    ["/sdk/tags", { name: "a", object_path: "s.t" }, "asset_id"],
    ["/sdk/tags/apply", { asset_id, tag_names: "a", object_paths: ["s.t"] }, "tag_names"],
    ["/sdk/tags/apply", { asset_id, tag_names: ["a"], object_paths: [] }, "object_paths"],
    ["/sdk/tags/bulk-apply", { tag_name: "a", asset_ids: [1] }, "asset_ids"],
    ["/sdk/intelligence/ask", { asset_id, question: "ab" }, "question"],
    ["/sdk/intelligence/generate", { asset_id, include_schemas: ["a"] }, "include_schemas"],
    ["/sdk/investigations/explain", { asset_id: ORDERS }, "asset_id"],
    ["/sdk/investigations/explain", { asset_id, event_type: 7 }, "event_type"],
    ["/sdk/investigations/explain", { asset_id, question: 7 }, "question"],
    ["/sdk/schema/dry-run", { asset_id, lookback_days: 0 }, "lookback_days"],
    ["/sdk/schema/dry-run", {}, "asset_id"],
    [`/sdk/schema/${asset_id}/baseline`, { description: 7 }, "description"],
    [`/sdk/schema/${asset_id}/monitoring`, { schedule_type: "toString" }, "schedule_type"],
  ])("refuses at %s the body %o", async (path, body, field) => {
    const { client } = world({ assets, intelligence: [ORDERS] });
    const error = await client.request("POST", path, { body }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(Object.keys((error as UnprocessableError).fieldErrors)).toEqual([field]);
  });

  it.each([
    [`/sdk/lineage/${asset_id}`, { direction: "sideways" }, "direction"],
    [`/sdk/lineage/${asset_id}`, { depth: 6 }, "depth"],
    ["/sdk/tags", {}, "asset_id"],
    ["/sdk/tags", { asset_id, limit: 501 }, "limit"],
    ["/sdk/recommendations/freshness", { asset_id, min_confidence: 2 }, "min_confidence"],
    ["/sdk/recommendations/metrics", { asset_id, min_confidence: "high" }, "min_confidence"],
    ["/sdk/recommendations/coverage", {}, "asset_id"],
    ["/sdk/recommendations/thresholds", { asset_id, days: 0 }, "days"],
  ])("refuses at %s the query %o", async (path, query, field) => {
    const { client } = world({ assets });
    const error = await client.request("GET", path, { query }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(Object.keys((error as UnprocessableError).fieldErrors)).toEqual([field]);
  });

  it.each([
    { tags: [{ asset: "pg.none", name: "a", objectPath: "s.t" }] },
    { schemaChanges: [{ asset: "pg.none", changeType: "table_added" }] },
    { intelligence: ["pg.none"] },
    { undiscovered: ["pg.none"] },
  ])("refuses a seed that names an asset it does not hold: %o", (seed) => {
    expect(() => emulateAnomalyArmor(seed)).toThrow(EmulatorError);
  });
});
