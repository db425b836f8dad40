import { Client, ConfigurationError, TimeoutError } from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clientOf, emulated, KEY, tables } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";

expectNoUnhandledRejections();
beforeEach(() => {
  for (const name of ["ARMOR_API_KEY", "ARMOR_API_URL", "ARMOR_TIMEOUT", "ARMOR_RETRY_ATTEMPTS", "DQGATE_LOG"])
    vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

const T0 = "pg.shop.public.t00";

/** The address that a client with this URL asks for an asset. */
async function asked(url: string | undefined): Promise<string> {
  let seen = "";
  const client = new Client(anomalyArmor({ apiKey: KEY, url }), {
    logger: null,
    fetch: async (request) => {
      seen = request.url;
      return Response.json({ data: { data: [], pagination: { total: 0 } } });
    },
  });
  await client.assets.list({ limit: 1 });
  return seen.replace("/sdk/assets?limit=1&offset=0", "");
}

const GOOD: readonly [string | undefined, string][] = [
  [undefined, "https://app.anomalyarmor.ai/api/v1"],
  ["https://api.anomalyarmor.ai", "https://api.anomalyarmor.ai/api/v1"],
  ["https://api.anomalyarmor.ai/", "https://api.anomalyarmor.ai/api/v1"],
  ["https://api.anomalyarmor.ai/api/v1", "https://api.anomalyarmor.ai/api/v1"],
  ["https://api.anomalyarmor.ai/api/v1/", "https://api.anomalyarmor.ai/api/v1"],
  ["https://api.anomalyarmor.ai/api/v1//", "https://api.anomalyarmor.ai/api/v1"],
  ["https://api.anomalyarmor.ai/api/v1/sdk", "https://api.anomalyarmor.ai/api/v1"],
  ["https://api.anomalyarmor.ai/api/v1/sdk/", "https://api.anomalyarmor.ai/api/v1"],
  ["https://api.anomalyarmor.ai/sdk", "https://api.anomalyarmor.ai/api/v1"],
  ["https://proxy.example:8443/armor/v2", "https://proxy.example:8443/armor/v2"],
  ["HTTPS://API.AnomalyArmor.AI", "https://api.anomalyarmor.ai/api/v1"],
  ["http://localhost:8080", "http://localhost:8080/api/v1"],
  ["http://127.0.0.2:8080/x", "http://127.0.0.2:8080/x"],
  ["http://[::1]:8080", "http://[::1]:8080/api/v1"],
];

const BAD: readonly [string, string][] = [
  ["api.anomalyarmor.ai", "no URL"],
  ["", "no URL"],
  ["not a url", "no URL"],
  ["ftp://api.anomalyarmor.ai", "https://"],
  ["file:///etc", "https://"],
  ["javascript:alert(1)", "https://"],
  ["https://user:hunter22@api.anomalyarmor.ai", "credentials"],
  ["https://api.anomalyarmor.ai/?api_key=hunter22", "query"],
  ["https://api.anomalyarmor.ai/#hunter22", "fragment"],
];

describe("the base URL", () => {
  it.each(GOOD)("%s is taken as %s", async (url, expected) => {
    expect(await asked(url)).toBe(expected);
    if (url === undefined) return;
    vi.stubEnv("ARMOR_API_URL", url);
    expect(await asked(undefined)).toBe(expected);
    expect(await asked("https://other.example")).toBe("https://other.example/api/v1");
  });

  it.each(BAD)("%j is refused when the client is made", async (url, why) => {
    const error = await failure(() => clientOf({ url }, {}));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toMatch(/^url /);
    expect(error.message).toContain(why);
    expect(error.message).not.toContain("hunter22");
    if (url === "") return; // An empty variable counts as none.
    vi.stubEnv("ARMOR_API_URL", url);
    const from = await failure(() => clientOf({}, {}));
    expect(from).toBeInstanceOf(ConfigurationError);
    expect(from.message).toMatch(/^ARMOR_API_URL /);
  });

  it.each([
    "http://api.anomalyarmor.ai",
    "http://127.0.0.1.evil.example",
    "http://localhost.evil.example",
    "http://10.0.0.1",
  ])("%s would send the key in clear: refused, unless it is allowed", async (url) => {
    const error = await failure(() => clientOf({ url }, {}));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("allowInsecureHttp");
    expect(await failure(() => clientOf({ url }, { allowInsecureHttp: "yes" as unknown as boolean }))).toBeInstanceOf(
      ConfigurationError,
    );
    expect(() => clientOf({ url }, { allowInsecureHttp: true })).not.toThrow();
  });
});

describe("ARMOR_TIMEOUT", () => {
  it("is the time of an attempt, in seconds, where the client says nothing", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    vi.stubEnv("ARMOR_TIMEOUT", "7");
    const client = clientOf({}, { retries: 0, fetch: () => new Promise(() => undefined) });
    let over = false;
    const call = failure(client.assets.get(T0)).finally(() => {
      over = true;
    });
    await vi.advanceTimersByTimeAsync(6_999);
    expect(over).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    vi.useRealTimers();
    const error = await call;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ limit: "attempt", timeoutMs: 7_000 });
  });

  it.each(["0", "-5", "2.5", "30s", "1e3", "0x10", "NaN", "Infinity", "86401", "99999999999"])(
    "%s is refused",
    async (value) => {
      vi.stubEnv("ARMOR_TIMEOUT", value);
      const error = await failure(() => clientOf({}, {}));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.message).toContain("ARMOR_TIMEOUT");
    },
  );

  it.each(["", "  "])("%j counts as none", (value) => {
    vi.stubEnv("ARMOR_TIMEOUT", value);
    expect(() => clientOf({}, {})).not.toThrow();
  });
});

