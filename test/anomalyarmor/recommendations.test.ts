import { NotFoundError, ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { ORDERS, ORDERS_ID } from "./calls/sample.js";
import { world } from "./world.js";

const columns = [
  { name: "id", dataType: "NUMBER", isNullable: false },
  { name: "note", dataType: "TEXT" },
];
const assets = [
  { id: ORDERS_ID, qualifiedName: ORDERS, rowCount: 10, columns },
  { qualifiedName: "pg.shop" },
  { qualifiedName: "pg.shop.public.a", hoursSinceUpdate: null, columns },
  { qualifiedName: "pg.shop.public.b", thresholdHours: 1 },
];

describe("recommendations", () => {
  it("sends the documented defaults", async () => {
    const { client, armor } = world({ assets });
    await client.recommendations.freshness(ORDERS);
    await client.recommendations.metrics(ORDERS);
    await client.recommendations.coverage(ORDERS);
    await client.recommendations.thresholds(ORDERS);
    expect(armor.requests.map(({ query }) => query)).toEqual([
      { asset_id: ORDERS, min_confidence: "0.5", limit: "20", include_monitored: "false" },
      { asset_id: ORDERS, min_confidence: "0.5", limit: "50" },
      { asset_id: ORDERS, limit: "20" },
      { asset_id: ORDERS, days: "30", limit: "10" },
    ]);
  });

  it("leaves out what is watched already", async () => {
    const { client } = world({ assets });
    await client.freshness.createSchedule({ assetId: ORDERS_ID, tablePath: "warehouse.orders", checkInterval: "1h" });
    expect(await client.recommendations.freshness(ORDERS)).toMatchObject({ tablesAnalyzed: 1, recommendations: [] });
    const all = await client.recommendations.freshness(ORDERS, { includeMonitored: true });
    expect(all.recommendations).toHaveLength(1);
    await client.schema.enableMonitoring(ORDERS);
    expect(await client.recommendations.coverage(ORDERS)).toMatchObject({
      monitoredTables: 1,
      coveragePercentage: 100,
      recommendations: [
        {
          suggestedMonitoring: ["metrics", "validity"],
          currentlyMonitored: { freshness: true, metrics: false, schemaDrift: true, validity: false },
        },
      ],
    });
  });

  it("suggests no metric that there is", async () => {
    const { client } = world({ assets });
    const names = async (): Promise<unknown> =>
      (await client.recommendations.metrics(ORDERS)).recommendations.map(({ columnName }) => columnName);
    expect(await names()).toEqual(["id", "note"]);
    await client.metrics.create(ORDERS, {
      metricType: "null_percent",
      tablePath: "warehouse.orders",
      columnName: "note",
    });
    expect(await names()).toEqual(["id"]);
    const { recommendations } = await client.recommendations.coverage(ORDERS);
    expect(recommendations[0]?.currentlyMonitored).toMatchObject({ metrics: true, validity: false });
  });

  it("counts the tables of a source, and gives those that are sure enough", async () => {
    const { client } = world({ assets });
    const sure = await client.recommendations.freshness("pg.shop");
    expect(sure).toMatchObject({ tablesAnalyzed: 2, recommendations: [{ tablePath: "public.b", dataPoints: 30 }] });
    const any = await client.recommendations.freshness("pg.shop", { minConfidence: 0 });
    expect(any.recommendations.map(({ confidence }) => confidence)).toEqual([0.9, 0.3]);
    const first = await client.recommendations.freshness("pg.shop", { minConfidence: 0, limit: 1 });
    expect(first).toMatchObject({ tablesWithRecommendations: 2, recommendations: [{ tablePath: "public.b" }] });
    expect(await client.recommendations.metrics("pg.shop", { tablePath: "public.b" })).toMatchObject({
      columnsAnalyzed: 0,
      recommendations: [],
    });
  });

  it.each([{ minConfidence: 1.01 }, { minConfidence: -0.1 }, { minConfidence: "0.5" }, { limit: 0 }, { table: "a" }])(
    "refuses %o before anything is sent",
    async (params) => {
      const { client, armor } = world({ assets });
      const error = await client.recommendations.metrics(ORDERS, params as object).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(ValidationError);
      expect((error as ValidationError).issues[0]?.path).toEqual(Object.keys(params));
      expect(armor.requests).toEqual([]);
    },
  );

  it("takes the bounds of the confidence", async () => {
    const { client, armor } = world({ assets });
    await client.recommendations.freshness(ORDERS, { minConfidence: 0 });
    await client.recommendations.freshness(ORDERS, { minConfidence: 1 });
    expect(armor.requests.map(({ query }) => query.min_confidence)).toEqual(["0", "1"]);
  });

  it("refuses an asset by a short id, and says when there is none", async () => {
    const { client } = world({ assets });
    await expect(client.recommendations.coverage("0badcafe")).rejects.toThrow(/short id/);
    await expect(client.recommendations.thresholds("pg.none")).rejects.toBeInstanceOf(NotFoundError);
  });

  it("reads an answer without recommendations, words that are new and fields that it does not know", async () => {
    const { client, armor } = world({ assets });
    const counts = { asset_id: "a", monitored_items_analyzed: 1, items_with_recommendations: 0 };
    armor.failNext({ kind: "json", body: { data: counts } });
    expect((await client.recommendations.thresholds(ORDERS)).recommendations).toEqual([]);
    const recommendation = {
      table_path: "s.t",
      metric_type: "row_count",
      current_threshold: null,
      suggested_threshold: 2.5,
      direction: "none",
      confidence: 0.5,
      unit: "rows",
    };
    armor.failNext({ kind: "json", body: { success: true, data: { ...counts, recommendations: [recommendation] } } });
    expect((await client.recommendations.thresholds(ORDERS)).recommendations).toEqual([
      {
        tablePath: "s.t",
        metricType: "row_count",
        currentThreshold: null,
        suggestedThreshold: 2.5,
        direction: "none",
        reasoning: null,
        confidence: 0.5,
        historicalAlerts: null,
        projectedReduction: null,
        unit: "rows",
      },
    ]);
    const coverage = { table_path: "s.t", importance_score: 1, currently_monitored: { freshness: true } };
    armor.failNext({
      kind: "json",
      body: {
        data: {
          asset_id: "a",
          total_tables: 1,
          monitored_tables: 1,
          coverage_percentage: 100,
          recommendations: [coverage],
        },
      },
    });
    expect((await client.recommendations.coverage(ORDERS)).recommendations[0]?.currentlyMonitored).toEqual({
      freshness: true,
      metrics: false,
      schemaDrift: false,
      validity: false,
    });
  });

  it("refuses a recommendation without its table, by its place", async () => {
    const { client, armor } = world({ assets });
    armor.failNext({
      kind: "change",
      change: (body) => {
        delete (body as { data: { recommendations: { table_path?: string }[] } }).data.recommendations[1]?.table_path;
        return body;
      },
    });
    await expect(client.recommendations.metrics(ORDERS)).rejects.toMatchObject({
      code: "response_validation",
      issues: [{ path: ["recommendations", 1, "tablePath"] }],
    });
  });
});
