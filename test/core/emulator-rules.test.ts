import { AuthenticationError, AuthorizationError, RateLimitError, ValidationError } from "dqgate";
import { emulateAnomalyArmor } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { clientOf, emulated, KEY, tables } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";

expectNoUnhandledRejections();

const T0 = "pg.shop.public.t00";

describe("the rate limit", () => {
  it("of a minute is waited out on the virtual clock", async () => {
    const { armor, client } = emulated({ assets: tables(1), rateLimit: { perMinute: 3 } });
    const start = armor.clock.now();
    for (let call = 0; call < 4; call += 1) await client.assets.get(T0);
    expect(armor.requests).toHaveLength(5); // The fourth was refused once.
    expect(armor.clock.now() - start).toBe(60_000);
  });

  it("of a second too", async () => {
    const { armor, client } = emulated({ assets: tables(1), rateLimit: { perMinute: 100, perSecond: 2 } });
    const start = armor.clock.now();
    for (let call = 0; call < 7; call += 1) await client.assets.get(T0);
    expect(armor.requests).toHaveLength(8); // The third was refused; the others were held back until there was room.
    expect(armor.clock.now() - start).toBe(3_100);
  });

  it("is waited out by calls side by side", async () => {
    const { armor, client } = emulated(
      { assets: tables(1), rateLimit: { perMinute: 2 } },
      { retries: 5, totalTimeoutMs: 600_000 },
    );
    const answers = await Promise.all([1, 2, 3, 4].map(() => client.assets.get(T0)));
    expect(answers).toHaveLength(4);
    expect(armor.clock.now() - Date.parse("2026-01-05T12:00:00Z")).toBeGreaterThanOrEqual(60_000);
  });

  it("is told where there are no retries, with headers that say what is left", async () => {
    const { armor, client } = emulated({ assets: tables(1), rateLimit: { perMinute: 1 } }, { retries: 0 });
    const answer = await client.request("GET", "/sdk/assets");
    expect(answer.headers.get("x-ratelimit-limit")).toBe("1");
    expect(answer.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(Number(answer.headers.get("x-ratelimit-reset")) * 1000).toBe(armor.clock.now() + 60_000);
    const error = await failure(client.assets.get(T0));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfterMs: 60_000, platformCode: "RATE_LIMITED", status: 429 });
  });

  it("does not make a failure wait: the reset is a header of every answer", async () => {
    const { armor, client } = emulated({ assets: tables(1), rateLimit: { perMinute: 100 } });
    armor.failNext({ kind: "status", status: 500 });
    const start = armor.clock.now();
    await client.assets.get(T0);
    expect(armor.clock.now() - start).toBe(250);
  });

  it("is that of each key", async () => {
    const { armor, client } = emulated({ assets: tables(1), rateLimit: { perMinute: 1 } }, { retries: 0 });
    await client.assets.get(T0);
    await expect(clientOf({ apiKey: "aa_test_other" }, { fetch: armor.fetch }).assets.get(T0)).resolves.toBeDefined();
    expect(await failure(client.assets.get(T0))).toBeInstanceOf(RateLimitError);
  });
});

describe("keys and scopes", () => {
  const keys = [
    { key: "aa_test_reader", scope: "read-only" as const },
    { key: "aa_test_writer", scope: "read-write" as const },
  ];

  it("a reader reads, and is told what a write needs", async () => {
    const armor = emulateAnomalyArmor({ assets: tables(1), keys });
    const client = clientOf({ apiKey: "aa_test_reader" }, { fetch: armor.fetch });
    await expect(client.freshness.get(T0)).resolves.toBeDefined();
    const error = await failure(client.freshness.refresh(T0));
    expect(error).toBeInstanceOf(AuthorizationError);
    expect(error).toMatchObject({ requiredScope: "read-write", currentScope: "read-only", platformCode: "FORBIDDEN" });
    expect(armor.state.jobs).toHaveLength(0);
  });

  it("a writer writes, and does not see the keys", async () => {
    const armor = emulateAnomalyArmor({ assets: tables(1), keys });
    const client = clientOf({ apiKey: "aa_test_writer" }, { fetch: armor.fetch });
    await expect(client.freshness.refresh(T0)).resolves.toBeDefined();
    expect(armor.state.jobs).toHaveLength(1);
  });

  it("a key that is not known is refused, and so is one that was revoked", async () => {
    const armor = emulateAnomalyArmor({ assets: tables(1), keys });
    expect(await failure(clientOf({}, { fetch: armor.fetch }).assets.get(T0))).toBeInstanceOf(AuthenticationError);
    const writer = armor.state.keys.find(({ key }) => key === "aa_test_writer");
    Object.assign(writer as object, { revokedAt: armor.clock.now() });
    const error = await failure(clientOf({ apiKey: "aa_test_writer" }, { fetch: armor.fetch }).assets.get(T0));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.message).toContain("revoked");
  });

  it("no key at all is refused", async () => {
    const armor = emulateAnomalyArmor();
    for (const headers of [{}, { authorization: "Basic x" }, { authorization: "Bearer" }]) {
      const response = await armor.fetch(new Request(`${armor.baseUrl}/sdk/assets`, { headers }));
      expect(response.status).toBe(401);
    }
  });
});