describe("ARMOR_RETRY_ATTEMPTS", () => {
  it.each([
    ["0", 1],
    ["5", 6],
  ])("%s means %i requests at most, where the client says nothing", async (value, requests) => {
    vi.stubEnv("ARMOR_RETRY_ATTEMPTS", value);
    const { armor, client } = emulated({ assets: tables(1) });
    armor.failNext({ kind: "status", status: 500 }, { times: 50 });
    await failure(client.assets.get(T0));
    expect(armor.requests).toHaveLength(requests);
    await failure(client.with({ retries: 1 }).assets.get(T0));
    expect(armor.requests).toHaveLength(requests + 2);
  });

  it.each(["-1", "many", "1.5", "101"])("%s is refused", async (value) => {
    vi.stubEnv("ARMOR_RETRY_ATTEMPTS", value);
    const error = await failure(() => clientOf({}, {}));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("ARMOR_RETRY_ATTEMPTS");
  });
});

describe("DQGATE_LOG", () => {
  it("sets the level where the client says nothing, and is refused where it is none", async () => {
    const told = vi.spyOn(console, "debug").mockImplementation(() => undefined);
    vi.stubEnv("DQGATE_LOG", "debug");
    const { armor } = emulated({ assets: tables(1) });
    const loud = new Client(anomalyArmor({ apiKey: KEY }), { fetch: armor.fetch });
    await loud.assets.get(T0);
    expect(told).toHaveBeenCalled();
    told.mockClear();
    await loud.with({ logLevel: "off" }).assets.get(T0);
    expect(told).not.toHaveBeenCalled();
    vi.stubEnv("DQGATE_LOG", "loud");
    const error = await failure(() => loud.with({}));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("DQGATE_LOG");
  });

  it("is read when the client is made, as the rest of the environment", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    vi.stubEnv("ARMOR_RETRY_ATTEMPTS", "9");
    armor.failNext({ kind: "status", status: 500 }, { times: 50 });
    await failure(client.assets.get(T0));
    expect(armor.requests).toHaveLength(3);
  });
});
