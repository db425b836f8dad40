import { ValidationError } from "dqgate";
import type { AddressCreateBody, PipelineCreateBody, WatcherClient } from "dqgate/watcher";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { world } from "./world.js";

const PIPELINE = { name: "orders", pipelineTypeName: "sales" };
const ADDRESS = { name: "a", addressTypeName: "postgres", addressTypeGroupName: "database" };
const RULE = { pipelineId: 1, metricField: "inserts" } as const;
const long = (count: number, letter = "x"): string => letter.repeat(count);

type Call = (client: WatcherClient, fields: object) => PromiseLike<unknown>;

const create: Call = (client, fields) => client.pipelines.createOrGet({ ...PIPELINE, ...fields });
const update: Call = (client, fields) => client.pipelines.update(fields);
const type: Call = (client, fields) => client.pipelineTypes.createOrGet({ name: "sales", ...fields });
const updateType: Call = (client, fields) => client.pipelineTypes.update(fields);
const address: Call = (client, fields) => client.addresses.createOrGet({ ...ADDRESS, ...fields });
const updateAddress: Call = (client, fields) => client.addresses.update(fields);
const addressType: Call = (client, fields) => client.addressTypes.createOrGet({ name: "a", groupName: "b", ...fields });
const updateAddressType: Call = (client, fields) => client.addressTypes.update(fields);
const rule: Call = (client, fields) => client.anomalyRules.createOrGet({ ...RULE, ...fields });
const updateRule: Call = (client, fields) => client.anomalyRules.update({ id: 1, ...fields });
const lineage: Call = (client, fields) =>
  client.addressLineage.create({
    pipelineId: 1,
    sourceAddresses: [ADDRESS],
    targetAddresses: [{ ...ADDRESS, name: "b" }],
    ...fields,
  });
const graph: Call = (client, { id }: { id?: unknown }) => client.lineageGraph.get(id as number);
const timeliness: Call = (client, fields) => client.monitoring.checkTimeliness(fields);
const cleanup: Call = (client, fields) => client.maintenance.cleanupLogs({ retentionDays: 90, ...fields });
const metrics: Call = (client, fields) => client.reporting.dailyPipelineMetrics(fields);
const names: Call = (client, fields) => client.reporting.pipelineNames(fields);
const assets: Call = (client, fields) => client.assets.list(fields);

