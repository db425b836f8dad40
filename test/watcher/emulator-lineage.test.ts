import { emulateWatcher, VirtualClock, type WatcherEmulator, type WatcherSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { asking, CRASH } from "./asking.js";

function set(seed: WatcherSeed = {}): { server: WatcherEmulator; ask: ReturnType<typeof asking> } {
  const server = emulateWatcher({ clock: new VirtualClock("2026-01-05T12:00:00.250Z"), ...seed });
  return { server, ask: asking(server) };
}

describe("lineage", () => {
  const address = (name: string): object => ({
    name,
    address_type_name: "pg",
    address_type_group_name: "database",
  });
  const lineage = (pipeline_id: number, sources: string[], targets: string[]): object => ({
    pipeline_id,
    source_addresses: sources.map(address),
    target_addresses: targets.map(address),
  });
  const PIPELINES = [{ name: "p1" }, { name: "p2" }, { name: "p3", loadLineage: false }];

  const graph = async (ask: ReturnType<typeof asking>, id: number): Promise<string[]> => {
    const { edges } = (await ask("GET", `/lineage-graph/?source_address_id=${id}`)).body as {
      edges: { lineage_path: number[] }[];
    };
    return edges.map(({ lineage_path }) => lineage_path.join(">")).sort();
  };
  const refreshed = async ({ server, ask }: ReturnType<typeof set>): Promise<void> => {
    await server.clock.sleep(1_000);
    expect((await ask("POST", "/lineage-graph/refresh")).body).toMatchObject({ status: "success" });
  };

  it("tells by 201 or 200 about the last target alone", async () => {
    const { ask } = set({ pipelines: PIPELINES, addresses: [{ name: "old" }] });
    expect(await ask("POST", "/address_lineage", lineage(1, ["s"], ["new", "old"]))).toMatchObject({
      status: 200,
      body: { lineage_relationships_created: 2 },
    });
    expect((await ask("POST", "/address_lineage", lineage(1, ["s"], ["old", "newer"]))).status).toBe(201);
  });

  it("replaces the pipeline's edges", async () => {
    const { server, ask } = set({ pipelines: PIPELINES });
    await ask("POST", "/address_lineage", lineage(1, ["a", "b"], ["c"]));
    await ask("POST", "/address_lineage", lineage(2, ["c"], ["d"]));
    await ask("POST", "/address_lineage", lineage(1, ["a"], ["c"]));
    expect(server.state.edges).toHaveLength(2);
  });

  it("takes the parts of a database's name apart", async () => {
    const { server, ask } = set();
    const told = { ...address("DB.Sales.Orders"), database_name: "other", primary_key: "id" };
    await ask("POST", "/address", told);
    await ask("POST", "/address", { ...address("a.b"), database_name: "x" });
    await ask("POST", "/address", { ...address("f.b.c"), address_type_group_name: "files", database_name: "y" });
    expect(server.state.addresses).toMatchObject([
      { database_name: "db", schema_name: "sales", table_name: "orders", primary_key: "id" },
      { database_name: "x", schema_name: null },
      { database_name: "y", schema_name: null },
    ]);
  });

  it("refuses an edge of another pipeline, an edge that is told twice, and an empty list", async () => {
    const { server, ask } = set({ pipelines: PIPELINES });
    await ask("POST", "/address_lineage", lineage(1, ["a"], ["b"]));
    expect(await ask("POST", "/address_lineage", lineage(2, ["a"], ["b"]))).toEqual(CRASH);
    expect(await ask("POST", "/address_lineage", lineage(2, ["x", "X"], ["y"]))).toEqual(CRASH);
    expect(await ask("POST", "/address_lineage", lineage(2, [], ["b"]))).toEqual(CRASH);
    expect(await ask("POST", "/address_lineage", lineage(2, ["a"], []))).toEqual(CRASH);
    expect(server.state.edges).toHaveLength(1);
    expect(server.state.addresses).toHaveLength(2);
  });

  it.each([3, 99])("is skipped for pipeline %d, empty lists included", async (id) => {
    const { server, ask } = set({ pipelines: PIPELINES });
    expect(await ask("POST", "/address_lineage", lineage(id, [], []))).toMatchObject({
      status: 200,
      body: { pipeline_id: id, lineage_relationships_created: 0 },
    });
    expect(server.state.addresses).toHaveLength(0);
  });

  it("shows in the graph after the background task and a refresh", async () => {
    const world = set({ pipelines: PIPELINES });
    const { server, ask } = world;
    await ask("POST", "/address_lineage", lineage(1, ["a"], ["b"]));
    await ask("POST", "/lineage-graph/refresh");
    expect(await graph(ask, 1)).toEqual([]);
    await server.clock.sleep(1_000);
    expect(await graph(ask, 1)).toEqual([]);
    await refreshed(world);
    expect(await graph(ask, 1)).toEqual(["1>2"]);
    expect(await graph(ask, 2)).toEqual(["1>2"]);
    expect((await ask("GET", "/lineage-graph/addresses")).body).toEqual([
      { id: 1, name: "a" },
      { id: 2, name: "b" },
    ]);
  });

  it("gives the edges that touch what lies up- or downstream", async () => {
    const world = set({ pipelines: [...PIPELINES, { name: "p4" }, { name: "p5" }] });
    const { ask } = world;
    await ask("POST", "/address_lineage", lineage(1, ["a"], ["b"]));
    await ask("POST", "/address_lineage", lineage(2, ["b"], ["c"]));
    await ask("POST", "/address_lineage", lineage(4, ["x"], ["c"]));
    await ask("POST", "/address_lineage", lineage(5, ["far"], ["away"]));
    await refreshed(world);
    expect(await graph(ask, 1)).toEqual(["1>2", "2>3", "4>3"]);
    expect(await graph(ask, 5)).toEqual(["5>6"]);
    expect(await graph(ask, 99)).toEqual([]);
  });

  it("drops the edges that a later call leaves out", async () => {
    const world = set({ pipelines: PIPELINES });
    const { ask } = world;
    await ask("POST", "/address_lineage", lineage(1, ["a"], ["b", "c"]));
    await refreshed(world);
    await ask("POST", "/address_lineage", lineage(1, ["a"], ["c"]));
    await refreshed(world);
    expect(await graph(ask, 1)).toEqual(["1>3"]);
  });

  it("takes a circle, and never shows it", async () => {
    const world = set({ pipelines: PIPELINES });
    const { server, ask } = world;
    await ask("POST", "/address_lineage", lineage(1, ["a"], ["b"]));
    await refreshed(world);
    expect((await ask("POST", "/address_lineage", lineage(2, ["b"], ["a"]))).status).toBe(200);
    await refreshed(world);
    expect(await graph(ask, 1)).toEqual(["1>2"]);
    expect((await ask("POST", "/address_lineage", lineage(2, ["z"], ["z"]))).status).toBe(200);
    await refreshed(world);
    expect(await graph(ask, 3)).toEqual([]);
    expect(server.state.edges).toHaveLength(2);
  });
});
