import { ResponseValidationError, ValidationError } from "dqgate";
import { lineageGraphModel } from "dqgate/anomalyarmor";
import { describe, expect, it } from "vitest";
import { ORDERS, ORDERS_ID } from "./calls/sample.js";
import { world } from "./world.js";

const assets = [
  { id: ORDERS_ID, qualifiedName: ORDERS },
  { qualifiedName: "pg.shop.public.customers", assetType: "view" },
  { qualifiedName: "pg.shop.public.raw" },
];

const lineage = [
  { from: "pg.shop.public.raw", to: "pg.shop.public.customers" },
  { from: "pg.shop.public.customers", to: ORDERS, confidence: 0.5 },
  { from: ORDERS, to: "bi.dashboard" },
  { from: "bi.dashboard", to: ORDERS },
];

/** Both readers of the model: the quick one behind a call, and the schema that is the judge. */
async function readings(data: unknown) {
  const { client, armor } = world({ assets });
  armor.failNext({ kind: "json", body: { data } });
  return [await client.lineage.get(ORDERS), lineageGraphModel.schema.parse(data)];
}

const node = (id: string, more: object = {}): object => ({ id, qualified_name: `db.${id}`, ...more });

describe("lineage.get", () => {
  it("looks one step in both directions unless told otherwise", async () => {
    const { client, armor } = world({ assets, lineage });
    const graph = await client.lineage.get(ORDERS);
    expect(armor.requests[0]?.query).toEqual({ direction: "both", depth: "1" });
    expect(graph.root).toMatchObject({ id: ORDERS_ID, depth: 0 });
    expect(graph.upstream.map(({ qualifiedName }) => qualifiedName)).toEqual([
      "pg.shop.public.customers",
      "bi.dashboard",
    ]);
    expect(graph.downstream.map(({ qualifiedName }) => qualifiedName)).toEqual(["bi.dashboard"]);
    expect(graph.edges).toHaveLength(3);
  });

  it("looks further when asked, and comes to an end in a circle", async () => {
    const { client } = world({ assets, lineage });
    const graph = await client.lineage.get(ORDERS, { direction: "upstream", depth: 5 });
    expect(graph.upstream.map(({ qualifiedName, depth }) => [qualifiedName, depth])).toEqual([
      ["pg.shop.public.customers", 1],
      ["bi.dashboard", 1],
      ["pg.shop.public.raw", 2],
    ]);
    expect(graph.downstream).toEqual([]);
    expect(graph.edges.map(({ confidence }) => confidence)).toEqual([1, 0.5, 1, 1]);
  });

  it.each([{ depth: 0 }, { depth: 6 }, { depth: 1.5 }, { direction: "sideways" }, { levels: 2 }])(
    "refuses %o before anything is sent",
    async (params) => {
      const { client, armor } = world({ assets });
      await expect(client.lineage.get(ORDERS, params as object)).rejects.toBeInstanceOf(ValidationError);
      expect(armor.requests).toEqual([]);
    },
  );

  it("tells a tree as a list, level by level, and every asset once", async () => {
    const tree = {
      asset_id: "o",
      qualified_name: "db.o",
      upstream: [
        {
          asset_id: "a",
          qualified_name: "db.a",
          relationship: "derives_from",
          upstream: [node("c", { upstream: [node("d")] }), node("b")],
        },
        node("b", { asset_type: "api", upstream: [node("c", { name: "again", depth: 9 })] }),
      ],
      downstream: [node("x", { depth: 4, downstream: [node("y")] })],
    };
    for (const graph of await readings(tree)) {
      expect(graph?.upstream.map(({ id, depth }) => [id, depth])).toEqual([
        ["a", 1],
        ["b", 1],
        ["c", 2],
        ["d", 3],
      ]);
      expect(graph?.upstream[0]).toEqual({
        id: "a",
        qualifiedName: "db.a",
        name: null,
        assetType: "table",
        sourceType: null,
        relationship: "derives_from",
        depth: 1,
      });
      expect(graph?.upstream[1]?.assetType).toBe("api");
      expect(graph?.downstream.map(({ id, depth }) => [id, depth])).toEqual([
        ["x", 4],
        ["y", 2],
      ]);
      expect(graph?.root).toMatchObject({ id: "o", qualifiedName: "db.o", depth: 0 });
      expect(graph?.edges).toEqual([]);
    }
  });

  it("leaves the depth of a list open", async () => {
    for (const graph of await readings({ upstream: [node("a"), node("b", { depth: 2 })], downstream: null })) {
      expect(graph?.upstream.map(({ depth }) => depth)).toEqual([null, 2]);
      expect(graph?.downstream).toEqual([]);
      expect(graph?.root).toBeNull();
    }
  });

  it("survives a tree that is deeper than the stack", async () => {
    let deep: object = node("n0");
    for (let at = 1; at <= 20_000; at += 1) deep = node(`n${at}`, { upstream: [deep] });
    const graph = lineageGraphModel.read({ upstream: [deep] }) as { upstream: { id: string; depth: number }[] };
    expect(graph.upstream).toHaveLength(20_001);
    expect(graph.upstream.at(-1)).toMatchObject({ id: "n0", depth: 20_001 });
  });

  it("comes to an end where a tree holds itself", () => {
    const self: Record<string, unknown> = { ...node("a") };
    self.upstream = [self, node("b")];
    expect(lineageGraphModel.schema.parse({ upstream: [self] }).upstream.map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("fills what an edge does not tell", async () => {
    const edges = [
      { source: "a", target: "b" },
      { source: "b", target: "c", relationship: "derives_from", confidence: 0.25, note: "kept" },
      { source: "c", target: "d", edge_type: "copied", relationship: "not read" },
    ];
    for (const graph of await readings({ root: node("a"), edges })) {
      expect(graph?.edges).toMatchObject([
        { edgeType: "data_flow", confidence: 1 },
        { edgeType: "derives_from", confidence: 0.25, note: "kept" },
        { edgeType: "copied" },
      ]);
    }
  });

  it("says where a tree does not fit", async () => {
    const { client, armor } = world({ assets });
    armor.failNext({ kind: "json", body: { data: { upstream: [node("a", { upstream: [{ id: "b" }, 7] })] } } });
    const error = await client.lineage.get(ORDERS).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect((error as ResponseValidationError).issues.map(({ path }) => path)).toEqual([
      ["upstream", 1, "qualifiedName"],
      ["upstream", 2],
    ]);
    armor.failNext({ kind: "json", body: { data: { upstream: "none" } } });
    await expect(client.lineage.get(ORDERS)).rejects.toBeInstanceOf(ResponseValidationError);
  });

  it("lets a root through that does not fit, where validation is lenient", async () => {
    const { client, armor } = world({ assets }, { validation: "lenient" });
    armor.failNext({ kind: "json", body: { data: { root: "orders", upstream: [node("a")] } } });
    expect(await client.lineage.get(ORDERS)).toMatchObject({ root: "orders", upstream: [{ id: "a" }] });
  });
});

describe("lineage.list", () => {
  it("counts neighbours, under either spelling of the id", async () => {
    const { client, armor } = world({ assets, lineage });
    const all = await client.lineage.list().toArray();
    expect(all.map(({ upstreamCount, downstreamCount }) => [upstreamCount, downstreamCount])).toEqual([
      [2, 1],
      [1, 1],
      [0, 1],
    ]);
    expect(await client.lineage.list({ hasUpstream: false }).toArray()).toMatchObject([
      { qualifiedName: "pg.shop.public.raw" },
    ]);
    armor.failNext({
      kind: "json",
      body: {
        data: [
          { asset_id: "1", qualified_name: "a" },
          { id: "2", qualified_name: "b" },
        ],
      },
    });
    const { items } = await client.lineage.list();
    expect(items).toMatchObject([
      { assetId: "1", upstreamCount: null, assetType: null },
      { assetId: "2", downstreamCount: null, sourceType: null },
    ]);
  });
});
