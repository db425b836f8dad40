import { NotFoundError, type Investigations as PortableInvestigations, TimeoutError, ValidationError } from "dqgate";
import { evidenceModel } from "dqgate/anomalyarmor";
import { describe, expect, it } from "vitest";
import { spiedTimeouts } from "../support/timeouts.js";
import { ORDERS, ORDERS_ID } from "./calls/sample.js";
import { world } from "./world.js";

const CUSTOMERS = "pg.shop.public.customers";
const STORED = "99999999-8888-4777-8666-555555555555";
const assets = [
  { id: ORDERS_ID, qualifiedName: ORDERS },
  { qualifiedName: CUSTOMERS, hoursSinceUpdate: 30 },
];

describe("investigations.explain", () => {
  it("cites what it found, on the asset and upstream, the surest first", async () => {
    const { client, armor } = world({
      assets,
      lineage: [{ from: CUSTOMERS, to: ORDERS }],
      schemaChanges: [{ asset: ORDERS, changeType: "column_dropped", severity: "critical", oldValue: "NUMBER" }],
    });
    const capsule = await client.investigations.explain(ORDERS_ID);
    expect(armor.requests[0]?.body).toEqual({ asset_id: ORDERS_ID, event_type: "anomaly" });
    expect(capsule).toMatchObject({
      investigationId: null,
      question: expect.stringContaining("anomaly"),
      rootCauseHypothesis: `column_dropped on ${ORDERS}`,
      confidence: 0.9,
      consequences: [],
      openQuestions: [],
      triggers: [
        {
          eventType: "schema_change",
          source: "schema_change",
          sourceId: expect.any(String),
          details: { before: "NUMBER", after: null },
        },
        { eventType: "freshness_cascade", sourceId: null, details: { hours_since_update: 30 } },
      ],
    });
    expect(capsule.triggers[0]?.timestamp).toBeInstanceOf(Date);
  });

  it("stores nothing", async () => {
    const { client, armor } = world({ assets });
    await client.investigations.explain(ORDERS_ID);
    expect(armor.state.of("investigations")).toEqual([]);
  });

  it.each([ORDERS, ORDERS_ID.slice(0, 8), "", 7, undefined])(
    "refuses %o before anything is sent, with a hint",
    async (asset) => {
      const { client, armor } = world({ assets });
      const error = await client.investigations.explain(asset as string).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(ValidationError);
      expect(error).toMatchObject({ operation: "POST /sdk/investigations/explain", issues: [{ path: ["asset"] }] });
      if (asset === ORDERS) expect((error as Error).message).toContain("client.assets.get");
      expect(armor.requests).toEqual([]);
    },
  );

  it("refuses an empty question and a param that it does not know", async () => {
    const { client, armor } = world({ assets });
    await expect(client.investigations.explain(ORDERS_ID, { question: " " })).rejects.toMatchObject({
      issues: [{ path: ["question"] }],
    });
    await expect(client.investigations.explain(ORDERS_ID, { event: "x" } as object)).rejects.toMatchObject({
      issues: [{ path: ["event"] }],
    });
    expect(armor.requests).toEqual([]);
  });

  it("says that there is no such asset", async () => {
    const { client } = world({ assets });
    await expect(client.investigations.explain(STORED)).rejects.toBeInstanceOf(NotFoundError);
  });

  it("is repeated after a lost answer only with a key", async () => {
    const { client, armor } = world({ assets });
    armor.failNext({ kind: "lose" });
    await expect(client.investigations.explain(ORDERS_ID)).rejects.toMatchObject({ kind: "transport" });
    expect(armor.requests).toHaveLength(1);
    armor.failNext({ kind: "lose" });
    await client.investigations.explain(ORDERS_ID, {}, { idempotencyKey: "once" });
    expect(armor.requests).toHaveLength(3);
  });

  it("waits longer than other calls, unless somebody told how long", async () => {
    const { client, armor } = world({ assets });
    const timeouts = spiedTimeouts();
    await client.investigations.explain(ORDERS_ID);
    expect(timeouts).toContain(90_000);
    armor.failNext({ kind: "latency", ms: 60 });
    const hurried = client.with({ timeoutMs: 20, retries: 0 });
    await expect(hurried.investigations.explain(ORDERS_ID)).rejects.toBeInstanceOf(TimeoutError);
  });
});