const REFUSED: [string, Call, object, string][] = [
  ["a pipeline without a name", create, { name: undefined }, "name"],
  ["an empty name", create, { name: "" }, "name"],
  ["a name of nothing but space", create, { name: " \t\u0085\u001f" }, "name"],
  ["a name of 151 characters", create, { name: long(151) }, "name"],
  ["a name of 150 letters that are two in lower case", create, { name: long(150, "\u0130") }, "name"],
  ["a name that is a number", create, { name: 5 }, "name"],
  ["a type name of 151 characters", create, { pipelineTypeName: long(151) }, "pipelineTypeName"],
  ["a watermark of 51 characters", create, { nextWatermark: long(51) }, "nextWatermark"],
  ["a watermark of 51 emojis", create, { nextWatermark: long(51, "\u{1f600}") }, "nextWatermark"],
  ["a watermark with a fraction", create, { nextWatermark: 1.5 }, "nextWatermark"],
  ["a watermark that is no date", create, { nextWatermark: new Date(Number.NaN) }, "nextWatermark"],
  ["a watermark that is a flag", create, { nextWatermark: true }, "nextWatermark"],
  ["metadata that is a list", create, { pipelineMetadata: [] }, "pipelineMetadata"],
  ["a lone freshness number", create, { freshnessNumber: 1 }, "freshnessDatepart"],
  ["a lone freshness unit", create, { freshnessDatepart: "day", freshnessNumber: null }, "freshnessNumber"],
  ["a lone timeliness number", create, { timelinessNumber: 1, timelinessDatepart: null }, "timelinessDatepart"],
  ["a lone timeliness unit", create, { timelinessDatepart: "day" }, "timelinessNumber"],
  ["a freshness number of 0", create, { freshnessNumber: 0, freshnessDatepart: "day" }, "freshnessNumber"],
  ["one beyond 32 bits", create, { freshnessNumber: 2 ** 31, freshnessDatepart: "day" }, "freshnessNumber"],
  ["one with a fraction", create, { freshnessNumber: 1.5, freshnessDatepart: "day" }, "freshnessNumber"],
  ["a unit that the server refuses", create, { freshnessNumber: 1, freshnessDatepart: "quarter" }, "freshnessDatepart"],
  ["what a creation ignores", create, { active: false }, "active"],
  ["a watermark at a creation", create, { watermark: "1" }, "watermark"],
  ["an update of nothing", update, {}, "id"],
  ["an update without id and name", update, { active: true }, "id"],
  ["an id of 0", update, { id: 0 }, "id"],
  ["an id of null", update, { id: null, name: "a" }, "id"],
  ["a name of null", update, { id: 1, name: null }, "name"],
  ["an active of null", update, { id: 1, active: null }, "active"],
  ["a mute flag of null", update, { id: 1, muteFreshnessCheck: null }, "muteFreshnessCheck"],
  ["a loadLineage of null", update, { id: 1, loadLineage: null }, "loadLineage"],
  ["a type of null", update, { id: 1, pipelineTypeId: null }, "pipelineTypeId"],
  ["a type beyond 32 bits", update, { id: 1, pipelineTypeId: 2 ** 31 }, "pipelineTypeId"],
  ["a watermark of 51 characters in an update", update, { id: 1, watermark: long(51) }, "watermark"],
  ["a timeliness number of -1", update, { id: 1, timelinessNumber: -1 }, "timelinessNumber"],
  ["a type's mute flag of null", type, { muteFreshnessCheck: null }, "muteFreshnessCheck"],
  ["a type's number of 0", type, { timelinessNumber: 0 }, "timelinessNumber"],
  ["an update of no type", updateType, { freshnessNumber: 1 }, "id"],
  ["an address part of 51 characters", address, { databaseName: long(51) }, "databaseName"],
  ["a key of 51 characters", address, { primaryKey: long(51) }, "primaryKey"],
  ["a database name with a part of 51 characters", address, { name: `a.${long(51)}.c` }, "name"],
  [
    "the same in capitals and space",
    address,
    { name: ` a.b.${long(51)} `, addressTypeGroupName: " DataBase " },
    "name",
  ],
  ["a group name of 151 characters", address, { addressTypeGroupName: long(151) }, "addressTypeGroupName"],
  ["an address without a type", address, { addressTypeName: undefined }, "addressTypeName"],
  ["metadata in an address's update, which drops it", updateAddress, { id: 1, addressMetadata: {} }, "addressMetadata"],
  ["an update of no address", updateAddress, { tableName: "t" }, "id"],
  ["an address type without a group", addressType, { groupName: undefined }, "groupName"],
  ["an update of no address type", updateAddressType, { groupName: "t" }, "id"],
  ["a group of null", updateAddressType, { id: 1, groupName: null }, "groupName"],
  ["a metric that nobody knows", rule, { metricField: "rows" }, "metricField"],
  ["a threshold below 1", rule, { zThreshold: 0.99 }, "zThreshold"],
  ["a threshold above 10", rule, { zThreshold: 10.01 }, "zThreshold"],
  ["a threshold that is a text", rule, { zThreshold: "3" }, "zThreshold"],
  ["no days to look back", rule, { lookbackDays: 0 }, "lookbackDays"],
  ["366 days to look back", rule, { lookbackDays: 366 }, "lookbackDays"],
  ["4 executions", rule, { minimumExecutions: 4 }, "minimumExecutions"],
  ["1001 executions", rule, { minimumExecutions: 1_001 }, "minimumExecutions"],
  ["a rule without a pipeline", rule, { pipelineId: undefined }, "pipelineId"],
  ["an update of no rule", updateRule, { id: undefined }, "id"],
  ["a rule's pipeline of null", updateRule, { pipelineId: null }, "pipelineId"],
  ["no sources", lineage, { sourceAddresses: [] }, "sourceAddresses"],
  ["no targets", lineage, { targetAddresses: [] }, "targetAddresses"],
  [
    "a target that is a source",
    lineage,
    { targetAddresses: [{ ...ADDRESS, name: "b" }, ADDRESS] },
    "targetAddresses[1].name",
  ],
  [
    "the same in capitals and space",
    lineage,
    { targetAddresses: [{ ...ADDRESS, name: "\u001f A\n" }] },
    "targetAddresses[0].name",
  ],
  [
    "a source with a part of 51 characters",
    lineage,
    { sourceAddresses: [{ ...ADDRESS, name: `${long(51)}.b.c` }] },
    "sourceAddresses[0].name",
  ],
  ["a target without a type", lineage, { targetAddresses: [{ name: "b" }] }, "targetAddresses[0].addressTypeName"],
  [
    "a target with a field that is not known",
    lineage,
    { targetAddresses: [{ ...ADDRESS, name: "b", type: 1 }] },
    "targetAddresses[0]",
  ],
  ["a graph of no address", graph, {}, "sourceAddressId"],
  ["a graph of an address by its name", graph, { id: "a.b.c" }, "sourceAddressId"],
  ["4 minutes to look back", timeliness, { lookbackMinutes: 4 }, "lookbackMinutes"],
  ["minutes with a fraction", timeliness, { lookbackMinutes: 5.5 }, "lookbackMinutes"],
  ["89 days to keep", cleanup, { retentionDays: 89 }, "retentionDays"],
  ["no days to keep", cleanup, { retentionDays: undefined }, "retentionDays"],
  ["a batch of nothing", cleanup, { batchSize: 0 }, "batchSize"],
  ["page 0", metrics, { page: 0 }, "page"],
  ["a page of 1001", metrics, { pageSize: 1_001 }, "pageSize"],
  ["31 days", metrics, { days: 31 }, "days"],
  ["a report of an empty name", metrics, { pipelineName: " " }, "pipelineName"],
  ["names of an empty type", names, { pipelineTypeName: "" }, "pipelineTypeName"],
  ["assets by a number of letters", assets, { limit: "10" }, "limit"],
  ["assets by a filter that is not known", assets, { source: "pg" }, "source"],
];

