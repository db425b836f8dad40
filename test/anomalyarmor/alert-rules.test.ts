import { NotFoundError, UnprocessableError, ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { ORDERS, ORDERS_ID } from "./calls/sample.js";
import { world } from "./world.js";

const seed = { assets: [{ id: ORDERS_ID, qualifiedName: ORDERS }] };
const caught = (promise: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(promise).then(
    () => undefined,
    (error: unknown) => error,
  );

describe("alert rules", () => {
  it.each([
    ["the seed's names", { id: "r", name: "n", alert_type: "freshness", enabled: false }],
    ["the other names", { id: "r", name: "n", rule_type: "freshness", is_active: false }],
  ])("read %s", async (_name, data) => {
    const { client, armor } = world();
    armor.failNext({ kind: "json", body: { data } });
    expect(await client.alerts.getRule("r")).toEqual({
      id: "r",
      name: "n",
      description: null,
      alertType: "freshness",
      severity: "warning",
      enabled: false,
      eventTypes: null,
      severities: null,
      createdAt: null,
    });
  });

  it("read those that carry events in the place of a type, in an envelope of their own", async () => {
    const { client, armor } = world();
    const rule = { id: "r", name: "n", event_types: ["custom_sql", "brand_new"], severities: [], is_active: true };
    armor.failNext({ kind: "json", body: { success: true, data: { rule } } });
    expect(await client.alerts.getRule("r")).toMatchObject({
      alertType: null,
      eventTypes: ["custom_sql", "brand_new"],
      severities: [],
      enabled: true,
    });
  });

  it("need not say whether they are enabled", async () => {
    const { client, armor } = world();
    armor.failNext({ kind: "json", body: { data: { id: "r", name: "n", alert_type: "freshness" } } });
    await expect(client.alerts.getRule("r")).resolves.toMatchObject({ enabled: null, alertType: "freshness" });
  });

  it("live from their making to their end", async () => {
    const { client } = world({ ...seed, alertRules: [{ name: "off", enabled: false }, { name: "on" }] });
    const made = await client.alerts.createRule({ name: "mine" });
    expect(made).toMatchObject({ enabled: true });
    const names = async (enabledOnly: boolean): Promise<string[]> =>
      (await client.alerts.rules({ enabledOnly })).items.map(({ name }) => name);
    expect(await names(false)).toEqual(["off", "on", "mine"]);
    expect(await names(true)).toEqual(["on", "mine"]);
    await client.alerts.deleteRule(made.id);
    await expect(client.alerts.getRule(made.id)).rejects.toBeInstanceOf(NotFoundError);
  });

  it("are sent without what is unset, and false is not sent as a filter", async () => {
    const { client, armor } = world();
    await client.alerts.createRule({ name: "mine", description: undefined });
    await client.alerts.rules({ enabledOnly: false });
    expect(armor.requests[0]?.body).toEqual({ name: "mine", is_active: true });
    expect(armor.requests[1]?.query).toEqual({ limit: "50", offset: "0" });
  });

  it.each([
    ["name", { name: " " }],
    ["destinationIds[0]", { name: "n", destinationIds: ["7"] }],
    ["destinationIds", { name: "n", destinationIds: "dest" }],
    ["tagFilterMode", { name: "n", tagFilterMode: "some" }],
    ["assetIds[1]", { name: "n", assetIds: [ORDERS, ""] }],
    ["enabled", { name: "n", enabled: true }],
  ])("refuse a wrong %s", async (field, body) => {
    const { client, armor } = world();
    const error = await caught(client.alerts.createRule(body as { name: string }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field });
    expect(armor.requests).toEqual([]);
  });

  it("need destinations that are there", async () => {
    const { client } = world();
    await expect(client.alerts.createRule({ name: "n", destinationIds: ["dest_9"] })).rejects.toBeInstanceOf(
      NotFoundError,
    );
  });
});

describe("alert destinations", () => {
  it.each([
    ["destination_type", { id: "d", name: "n", destination_type: "slack", is_active: null }],
    ["type", { id: "d", name: "n", type: "slack" }],
  ])("read %s", async (_name, data) => {
    const { client, armor } = world();
    armor.failNext({ kind: "json", body: { data } });
    expect(await client.alerts.getDestination("d")).toEqual({
      id: "d",
      name: "n",
      destinationType: "slack",
      isActive: true,
      isVerified: false,
      createdAt: null,
    });
  });

  it("take a configuration as it is, and no test or error prints it", async () => {
    const { client, armor } = world();
    const config = JSON.parse('{"routing_key":"r0ut1ng","nested":{"someKey":1},"__proto__":{"x":1}}');
    const made = await client.alerts.createDestination({ name: "pager", destinationType: "pagerduty", config });
    expect(JSON.stringify(armor.requests[0]?.body)).toContain('"__proto__":{"x":1}');
    expect(armor.requests[0]?.body).toMatchObject({ config: { routing_key: "r0ut1ng", nested: { someKey: 1 } } });
    expect(JSON.stringify(made)).not.toContain("r0ut1ng");
    armor.failNext({ kind: "status", status: 422, body: { detail: [{ loc: ["body", "config"], msg: "bad" }] } });
    const error = await caught(
      client.alerts.createDestination({ name: "pager", destinationType: "pagerduty", config }),
    );
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(JSON.stringify(error)).not.toContain("r0ut1ng");
  });

  it("live from their making to their end", async () => {
    const { client } = world({ alertDestinations: [{ name: "old", isActive: false, destinationType: "teams" }] });
    const made = await client.alerts.createDestination({ name: "new", destinationType: "carrier_pigeon", config: {} });
    const names = async (params: object): Promise<string[]> =>
      (await client.alerts.listDestinations(params)).items.map(({ name }) => name);
    expect(await names({})).toEqual(["old", "new"]);
    expect(await names({ activeOnly: true })).toEqual(["new"]);
    expect(await names({ destinationType: "teams" })).toEqual(["old"]);
    await client.alerts.deleteDestination(made.id);
    await expect(client.alerts.deleteDestination(made.id)).rejects.toBeInstanceOf(NotFoundError);
  });

  it.each([
    ["config", { name: "n", destinationType: "email" }],
    ["config", { name: "n", destinationType: "email", config: ["a"] }],
    ["destinationType", { name: "n", destinationType: "", config: {} }],
  ])("refuse a wrong %s", async (field, body) => {
    const { client } = world();
    const error = await caught(client.alerts.createDestination(body as never));
    expect(error).toMatchObject({ code: "validation", field });
  });
});
