import { inspect } from "node:util";
import {
  AuthenticationError,
  AuthorizationError,
  Client,
  ConflictError,
  NotFoundError,
  ResponseValidationError,
  ValidationError,
} from "dqgate";
import { type AnomalyArmorClient, anomalyArmor, apiKeyModel, createdApiKeyModel } from "dqgate/anomalyarmor";
import { describe, expect, it } from "vitest";
import { ORDERS } from "./calls/sample.js";
import { KEY, type World, world } from "./world.js";

const READER = "aa_live_reader00reader00reader00reader00";
const seed = {
  assets: [{ qualifiedName: ORDERS }],
  keys: [
    { key: KEY, scope: "admin" as const, name: "admin" },
    { key: READER, scope: "read-only" as const, name: "reader" },
  ],
};

const withKey = ({ armor }: World, apiKey: string): AnomalyArmorClient =>
  new Client(anomalyArmor({ apiKey }), { fetch: armor.fetch, logger: null });

const caught = (promise: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(promise).then(
    () => undefined,
    (error: unknown) => error,
  );

const everyPrint = (value: unknown): string =>
  [
    inspect(value, { depth: 9 }),
    JSON.stringify(value),
    String(value),
    value instanceof Error ? `${value.message} ${value.stack}` : inspect({ ...(value as object) }),
  ].join("\n");

describe("a created key", () => {
  it("tells its secret by name only", async () => {
    const { client } = world(seed);
    const created = await client.apiKeys.create({ name: "nightly", scope: "read-write" });
    expect(created.key).toMatch(/^aa_live_/);
    expect(created).toMatchObject({ name: "nightly", scope: "read-write", isActive: true });
    expect(everyPrint(created)).not.toContain(created.key);
    expect(everyPrint({ list: [created] })).not.toContain(created.key);
    expect(Object.keys(created)).not.toContain("key");
    expect(createdApiKeyModel.schema.parse({ id: "k", name: "n", key: "aa_live_secret99" }).key).toBe(
      "aa_live_secret99",
    );
    expect(everyPrint(createdApiKeyModel.schema.parse({ id: "k", name: "n", key: "aa_live_secret99" }))).not.toContain(
      "secret99",
    );
  });

  it("keeps its secret out of errors and of what is let through", async () => {
    const warnings: string[] = [];
    const logger = {
      debug: (line: string) => warnings.push(line),
      info: (line: string) => warnings.push(line),
      warn: (line: string) => warnings.push(line),
      error: (line: string) => warnings.push(line),
    };
    const { client, armor } = world(seed, { logger });
    const secret = "aa_live_s3cr3ts3cr3ts3cr3ts3cr3ts3cr3t00";
    armor.failNext({ kind: "json", body: { data: { id: 5, name: "n", key: secret } } });
    const error = await caught(client.apiKeys.create({ name: "n" }));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(everyPrint(error)).not.toContain(secret);
    armor.failNext({ kind: "json", body: { data: { id: 5, name: "n", key: secret } } });
    const salvaged = await client.apiKeys.create({ name: "n" }, { validation: "lenient" });
    expect(salvaged.key).toBe(secret);
    expect(everyPrint(salvaged)).not.toContain(secret);
    expect(warnings.length).toBeGreaterThan(0);
    expect(warnings.join("\n")).not.toContain(secret);
    armor.failNext({ kind: "status", status: 400, body: { message: `the key ${secret} is taken`, key: secret } });
    expect(everyPrint(await caught(client.apiKeys.create({ name: "n" })))).not.toContain(secret);
  });

  it("works within its scope, until it is revoked", async () => {
    const made = world(seed);
    const { client } = made;
    const created = await client.apiKeys.create({ name: "nightly" });
    const nightly = withKey(made, created.key);
    await expect(nightly.freshness.get(ORDERS)).resolves.toMatchObject({ qualifiedName: ORDERS });
    const refused = await caught(nightly.freshness.refresh(ORDERS));
    expect(refused).toBeInstanceOf(AuthorizationError);
    expect(refused).toMatchObject({ requiredScope: "read-write", currentScope: "read-only" });

    const revoked = await client.apiKeys.revoke(created.id);
    expect(revoked).toMatchObject({ isActive: false, revokedAt: new Date("2026-01-05T12:00:00Z") });
    const error = await caught(nightly.freshness.get(ORDERS));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(everyPrint(error)).not.toContain(created.key);
    expect((await client.apiKeys.list()).items.map(({ name }) => name)).toEqual(["admin", "reader"]);
    const all = await client.apiKeys.list({ includeRevoked: true });
    expect(all.items.map(({ name, isActive }) => [name, isActive])).toEqual([
      ["admin", true],
      ["reader", true],
      ["nightly", false],
    ]);
  });

  it("must hold its secret", async () => {
    const { client, armor } = world(seed);
    armor.failNext({ kind: "json", body: { data: { id: "k", name: "n" } } });
    const error = await caught(client.apiKeys.create({ name: "n" }));
    expect((error as ResponseValidationError).issues[0]?.path).toEqual(["key"]);
  });
});

describe("apiKeys", () => {
  it("need an admin key", async () => {
    const made = world(seed);
    const reader = withKey(made, READER);
    const error = await caught(reader.apiKeys.list());
    expect(error).toBeInstanceOf(AuthorizationError);
    expect(error).toMatchObject({ requiredScope: "admin", currentScope: "read-only", status: 403 });
    expect(await caught(reader.apiKeys.revoke("x"))).toBeInstanceOf(AuthorizationError);
  });

  it("read what a read-only key may, and write what it may not", async () => {
    const made = world({ ...seed, alerts: [{ id: "alert_1" }] });
    const reader = withKey(made, READER);
    await expect(reader.alerts.preview()).resolves.toMatchObject({ alertsWouldMatch: 1 });
    expect(await caught(reader.alerts.acknowledge("alert_1"))).toMatchObject({
      name: "AuthorizationError",
      requiredScope: "read-write",
      currentScope: "read-only",
    });
    expect((await reader.alerts.list()).items[0]).toMatchObject({ status: "triggered" });
  });

  it("send no flag for false, and the documented default for the scope", async () => {
    const { client, armor } = world(seed);
    await client.apiKeys.list({ includeRevoked: false });
    await client.apiKeys.create({ name: "n", scope: undefined });
    expect(armor.requests[0]?.query).toEqual({ limit: "50", offset: "0" });
    expect(armor.requests[1]?.body).toEqual({ name: "n", scope: "read-only" });
  });

  it.each([
    ["the keys' own name", { data: { keys: [{ id: "k", name: "n" }] } }],
    ["a plain list", { data: [{ id: "k", name: "n" }] }],
    ["a bare list", [{ id: "k", name: "n" }]],
    ["a wrapper", { success: true, data: { keys: [{ id: "k", name: "n" }], total: 1 }, meta: null }],
  ])("read %s", async (_name, body) => {
    const { client, armor } = world(seed);
    armor.failNext({ kind: "json", body });
    expect((await client.apiKeys.list()).items).toEqual([
      {
        id: "k",
        name: "n",
        keyPrefix: null,
        keySuffix: null,
        displayKey: null,
        scope: "read-only",
        rateLimitPerMin: null,
        burstLimit: null,
        isActive: true,
        createdAt: null,
        lastUsedAt: null,
        revokedAt: null,
      },
    ]);
  });

  it("tell that a key is active from its end, and mask it from its ends, where the platform does not", () => {
    const read = (wire: object): unknown => apiKeyModel.schema.parse({ id: "k", name: "n", ...wire });
    expect(read({ revoked_at: "2026-01-01T00:00:00" })).toMatchObject({ isActive: false });
    expect(read({ revoked_at: null, is_active: false })).toMatchObject({ isActive: false });
    expect(read({ key_prefix: "aa_live_abc1", key_suffix: "wxyz" })).toMatchObject({
      displayKey: "aa_live_abc1...wxyz",
    });
    expect(read({ display_key: "aa…z", key_prefix: "aa", scope: "owner" })).toMatchObject({
      displayKey: "aa…z",
      scope: "owner",
    });
  });

  it.each([
    ["nothing at all", { kind: "empty" as const }],
    ["no record", { kind: "json" as const, body: { data: null } }],
    ["an empty object", { kind: "json" as const, body: {} }],
  ])("give null where a key is revoked and %s comes back", async (_name, fault) => {
    const { client, armor } = world(seed);
    const { id } = await client.apiKeys.create({ name: "n" });
    armor.failNext(fault);
    expect(await client.apiKeys.revoke(id)).toBeNull();
    expect((await client.apiKeys.list()).items.map(({ name }) => name)).not.toContain("n");
  });

  it("revoke a key once, and again without harm", async () => {
    const { client, armor } = world(seed);
    const { id } = await client.apiKeys.create({ name: "n" });
    const first = await client.apiKeys.revoke(id);
    await armor.clock.sleep(1_000);
    expect((await client.apiKeys.revoke(id))?.revokedAt).toEqual(first?.revokedAt);
    await expect(client.apiKeys.revoke("key_9")).rejects.toBeInstanceOf(NotFoundError);
  });

  it("tell the quota and keep to it", async () => {
    const { client, armor } = world({ ...seed, maxKeys: 3 });
    expect(await client.apiKeys.usage()).toEqual({
      currentCount: 2,
      maxKeys: 3,
      rateLimitPerMin: 1_000,
      burstLimit: 50,
      canCreate: true,
    });
    await client.apiKeys.create({ name: "third" });
    expect(await client.apiKeys.usage()).toMatchObject({ currentCount: 3, canCreate: false });
    await expect(client.apiKeys.create({ name: "fourth" })).rejects.toBeInstanceOf(ConflictError);
    armor.failNext({ kind: "json", body: { data: { current_count: 3, max_keys: null, tier: "enterprise" } } });
    expect(await client.apiKeys.usage()).toEqual({
      currentCount: 3,
      maxKeys: null,
      rateLimitPerMin: null,
      burstLimit: null,
      canCreate: null,
      tier: "enterprise",
    });
  });

  it("refuse wrong arguments before they send anything", async () => {
    const { client, armor } = world(seed);
    for (const key of [5, "5", "", "..", null, Number.NaN]) {
      expect(await caught(client.apiKeys.get(key as string))).toMatchObject({ code: "validation", field: "key" });
    }
    for (const [field, body] of [
      ["name", { name: "" }],
      ["scope", { name: "n", scope: "owner" }],
      ["key", { name: "n", key: "mine" }],
    ] as const) {
      const error = await caught(client.apiKeys.create(body as { name: string }));
      expect(error).toBeInstanceOf(ValidationError);
      expect(error).toMatchObject({ field });
    }
    expect(armor.requests).toEqual([]);
  });
});
