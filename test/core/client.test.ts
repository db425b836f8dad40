import { inspect } from "node:util";
import { Client, type ClientOptions, ConfigurationError, UnsupportedError, ValidationError } from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { describe, expect, it } from "vitest";
import { clientOf, emulated, KEY, tables } from "../support/client.js";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";

expectNoUnhandledRejections();

const T0 = "pg.shop.public.t00";
const loose = (client: unknown): Record<string, unknown> => client as Record<string, unknown>;

/** A platform with one namespace of these methods. */
const platformWith = (namespaces: object) => ({
  name: "mini",
  specVersion: 1 as const,
  connect: () => ({ ...anomalyArmor({ apiKey: KEY }).connect(), namespaces: () => namespaces }),
});

describe("a namespace that the platform lacks", () => {
  it("says so where it is touched, with the platforms that have it", async () => {
    const mini = loose(new Client(platformWith({}) as never));
    const error = await failure(() => mini.freshness);
    expect(error).toBeInstanceOf(UnsupportedError);
    expect(error).toMatchObject({ platform: "mini", kind: "config", code: "unsupported", retryable: false });
    expect(error.message).toContain("mini has no freshness");
    expect(error.message).toContain("anomalyarmor");
    const { client } = emulated();
    for (const name of ["checks", "operations"]) {
      expect(await failure(() => loose(client)[name])).toBeInstanceOf(UnsupportedError);
    }
  });

  it("does not get in the way of printing, comparing, copying, counting or awaiting the client", async () => {
    const { client } = emulated();
    expect(inspect(client, { depth: 5 })).toContain("anomalyarmor");
    expect(JSON.parse(JSON.stringify(client))).toMatchObject({ platform: "anomalyarmor" });
    expect({ ...client }).toHaveProperty("assets");
    expect(Object.keys(client)).not.toContain("checks");
    expect(await client).toBe(client);
    expect(client).toEqual(client);
    expect(() => expect(client).toEqual({ platform: "other" })).toThrow(/other/);
    expect(String(client)).toBe("[object Object]");
  });
});

describe("capabilities", () => {
  it("name the methods of each namespace, and those alone", () => {
    const { client } = emulated();
    expect(client.capabilities.jobs).toEqual(["status", "watch", "waitForJob"]);
    expect(client.capabilities.freshness).toContain("requireFresh");
    expect(client.capabilities).not.toHaveProperty("checks");
    expect(Object.keys(client.capabilities).sort()).toEqual(
      Object.keys(client)
        .filter((name) => name !== "platform" && name !== "capabilities")
        .sort(),
    );
  });

  it("cannot be changed", () => {
    const { client } = emulated();
    expect(() => Object.assign(client.capabilities, { checks: [] })).toThrow(TypeError);
    expect(() => (client.capabilities.jobs as string[]).push("x")).toThrow(TypeError);
  });

  it("name inherited methods and those of a plain object, but none that every object has", () => {
    class Base {
      list(): void {}
    }
    class Things extends Base {
      readonly size = 3;
      get count(): number {
        throw new Error("a getter is no method");
      }
      get(): void {}
    }
    const client = new Client(platformWith({ things: new Things(), plain: { run: () => 1, name: "x" } }) as never);
    expect([...(client.capabilities.things ?? [])].sort()).toEqual(["get", "list"]);
    expect(client.capabilities.plain).toEqual(["run"]);
  });
});

describe("a namespace with a name that every client has", () => {
  it.each(["platform", "capabilities", "request", "with", "close"])("is refused: %s", async (name) => {
    const error = await failure(() => new Client(platformWith({ [name]: {} }) as never));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain(name);
  });
});

