import { ServerError, ValidationError } from "dqgate";
import type { PipelineConfig } from "dqgate/watcher";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { sentTo } from "./support/runs.js";
import { type World, world } from "./world.js";

const address = (name: string): { name: string; addressTypeName: string; addressTypeGroupName: string } => ({
  name,
  addressTypeName: "postgres",
  addressTypeGroupName: "database",
});
const CONFIG = {
  name: "Orders ",
  pipelineTypeName: "sales",
  pipelineMetadata: { Owner: "ann", tags: ["a", { b: 1 }] },
  freshnessNumber: 24,
  freshnessDatepart: "HOUR",
  nextWatermark: 20,
  defaultWatermark: 0,
  addressLineage: { sourceAddresses: [address("s.a.b")], targetAddresses: [address("t.a.b"), address("t.a.c")] },
} as const satisfies PipelineConfig;

const FIRST = "POST /pipeline";
const LINEAGE = "POST /address_lineage";
const READ = "GET /pipeline/1";
const TYPE = "POST /pipeline_type";
const CHANGE = "PATCH /pipeline";

/** A world in which the configuration was synchronised, a run has moved the watermark to 20, and nothing is noted yet. */
async function synced(): Promise<World> {
  const made = world();
  await made.client.pipelines.syncPipeline(CONFIG);
  await made.client.executions.track(1, () => ({ inserts: 1 }));
  made.server.requests.length = 0;
  return made;
}

