import { ApiError, AuthenticationError, Client, ConfigurationError, ConnectionError, TokenExpiredError } from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { VirtualClock } from "dqgate/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clientOf, emulated, KEY, tables } from "../support/client.js";
import { failure } from "../support/failure.js";
import { jwt } from "../support/jwt.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";

expectNoUnhandledRejections();
beforeEach(() => {
  vi.stubEnv("ARMOR_API_KEY", undefined);
});
afterEach(() => vi.unstubAllEnvs());

const T0 = "pg.shop.public.t00";
const NOW_S = Date.parse("2026-01-05T12:00:00Z") / 1000;

describe("a key", () => {
  it("is sent as a bearer, and stands before the variable", async () => {
    vi.stubEnv("ARMOR_API_KEY", "aa_test_from_the_environment");
    const { armor, client } = emulated({ assets: tables(1) });
    await client.assets.get(T0);
    const other = new Client(anomalyArmor(), { fetch: armor.fetch, logger: null });
    await other.assets.get(T0);
    expect(armor.requests.map(({ headers }) => headers.get("authorization"))).toEqual([
      `Bearer ${KEY}`,
      "Bearer aa_test_from_the_environment",
    ]);
  });

  it("loses the white space around it", async () => {
    const { armor } = emulated({ assets: tables(1) });
    await clientOf({ apiKey: `  ${KEY}\n` }, { fetch: armor.fetch }).assets.get(T0);
    expect(armor.requests[0]?.headers.get("authorization")).toBe(`Bearer ${KEY}`);
  });

  it.each([
    ["empty", ""],
    ["blank", " \t\n"],
    ["with a line break in it", "aa_live_0123456789\naa_live_9876543210"],
    ["with a space in it", "Bearer aa_live_0123456789"],
    ["with a letter beyond ASCII", "aa_live_0123456789é"],
  ])("that is %s is refused when the client is made, without being printed", async (_, apiKey) => {
    const error = await failure(() => clientOf({ apiKey }, {}));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("apiKey");
    expect(error.message).not.toContain("aa_live");
    vi.stubEnv("ARMOR_API_KEY", apiKey);
    const from = await failure(() => new Client(anomalyArmor()));
    expect(from).toBeInstanceOf(ConfigurationError);
    expect(from.message).toContain("ARMOR_API_KEY");
    expect(from.message).not.toContain("aa_live");
  });

  it.each([42, {}, [], true])("that is %o is refused", async (apiKey) => {
    const error = await failure(() => clientOf({ apiKey: apiKey as unknown as string }, {}));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("apiKey");
  });

  it("that is missing is told with the option and the variable", async () => {
    const error = await failure(() => new Client(anomalyArmor()));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ kind: "config", retryable: false });
    expect(error.message).toContain("apiKey");
    expect(error.message).toContain("ARMOR_API_KEY");
  });

  it("is not asked for before the client is made", () => {
    expect(() => anomalyArmor()).not.toThrow();
  });

  it("that is null makes a client whose calls say what they lack, and send nothing", async () => {
    const { armor } = emulated({ assets: tables(1) });
    const client = clientOf({ apiKey: null }, { fetch: armor.fetch });
    const error = await failure(client.assets.get(T0));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("apiKey: null");
    expect(armor.requests).toHaveLength(0);
  });

  it("is not sent where the call takes none, and is not needed there", async () => {
    const { armor, client } = emulated();
    await client.demo.createSession();
    await clientOf({ apiKey: null }, { fetch: armor.fetch }).demo.createSession();
    expect(armor.requests.map(({ headers }) => headers.has("authorization"))).toEqual([false, false]);
  });

  it("cannot be set by a header", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    for (const headers of [
      { authorization: "x" },
      { AUTHORIZATION: "x" },
      { Cookie: "x" },
      { "Proxy-Authorization": "x" },
    ]) {
      expect(await failure(client.assets.get(T0, { headers }))).toMatchObject({
        name: "ValidationError",
        field: "headers",
      });
    }
    expect(armor.requests).toHaveLength(0);
  });
});