describe("investigations.get", () => {
  it("gives a stored investigation with its consequences", async () => {
    const { client } = world({
      assets,
      investigations: [
        {
          id: STORED,
          rootCauseHypothesis: "a column was dropped",
          triggers: [{ eventType: "schema_change", summary: "dropped", source: "schema_change", sourceId: STORED }],
          consequences: [{ eventType: "freshness_cascade", summary: "late", confidence: 0.4, details: { tables: 2 } }],
          confidence: 0.7,
          suggestedFix: "put it back",
          openQuestions: ["who dropped it?"],
        },
      ],
    });
    expect(await client.investigations.get(STORED)).toMatchObject({
      investigationId: STORED,
      confidence: 0.7,
      suggestedFix: "put it back",
      openQuestions: ["who dropped it?"],
      triggers: [{ source: "schema_change", sourceId: STORED }],
      consequences: [{ confidence: 0.4, source: null, sourceId: null, details: { tables: 2 } }],
    });
    await expect(client.investigations.get(ORDERS_ID)).rejects.toBeInstanceOf(NotFoundError);
  });

  it.each(["alert_123", "12", 12, "", "../x"])("refuses the id %o", async (id) => {
    const { client, armor } = world({ assets });
    await expect(client.investigations.get(id)).rejects.toMatchObject({ issues: [{ path: ["investigation"] }] });
    expect(armor.requests).toEqual([]);
  });

  const evidence = { event_type: "solar_flare", confidence: 1, timestamp: "2026-01-02T03:04:05", summary: "s" };

  it.each([
    ["a capsule of its own", (capsule: object) => ({ data: { capsule } })],
    ["a record", (capsule: object) => ({ data: capsule })],
    ["a generic wrapper", (capsule: object) => ({ success: true, data: capsule, error: null })],
    ["nothing around it", (capsule: object) => capsule],
  ])("reads %s, under the old name of the cause", async (_, wrap) => {
    const { client, armor } = world({ assets });
    const capsule = { question: "q", root_cause: "rain", triggers: [{ ...evidence, source_id: "s1" }], region: "eu" };
    armor.failNext({ kind: "json", body: wrap(capsule) });
    expect(await client.investigations.get(STORED)).toEqual({
      investigationId: null,
      question: "q",
      rootCauseHypothesis: "rain",
      triggers: [
        {
          eventType: "solar_flare",
          confidence: 1,
          timestamp: new Date("2026-01-02T03:04:05Z"),
          summary: "s",
          details: {},
          source: null,
          sourceId: "s1",
        },
      ],
      consequences: [],
      confidence: null,
      suggestedFix: null,
      openQuestions: [],
      region: "eu",
    });
  });

  it("leaves the keys of details alone, and gives each evidence its own", async () => {
    const details = JSON.parse('{"row_count":{"old_value":1},"__proto__":{"a":1}}');
    const { client, armor } = world({ assets });
    armor.failNext({
      kind: "json",
      body: { data: { question: "q", triggers: [{ ...evidence, details }, evidence, evidence] } },
    });
    const { triggers } = await client.investigations.get(STORED);
    expect(JSON.stringify(triggers[0]?.details)).toBe(JSON.stringify(details));
    expect(triggers[1]?.details).not.toBe(triggers[2]?.details);
    expect(evidenceModel.schema.parse(evidence).details).toEqual({});
  });

  it.each(["event_type", "confidence", "timestamp", "summary"])("refuses evidence without %s", async (name) => {
    const { client, armor } = world({ assets });
    const consequences = [{ ...evidence, [name]: null }];
    armor.failNext({ kind: "json", body: { data: { question: "q", consequences } } });
    const property = name === "event_type" ? "eventType" : name;
    await expect(client.investigations.get(STORED)).rejects.toMatchObject({
      code: "response_validation",
      issues: [{ path: ["consequences", 0, property] }],
    });
  });
});

it("fits the portable interface", async () => {
  const { client } = world({ assets });
  const explain = ({ investigations }: { investigations: PortableInvestigations }) => investigations.explain(ORDERS_ID);
  expect((await explain(client)).question).toContain(ORDERS);
});