describe("paths", () => {
  const at = async (path: string, method = "GET"): Promise<number> => {
    const armor = emulateAnomalyArmor({
      assets: [{ qualifiedName: "a/b" }, { qualifiedName: "summary" }, { qualifiedName: "x" }],
    });
    const request = new Request(armor.baseUrl + path, { method, headers: { authorization: `Bearer ${KEY}` } });
    return (await armor.fetch(request)).status;
  };

  it.each([
    ["/sdk/assets", 200],
    ["/sdk/assets/", 404],
    ["/sdk/Assets", 404],
    ["/SDK/assets", 404],
    ["//sdk/assets", 404],
    ["/sdk//assets", 404],
    ["/sdk/assets/x", 200],
    ["/sdk/assets/x/", 404],
    ["/sdk/assets/X", 404],
    ["/sdk/assets/a%2Fb", 200],
    ["/sdk/assets/a/b", 404],
    ["/sdk%2Fassets", 404],
    ["/sdk/asset%73", 404],
    ["/sdk/assets/%78", 200],
    ["/sdk/assets/%zz", 404],
    ["/sdk/assets?x=1#y", 200],
    ["", 404],
    ["/", 404],
    ["x/sdk/assets", 404],
  ])("%s is answered with %i", async (path, status) => {
    expect(await at(path)).toBe(status);
  });

  it("take a literal before a parameter", async () => {
    const { client } = emulated({ assets: [{ qualifiedName: "summary" }] });
    const { data } = await client.request("GET", "/sdk/freshness/summary");
    expect(data).toMatchObject({ data: { total_assets: 1 } });
  });

  it("count the verb", async () => {
    expect(await at("/sdk/assets/x", "DELETE")).toBe(404);
    expect(await at("/sdk/assets", "PUT")).toBe(404);
  });

  it("outside of the platform's are not answered", async () => {
    const armor = emulateAnomalyArmor({ assets: tables(1) });
    const request = new Request("https://app.anomalyarmor.ai/sdk/assets", {
      headers: { authorization: `Bearer ${KEY}` },
    });
    expect((await armor.fetch(request)).status).toBe(404);
  });
});

describe("scripted faults", () => {
  it("strike in their order, as often as they are told, and where they are told", async () => {
    const { armor, client } = emulated({ assets: tables(1) }, { retries: 0 });
    armor.failNext({ kind: "status", status: 418 }, { on: "GET /sdk/freshness/{asset}", times: 2 });
    armor.failNext({ kind: "status", status: 409 });
    expect(await failure(client.assets.get(T0))).toMatchObject({ status: 409 });
    await expect(client.assets.get(T0)).resolves.toBeDefined();
    expect(await failure(client.freshness.get(T0))).toMatchObject({ status: 418 });
    expect(await failure(client.freshness.get(T0))).toMatchObject({ status: 418 });
    await expect(client.freshness.get(T0)).resolves.toBeDefined();
  });

  it("are forgotten where they are taken back", async () => {
    const { armor, client } = emulated({ assets: tables(1) }, { retries: 0 });
    armor.failNext({ kind: "drop" }, { times: 9 });
    armor.clearFaults();
    await expect(client.assets.get(T0)).resolves.toBeDefined();
  });

  it.each([0, -1, 1.5, Number.NaN])("are refused where they would strike %d times", async (times) => {
    const { armor } = emulated();
    const error = await failure(() => armor.failNext({ kind: "drop" }, { times }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe("times");
  });

  it.each([0, 101, 199, 600, 20.5])("are refused with the status %d, which is none", async (status) => {
    const { armor } = emulated();
    expect(await failure(() => armor.failNext({ kind: "status", status }))).toMatchObject({
      name: "ValidationError",
      field: "status",
    });
  });

  it("may have a status that has no body", async () => {
    const { armor, client } = emulated({ assets: tables(1) }, { retries: 0 });
    armor.failNext({ kind: "status", status: 204, body: { a: 1 } });
    expect(await client.request("GET", "/sdk/assets")).toMatchObject({ status: 204, data: undefined });
  });
});
