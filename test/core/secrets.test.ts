import { inspect } from "node:util";
import {
  AbortedError,
  ApiError,
  AuthenticationError,
  AuthorizationError,
  BadRequestError,
  ConfigurationError,
  ConflictError,
  ConnectionError,
  NotFoundError,
  RateLimitError,
  RedirectError,
  ResponseTooLargeError,
  ResponseValidationError,
  ServerError,
  StalenessError,
  TimeoutError,
  TokenExpiredError,
  UnprocessableError,
  ValidationError,
} from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { VirtualClock } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { assetRecord, clientOf, emulated } from "../support/client.js";
import { failure } from "../support/failure.js";
import { jwt } from "../support/jwt.js";
import { keptLog } from "../support/log.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { closedPort, json, serve } from "../support/server.js";

expectNoUnhandledRejections();

/** Has no form by which it could be known: it must be masked because it is the client's. */
const OPAQUE = "Zq7-plain.KEY~without=a/form";
const WEBHOOK = "https://hooks.slack.com/services/T000/B000/XXXXXXXXXXXX";
const JWT = jwt({ sub: "someone", exp: 4_000_000_000 });
const SECRETS = [
  OPAQUE,
  "aa_live_SECRETSECRETSECRETSECRETSECRET12",
  "aa_demo_SECRETSECRETSECRETSECRETSECRET12",
  JWT,
  WEBHOOK,
  "pgpassword99",
  "sha256signature",
];

/** Everything by which a value could reach a log. */
function shown(value: unknown): string {
  const texts = [inspect(value, { depth: 10 }), JSON.stringify(value) ?? "", String(value)];
  if (value instanceof Error) {
    texts.push(value.message, value.stack ?? "", shown(value.cause ?? null));
    texts.push(inspect(new Error("wrapped", { cause: value }), { depth: 10 }));
  }
  return texts.join("\n");
}

function expectNoSecret(value: unknown): void {
  const text = shown(value);
  for (const secret of [...SECRETS, "SECRETSECRET", "T000/B000", "plain.KEY"]) expect(text).not.toContain(secret);
}

/** An error answer that repeats secrets wherever it can. */
const TELLTALE = {
  success: false,
  request_id: OPAQUE,
  message: `bad key ${OPAQUE}`,
  error: {
    code: `CODE_${OPAQUE}`,
    message: `key ${OPAQUE}, ${SECRETS[1]} or ${SECRETS[2]}; bearer ${JWT}; Authorization: Bearer ${OPAQUE}`,
    required_scope: OPAQUE,
    current_scope: `scope of ${OPAQUE}`,
    resource_type: OPAQUE,
    resource_id: SECRETS[1],
    field_errors: { url: `cannot post to ${WEBHOOK}`, password: `${OPAQUE} is too short` },
    details: {
      [OPAQUE]: 1,
      headers: { authorization: `Bearer ${OPAQUE}`, "x-api-key": "pgpassword99", cookie: "pgpassword99" },
      connection_config: {
        password: "pgpassword99",
        privateKeyPassphrase: "pgpassword99",
        dsn: "postgres://me:pgpassword99@db/x",
        session_token: "pgpassword99",
        connectionString: "Server=db;Password=pgpassword99",
        note: "see postgres://me:pgpassword99@db/x",
      },
      destination: { url: WEBHOOK, link: "https://cdn.example/x?signature=sha256signature&y=1" },
      links: ["https://a.example/?api_key=pgpassword99", "see /x?y=1&access_token=pgpassword99#z", "?key=pgpassword99"],
      deep: [[[[[[[[[[{ password: "pgpassword99" }]]]]]]]]]],
    },
  },
};

describe("an error of the platform that repeats secrets", () => {
  it.each([
    [400, BadRequestError],
    [401, AuthenticationError],
    [403, AuthorizationError],
    [404, NotFoundError],
    [409, ConflictError],
    [418, ApiError],
    [422, UnprocessableError],
    [429, RateLimitError],
    [500, ServerError],
    [200, ApiError],
  ])("does not print them: %i", async (status, errorClass) => {
    const { logger, lines } = keptLog();
    const server = await serve((_, response) => json(response, TELLTALE, status, { "x-request-id": `r-${OPAQUE}` }));
    const client = clientOf(
      { apiKey: OPAQUE, url: server.url },
      { logger, logLevel: "debug", retries: 1, clock: new VirtualClock() },
    );
    const error = await failure(client.assets.get("pg.a"));
    expect(error).toBeInstanceOf(errorClass);
    expect(server.arrived[0]?.headers.authorization).toBe(`Bearer ${OPAQUE}`);
    expectNoSecret(error);
    expect(lines.length).toBeGreaterThan(1);
    expectNoSecret(lines);
    expectNoSecret(client);
  });

  it.each([
    ["text", `${"x".repeat(190)} ${OPAQUE}`],
    ["text at the very end of what is shown", `${"x".repeat(990)} ${OPAQUE} and more`],
    ["HTML", `<html><p>${OPAQUE}</p><a href="${WEBHOOK}">x</a>${SECRETS[1]}</html>`],
  ])("does not print them out of %s", async (_, body) => {
    for (const status of [401, 500, 200]) {
      const fetch = async (): Promise<Response> =>
        new Response(body, { status, headers: { "content-type": `text/${OPAQUE}` } });
      const error = await failure(clientOf({ apiKey: OPAQUE }, { fetch, retries: 0 }).assets.get("pg.a"));
      expect(error).toBeInstanceOf(
        status === 401 ? AuthenticationError : status === 500 ? ServerError : ResponseValidationError,
      );
      expectNoSecret(error);
    }
  });
});