describe("a token function", () => {
  it("is asked at every attempt", async () => {
    const { armor } = emulated({ assets: tables(1) });
    let asked = 0;
    const apiKey = (): string => {
      asked += 1;
      return `aa_test_${asked}`;
    };
    const client = clientOf({ apiKey }, { fetch: armor.fetch });
    armor.failNext({ kind: "status", status: 503 }, { times: 2 });
    await client.assets.get(T0);
    expect(armor.requests.map(({ headers }) => headers.get("authorization"))).toEqual([
      "Bearer aa_test_1",
      "Bearer aa_test_2",
      "Bearer aa_test_3",
    ]);
  });

  it("is not asked again after a 401", async () => {
    const { armor } = emulated({ keys: [{ key: "aa_test_right", scope: "admin" }] });
    const apiKey = vi.fn(async () => "aa_test_wrong");
    expect(await failure(clientOf({ apiKey }, { fetch: armor.fetch }).assets.get(T0))).toMatchObject({
      name: "AuthenticationError",
      status: 401,
    });
    expect(apiKey).toHaveBeenCalledTimes(1);
  });

  it.each<[string, () => unknown]>([
    ["gives nothing", () => undefined],
    ["gives an empty text", () => ""],
    ["gives a promise of an object", async () => ({ token: "aa_live_0123456789" })],
    ["gives two lines", async () => "aa_live_0123456789\nx"],
  ])("that %s fails the call once, before anything is sent, and prints nothing", async (_, source) => {
    const { armor } = emulated({ assets: tables(1) });
    const apiKey = vi.fn(source) as unknown as () => string;
    const error = await failure(clientOf({ apiKey }, { fetch: armor.fetch }).assets.get(T0));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain("aa_live");
    expect(apiKey).toHaveBeenCalledTimes(1);
    expect(armor.requests).toHaveLength(0);
  });

  it.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new RangeError("aa_live_0123456789 has no more");
      },
    ],
    ["rejects", () => Promise.reject(new RangeError("aa_live_0123456789"))],
    ["rejects with a text", () => Promise.reject("aa_live_0123456789")],
  ])("that %s is asked again, and then fails the call without anything sent or printed", async (_, source) => {
    const { armor } = emulated({ assets: tables(1) });
    const apiKey = vi.fn(source) as unknown as () => string;
    const error = await failure(clientOf({ apiKey }, { fetch: armor.fetch }).assets.get(T0));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ retryable: true, mayHaveBeenReceived: false });
    expect(`${error.message}${error.stack}${JSON.stringify(error)}`).not.toContain("aa_live");
    expect(error.cause).toBeUndefined();
    expect(apiKey).toHaveBeenCalledTimes(3);
    expect(armor.requests).toHaveLength(0);
  });

  it("may throw an error of this package, which reaches the caller", async () => {
    const { armor } = emulated();
    const apiKey = (): string => {
      throw new AuthenticationError({ status: 401, message: "log in again" });
    };
    expect(await failure(clientOf({ apiKey }, { fetch: armor.fetch }).assets.get(T0))).toMatchObject({
      message: "log in again",
    });
  });
});

describe("a JWT", () => {
  const expired = jwt({ exp: NOW_S - 1, sub: "u" });

  it.each<[string, string | (() => Promise<string>)]>([
    ["as a text", expired],
    ["from a function", async () => expired],
  ])("that has expired (%s) fails before anything is sent", async (_, apiKey) => {
    const { armor } = emulated({ assets: tables(1) });
    const error = await failure(clientOf({ apiKey }, { fetch: armor.fetch }).assets.get(T0));
    expect(error).toBeInstanceOf(TokenExpiredError);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      status: 401,
      code: "token_expired",
      expiredAt: new Date((NOW_S - 1) * 1000),
      operation: "GET /sdk/assets/{asset}",
      retryable: false,
    });
    expect(error.message).not.toContain(expired);
    expect(armor.requests).toHaveLength(0);
  });

  it("is judged by the client's clock, at each call", async () => {
    const clock = new VirtualClock();
    const { armor } = emulated({ assets: tables(1), clock });
    const client = clientOf({ apiKey: jwt({ exp: NOW_S + 60 }) }, { fetch: armor.fetch });
    await expect(client.assets.get(T0)).resolves.toBeDefined();
    clock.advance(60_000);
    expect(await failure(client.assets.get(T0))).toBeInstanceOf(TokenExpiredError);
    expect(armor.requests).toHaveLength(1);
  });

  it("that expires during the retries fails the attempt that it is too old for", async () => {
    const { armor } = emulated({ assets: tables(1) });
    const client = clientOf({ apiKey: jwt({ exp: NOW_S + 5 }) }, { fetch: armor.fetch });
    armor.failNext({ kind: "status", status: 503, retryAfter: 10 });
    expect(await failure(client.assets.get(T0))).toBeInstanceOf(TokenExpiredError);
    expect(armor.requests).toHaveLength(1);
  });

  it.each([
    ["without an expiry", jwt({ sub: "u" })],
    ["with an expiry that is no number", jwt({ exp: "soon" })],
    ["with an expiry beyond all time", jwt({ exp: 1e300 })],
    ["in form only", "aaaa.bbbb.cccc"],
    ["with a payload that is no object", `a.${Buffer.from("null").toString("base64url")}.c`],
  ])("%s is sent as it is", async (_, apiKey) => {
    const { armor } = emulated({ assets: tables(1) });
    await clientOf({ apiKey }, { fetch: armor.fetch }).assets.get(T0);
    expect(armor.requests[0]?.headers.get("authorization")).toBe(`Bearer ${apiKey}`);
  });
});