describe("new Client", () => {
  it.each([undefined, null, "anomalyarmor", {}, anomalyArmor, []])(
    "refuses what is no platform: %o",
    async (platform) => {
      const error = await failure(() => new Client(platform as never));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error.message).toContain("anomalyArmor()");
    },
  );

  it.each<[string, unknown]>([
    ["timeoutMs", 0],
    ["timeoutMs", -1],
    ["timeoutMs", Number.NaN],
    ["timeoutMs", Number.POSITIVE_INFINITY],
    ["timeoutMs", 2 ** 31],
    ["timeoutMs", "30"],
    ["totalTimeoutMs", 0],
    ["totalTimeoutMs", Number.POSITIVE_INFINITY],
    ["retries", -1],
    ["retries", 1.5],
    ["retries", 101],
    ["retries", "2"],
    ["retries", null],
    ["headers", { "bad name": "x" }],
    ["headers", { "x-a": "line\nbreak" }],
    ["headers", { "x-a": 7 }],
    ["headers", { authorization: "Bearer x" }],
    ["headers", { "Transfer-Encoding": "chunked" }],
    ["headers", { Host: "x" }],
    ["headers", new Headers({ "x-a": "b" })],
    ["headers", [["x-a", "b"]]],
    ["headers", "x-a: b"],
    ["validation", "loose"],
    ["fetch", "fetch"],
    ["random", 0.5],
    ["clock", {}],
    ["clock", null],
    ["maxResponseBytes", 0],
    ["maxResponseBytes", 1.5],
    ["appInfo", ""],
    ["appInfo", "a\nb"],
    ["appInfo", "x".repeat(201)],
  ])("refuses the option %s: %o", async (name, value) => {
    const error = await failure(() => clientOf({}, { [name]: value } as ClientOptions));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(name);
    expect(error.issues).toContainEqual(expect.objectContaining({ path: [name], code: "invalid_option" }));
  });

  it("refuses a level that is none, and options that are none", async () => {
    const error = await failure(() => clientOf({}, { logLevel: "loud" as never }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain("logLevel");
    expect(await failure(() => new Client(anomalyArmor({ apiKey: KEY }), null as never))).toMatchObject({
      name: "ValidationError",
      field: "options",
    });
  });

  it("names every option that is wrong", async () => {
    const error = await failure(() => clientOf({}, { timeoutMs: -1, retries: -1 }));
    expect(error.message).toContain("timeoutMs");
    expect(error.message).toContain("retries");
  });

  it("says who it is in User-Agent", async () => {
    const { armor, client } = emulated({ assets: tables(1) });
    await client.assets.get(T0);
    await client.with({ appInfo: "nightly/7" }).assets.get(T0);
    const [plain, named] = armor.requests.map(({ headers }) => headers.get("user-agent"));
    expect(plain).toMatch(/^dqgate\/\d+\.\d+\.\d+ anomalyarmor node\/\d+\.\d+\.\d+$/);
    expect(named).toBe(`${plain} nightly/7`);
  });
});

describe("the options of a call", () => {
  it.each<[string, unknown]>([
    ["timeoutMs", 0],
    ["totalTimeoutMs", Number.NaN],
    ["retries", -1],
    ["signal", {}],
    ["signal", null],
    ["idempotencyKey", ""],
    ["idempotencyKey", "two words"],
    ["idempotencyKey", null],
    ["idempotencyKey", 7],
    ["idempotencyKey", "x".repeat(256)],
    ["validation", "none"],
    ["headers", { cookie: "x" }],
    ["headers", { connection: "close" }],
  ])("are refused before anything is sent: %s: %o", async (name, value) => {
    const { armor, client } = emulated({ assets: tables(1) });
    const error = await failure(client.assets.get(T0, { [name]: value }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field: name, operation: "GET /sdk/assets/{asset}", platform: "anomalyarmor" });
    expect(armor.requests).toHaveLength(0);
  });

  it.each(["x", 7, null])("are refused where they are no object: %o", async (options) => {
    const { client } = emulated({ assets: tables(1) });
    expect(await failure(client.assets.get(T0, options as never))).toBeInstanceOf(ValidationError);
  });
});

describe("client.with()", () => {
  it("makes another client, and leaves this one as it is", async () => {
    const { armor, client } = emulated({ assets: tables(1) }, { headers: { "x-team": "a" } });
    const other = client.with({ headers: { "x-team": "b" }, retries: 0 });
    armor.failNext({ kind: "status", status: 500 });
    await failure(other.assets.get(T0));
    await client.assets.get(T0);
    expect(armor.requests.map(({ headers }) => headers.get("x-team"))).toEqual(["b", "a"]);
    expect(other.platform).toBe("anomalyarmor");
    expect(other.assets).not.toBe(client.assets);
  });

  it("keeps the options that it is not given", async () => {
    const { armor, client } = emulated({ assets: tables(1) }, { headers: { "x-team": "a" } });
    await client.with({ retries: 1 }).with({ timeoutMs: 500 }).assets.get(T0);
    expect(armor.requests[0]?.headers.get("x-team")).toBe("a");
    expect(await failure(() => client.with({ retries: -1 }))).toBeInstanceOf(ValidationError);
  });
});