describe("every other error", () => {
  it("holds no request, no key and no value", async () => {
    const { logger, lines } = keptLog();
    const settings = { logger, logLevel: "debug" as const, clock: new VirtualClock(), retries: 1 };
    const hanging = await serve(() => undefined);
    const dropping = await serve((_, response) => response.socket?.destroy());
    const moved = await serve((_, response) =>
      response.writeHead(302, { location: "https://u:pgpassword99@other.example/" }).end(),
    );
    const odd = await serve((_, response) => json(response, { data: assetRecord({ name: { a: OPAQUE } }) }));
    const at = (url: string, more = {}) => clientOf({ apiKey: OPAQUE, url }, { ...settings, ...more });
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error(OPAQUE)), 30);
    const errors: [new (...args: never[]) => Error, Error][] = [
      [TimeoutError, await failure(at(hanging.url, { timeoutMs: 20 }).assets.get("pg.a"))],
      [AbortedError, await failure(at(hanging.url).assets.get("pg.a", { signal: abort.signal }))],
      [ConnectionError, await failure(at(dropping.url).assets.get("pg.a"))],
      [ConnectionError, await failure(at(await closedPort()).assets.get("pg.a"))],
      [RedirectError, await failure(at(moved.url).assets.get("pg.a"))],
      [ResponseValidationError, await failure(at(odd.url).assets.get("pg.a"))],
      [ResponseTooLargeError, await failure(at(odd.url, { maxResponseBytes: 3 }).assets.get("pg.a"))],
      [TokenExpiredError, await failure(clientOf({ apiKey: jwt({ exp: 1, s: OPAQUE }) }, settings).assets.get("pg.a"))],
      [ConfigurationError, await failure(() => clientOf({ apiKey: `${OPAQUE}\n${OPAQUE}` }, settings))],
      [
        ConfigurationError,
        await failure(() => clientOf({ url: `https://u:pgpassword99@x.example/?k=${OPAQUE}` }, settings)),
      ],
      [
        ValidationError,
        await failure(
          at(odd.url).assets.create({ name: "", sourceType: OPAQUE, connectionConfig: { password: OPAQUE } }),
        ),
      ],
      [ValidationError, await failure(at(odd.url).assets.get("pg.a", { headers: { "x-key": `${OPAQUE}\n` } }))],
      [ValidationError, await failure(at(odd.url).assets.get("pg.a", { idempotencyKey: `${OPAQUE} ` }))],
      [
        ConnectionError,
        await failure(
          at(odd.url, {
            fetch: () => {
              throw Object.assign(new Error(OPAQUE), { cause: new Error(WEBHOOK), code: `E ${OPAQUE}` });
            },
          }).assets.get("pg.a"),
        ),
      ],
    ];
    for (const [errorClass, error] of errors) {
      expect(error).toBeInstanceOf(errorClass);
      expectNoSecret(error);
    }
    expectNoSecret(lines);
  });

  it("of a gate neither", async () => {
    const { armor } = emulated({ assets: [{ qualifiedName: "pg.a", hoursSinceUpdate: 99 }] });
    const client = clientOf({ apiKey: OPAQUE }, { fetch: armor.fetch });
    const error = await failure(client.freshness.requireFresh("pg.a"));
    expect(error).toBeInstanceOf(StalenessError);
    expectNoSecret(error);
  });

  it("of a raw path does not repeat a key in it", async () => {
    const { client } = emulated();
    const error = await failure(client.request("GET", `/api-keys/${SECRETS[1]}`));
    expect(error).toBeInstanceOf(NotFoundError);
    expectNoSecret(error);
    expect(error.operation).toBe("GET /api-keys/[redacted]");
  });
});

describe("what a user may print", () => {
  it("holds no key: client, platform, namespaces, lists, pages and answers", async () => {
    const { armor } = emulated({ assets: [{ qualifiedName: "pg.a" }] });
    for (const apiKey of [OPAQUE, JWT, async () => OPAQUE]) {
      const platform = anomalyArmor({ apiKey });
      const client = clientOf({ apiKey }, { fetch: armor.fetch });
      const list = client.assets.list();
      const page = await list;
      const answer = await client.request("GET", "/sdk/assets");
      const shownThings = [
        platform,
        platform.connect(),
        client,
        client.assets,
        client.jobs,
        list,
        list.pages(),
        page,
        answer,
      ];
      for (const thing of shownThings) expectNoSecret(thing);
      expectNoSecret(structuredClone({ ...client }));
    }
  });

  it("shows what it should, or the tests above would prove nothing", () => {
    expect(shown(new Error(OPAQUE))).toContain(OPAQUE);
    expect(shown({ a: { b: { c: { d: [OPAQUE] } } } })).toContain(OPAQUE);
  });
});