describe("what the server would not take, or would fail at, is refused before it is sent", () => {
  it.each(REFUSED)("%s", async (_, call, fields, field) => {
    const { server, client } = world();
    const error = await failure(call(client, fields));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.message.startsWith(`${field}: `), error.message).toBe(true);
    expect(error).toMatchObject({
      field,
      platform: "watcher",
      operation: expect.stringMatching(/^(GET|POST|PATCH) \//),
    });
    expect(server.requests).toEqual([]);
  });
});

describe("what is at the edge is sent as it is", () => {
  it.each<[string, Partial<PipelineCreateBody>]>([
    ["a name of 150 characters and space around", { name: `  ${long(150, "X")}\n` }],
    ["a name of 150 emojis", { name: long(150, "\u{1f600}") }],
    ["a watermark of 50 characters, space included", { nextWatermark: ` ${long(48)} ` }],
    ["a watermark of nothing", { nextWatermark: "" }],
    ["a watermark of null", { nextWatermark: null }],
    ["limits of null", { freshnessNumber: null, freshnessDatepart: null, timelinessNumber: null }],
    ["the largest limit", { freshnessNumber: 2 ** 31 - 1, freshnessDatepart: "YEAR" }],
    ["metadata with odd keys", { pipelineMetadata: JSON.parse('{"__proto__": {"a": 1}, "camelCase": null, "": []}') }],
  ])("%s", async (_, fields) => {
    const { server, client } = world();
    const body = { ...PIPELINE, ...fields };
    expect(await client.pipelines.createOrGet(body)).toMatchObject({ created: true });
    const sent = server.requests[0]?.body as Record<string, unknown>;
    for (const [key, value] of Object.entries(body)) {
      const wire = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      expect(JSON.stringify(sent[wire])).toBe(JSON.stringify(value));
    }
  });

  it.each<[string, Partial<AddressCreateBody>]>([
    ["parts of 50 characters", { name: `${long(48)}.${long(50)}.${long(50)}` }],
    ["long parts in another group", { name: `a.${long(90)}.c`, addressTypeGroupName: "files" }],
    ["four parts, which are none", { name: `a.${long(60)}.c.d` }],
    ["two parts, which are none", { name: `a.${long(60)}` }],
    [
      "parts of null",
      { databaseName: null, schemaName: null, tableName: null, primaryKey: null, addressMetadata: null },
    ],
  ])("an address with %s", async (_, fields) => {
    const { client } = world();
    expect(await client.addresses.createOrGet({ ...ADDRESS, ...fields })).toMatchObject({ created: true });
  });

  it("an update clears with null and leaves what is left out", async () => {
    const { server, client } = world({
      pipelines: [{ name: "orders", watermark: "1", nextWatermark: "2", metadata: { a: 1 } }],
    });
    const changed = await client.pipelines.update({
      name: "ORDERS",
      watermark: null,
      pipelineMetadata: null,
      active: undefined,
    });
    expect(server.requests[0]?.body).toEqual({ name: "ORDERS", watermark: null, pipeline_metadata: null });
    expect(changed).toMatchObject({ watermark: null, nextWatermark: "2", pipelineMetadata: null, active: true });
  });
});