describe("syncPipeline", () => {
  it("makes the pipeline with every setting, and its lineage", async () => {
    const { server, client } = world();
    const found = await client.pipelines.syncPipeline({ ...CONFIG, owner: undefined } as typeof CONFIG);
    expect(found).toEqual({
      ...CONFIG,
      owner: undefined,
      id: 1,
      active: true,
      created: true,
      watermark: "0",
      nextWatermark: "20",
      lineageRelationshipsCreated: 2,
      restored: [],
    });
    const name: "Orders " = found.name;
    expect(name).toBe("Orders ");
    expect(sentTo(server)).toEqual([FIRST, LINEAGE]);
    expect(server.requests[0]?.body).toEqual({
      name: "Orders ",
      pipeline_type_name: "sales",
      next_watermark: 20,
      pipeline_metadata: { Owner: "ann", tags: ["a", { b: 1 }] },
      freshness_number: 24,
      freshness_datepart: "HOUR",
      timeliness_number: null,
      timeliness_datepart: null,
    });
    expect(server.state.edges).toHaveLength(2);
  });

  it("finds it again: the watermark is the server's, the lineage is no longer asked for", async () => {
    const { server, client } = await synced();
    expect(await client.pipelines.syncPipeline({ ...CONFIG, nextWatermark: 30 })).toMatchObject({
      id: 1,
      created: false,
      watermark: "20",
      nextWatermark: "30",
      lineageRelationshipsCreated: null,
    });
    expect(sentTo(server)).toEqual([FIRST]);
    expect(server.state.pipelines[0]?.next_watermark).toBe("30");
  });

  it("clears what the configuration no longer has", async () => {
    const { server, client } = await synced();
    const { pipelineMetadata: _, freshnessNumber: __, freshnessDatepart: ___, ...less } = CONFIG;
    await client.pipelines.syncPipeline({ ...less, timelinessNumber: 2, timelinessDatepart: "day" });
    expect(server.state.pipelines[0]).toMatchObject({
      pipeline_metadata: null,
      freshness_number: null,
      freshness_datepart: null,
      timeliness_number: 2,
      timeliness_datepart: "day",
    });
  });

  it("gives what track takes", async () => {
    const { server, client } = await synced();
    const pipeline = await client.pipelines.syncPipeline({ ...CONFIG, nextWatermark: 30 });
    await client.executions.track(pipeline, ({ watermark, nextWatermark }) => {
      expect([watermark, nextWatermark]).toEqual(["20", "30"]);
    });
    expect(server.state.pipelines[0]?.watermark).toBe("30");
  });

  describe("without a next watermark", () => {
    const { nextWatermark: _, ...CONFIG_WITHOUT } = CONFIG;
    const { addressLineage: __, ...CONFIG_ALONE } = CONFIG_WITHOUT;

    it("asks for the watermark that is stored, and does not take the default for it", async () => {
      const { server, client } = await synced();
      expect(await client.pipelines.syncPipeline(CONFIG_WITHOUT)).toMatchObject({
        watermark: "20",
        nextWatermark: "20",
      });
      expect(sentTo(server)).toEqual([FIRST, READ]);
    });

    it("takes the default where none is stored, and an empty one for one", async () => {
      const { server, client } = world({ pipelines: [{ name: "orders", watermark: "" }, { name: "other" }] });
      expect((await client.pipelines.syncPipeline(CONFIG_ALONE)).watermark).toBe("");
      expect((await client.pipelines.syncPipeline({ ...CONFIG_ALONE, name: "other" })).watermark).toBe("0");
      const nothing = { name: "other", pipelineTypeName: "sales" };
      expect((await client.pipelines.syncPipeline(nothing)).watermark).toBeNull();
      expect((await client.pipelines.syncPipeline({ ...nothing, defaultWatermark: new Date(0) })).watermark).toBe(
        "1970-01-01T00:00:00.000Z",
      );
      expect(server.state.pipelines.map(({ watermark }) => watermark)).toEqual(["", null]);
    });

    it("asks nothing more of one that it has made", async () => {
      const { server, client } = world();
      expect(await client.pipelines.syncPipeline(CONFIG_WITHOUT, { enforce: true })).toMatchObject({
        created: true,
        watermark: "0",
        nextWatermark: null,
      });
      expect(sentTo(server)).toEqual([FIRST, LINEAGE]);
    });

    it("warns where a run that goes well would lose the watermark", async () => {
      const { logger, lines } = keptLog();
      const { client } = world({ pipelines: [{ name: "orders", watermark: "5" }] }, { logger });
      await client.pipelines.syncPipeline({ name: "orders", pipelineTypeName: "default" });
      expect(lines).toEqual([
        "warn: dqgate pipelines.syncPipeline: pipeline 1 has a watermark and no next one: a successful run will clear it",
      ]);
    });
  });

  it("stops where the pipeline is not active", async () => {
    const { logger, lines } = keptLog();
    const { server, client } = world({ pipelines: [{ name: "orders", watermark: "5", active: false }] }, { logger });
    const found = await client.pipelines.syncPipeline(CONFIG, { enforce: true });
    expect(found).toMatchObject({ active: false, watermark: null, lineageRelationshipsCreated: null, restored: [] });
    expect(sentTo(server)).toEqual([FIRST]);
    expect(lines).toEqual(["warn: dqgate pipelines.syncPipeline: pipeline 1 is not active: it is left as it is"]);
    expect((await client.executions.track(found, () => expect.fail("the work was done"))).skipped).toBe(true);
  });

  it.each([
    ["none", undefined],
    ["null", null],
    ["no sources", { sourceAddresses: [], targetAddresses: [address("t")] }],
    ["no targets", { sourceAddresses: [address("s")], targetAddresses: [] }],
  ])("skips lineage that is there as %s", async (_, addressLineage) => {
    const { server, client } = world();
    const found = await client.pipelines.syncPipeline({ ...CONFIG, addressLineage });
    expect(found.lineageRelationshipsCreated).toBeNull();
    expect(sentTo(server)).toEqual([FIRST]);
    expect(server.state.pipelines[0]?.load_lineage).toBe(true);
  });

  it("throws what its lineage failed with, and may be called again", async () => {
    const { server, client } = world({ redisDown: true });
    expect(await failure(client.pipelines.syncPipeline(CONFIG))).toBeInstanceOf(ServerError);
    server.state.redisDown = false;
    expect((await client.pipelines.syncPipeline(CONFIG)).lineageRelationshipsCreated).toBe(2);
    expect(server.state.edges).toHaveLength(2);
  });

  describe("enforce", () => {
    it("sets back what others have changed", async () => {
      const { server, client } = await synced();
      const other = await client.pipelineTypes.createOrGet({ name: "other" });
      await client.pipelines.update({
        id: 1,
        pipelineTypeId: other.id,
        pipelineMetadata: { Owner: "bob" },
        freshnessNumber: 1,
        timelinessNumber: 3,
        muteFreshnessCheck: true,
      });
      server.requests.length = 0;
      expect((await client.pipelines.syncPipeline(CONFIG)).restored).toEqual([]);
      expect(server.state.pipelines[0]?.freshness_number).toBe(1);
      const found = await client.pipelines.syncPipeline(CONFIG, { enforce: true });
      expect(found.restored).toEqual(["pipelineMetadata", "freshnessNumber", "timelinessNumber", "pipelineTypeId"]);
      expect(sentTo(server)).toEqual([FIRST, FIRST, READ, TYPE, CHANGE]);
      expect(server.requests.at(-1)?.body).toEqual({
        id: 1,
        pipeline_metadata: { Owner: "ann", tags: ["a", { b: 1 }] },
        freshness_number: 24,
        timeliness_number: null,
        pipeline_type_id: 1,
      });
      expect(server.state.pipelines[0]).toMatchObject({
        pipeline_type_id: 1,
        freshness_number: 24,
        freshness_datepart: "hour",
        timeliness_number: null,
        mute_freshness_check: true,
        watermark: "20",
      });
    });

    it("changes nothing where nothing differs but the order of keys and the case of a unit", async () => {
      const { server, client } = await synced();
      await client.pipelines.update({ id: 1, pipelineMetadata: { tags: ["a", { b: 1 }], Owner: "ann" } });
      server.requests.length = 0;
      expect((await client.pipelines.syncPipeline(CONFIG, { enforce: true })).restored).toEqual([]);
      expect(sentTo(server)).toEqual([FIRST, READ, TYPE]);
    });

    it.each<[string, Record<string, unknown>]>([
      ["a key more", { Owner: "ann", tags: ["a", { b: 1 }], more: null }],
      ["a key less", { Owner: "ann" }],
      ["another key", { Owner: "ann", Tags: ["a", { b: 1 }] }],
      ["an item more", { Owner: "ann", tags: ["a", { b: 1 }, 2] }],
      ["another item", { Owner: "ann", tags: ["a", { b: 2 }] }],
      ["an object for a list", { Owner: "ann", tags: { 0: "a", 1: { b: 1 } } }],
    ])("sees metadata with %s", async (_, pipelineMetadata) => {
      const { client } = await synced();
      await client.pipelines.update({ id: 1, pipelineMetadata });
      const { restored } = await client.pipelines.syncPipeline(CONFIG, { enforce: true });
      expect(restored).toEqual(["pipelineMetadata"]);
    });

    it("knows metadata as JSON says them", async () => {
      const { client } = world();
      const config = { ...CONFIG, pipelineMetadata: { since: new Date(0), none: undefined } };
      await client.pipelines.syncPipeline(config);
      expect((await client.pipelines.syncPipeline(config, { enforce: true })).restored).toEqual([]);
    });
  });

  it.each<[string, object, string]>([
    ["no name", { name: " " }, "name"],
    ["an unknown setting", { schedule: "daily" }, "schedule"],
    ["half a limit", { timelinessNumber: 3 }, "timelinessDatepart"],
    ["a long next watermark", { nextWatermark: "x".repeat(51) }, "nextWatermark"],
    ["a default watermark that is none", { defaultWatermark: 1.5 }, "defaultWatermark"],
    ["no metadata", { pipelineMetadata: [1] }, "pipelineMetadata"],
    ["lineage that is none", { addressLineage: [] }, "addressLineage"],
    [
      "an address without a type",
      { addressLineage: { sourceAddresses: [{ name: "s" }], targetAddresses: [address("t")] } },
      "addressLineage.sourceAddresses[0].addressTypeName",
    ],
    ["half of a lineage", { addressLineage: { sourceAddresses: [address("s")] } }, "addressLineage.targetAddresses"],
    [
      "a cycle",
      { addressLineage: { sourceAddresses: [address("a.b.c")], targetAddresses: [address("A.b.c ")] } },
      "addressLineage.targetAddresses[0].name",
    ],
  ])("sends nothing of a configuration with %s", async (_, wrong, field) => {
    const { server, client } = world();
    const error = await failure(client.pipelines.syncPipeline({ ...CONFIG, ...wrong } as PipelineConfig));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field, operation: "pipelines.syncPipeline", platform: "watcher" });
    expect(server.requests).toEqual([]);
  });

  it("sends nothing for what is no configuration, or with options that are none", async () => {
    const { server, client } = world();
    for (const config of [null, [], "orders"])
      expect(await failure(client.pipelines.syncPipeline(config as never))).toBeInstanceOf(ValidationError);
    const error = await failure(client.pipelines.syncPipeline(CONFIG, { enforce: "yes" as never }));
    expect(error.field).toBe("enforce");
    expect(server.requests).toEqual([]);
  });
});
