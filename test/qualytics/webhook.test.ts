import { inspect } from "node:util";
import { AuthenticationError, ConfigurationError, ResponseValidationError } from "dqgate";
import { parseWebhook, verifyWebhook, type WebhookHeaders } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";

const SECRET = "hunter2-ünïcode-secret";

const BODY = {
  event: "qualytics.flow.triggered",
  flow: { id: 4, name: "tell the team" },
  datastore: { id: 1, name: "shop" },
  trigger: { type: "anomaly", timestamp: "2026-01-05T11:12:13.123456Z" },
  context: {
    anomalies: [
      {
        id: 7,
        type: "record",
        description: "3 customers do not exist",
        container: "orders",
        field: "customer",
        created_at: "2026-01-05T11:00:00",
      },
    ],
    containers: ["orders", { id: 1 }],
    quality_checks: [{ id: 2, name: "existsIn", status: "failing" }],
  },
  target_link: "https://acme.qualytics.io/anomalies/7",
};

describe("verifyWebhook", () => {
  it.each<[string, WebhookHeaders]>([
    ["Headers", new Headers({ "X-Qualytics-Secret": "hunter2" })],
    ["an object as Node makes it", { host: "x", "x-qualytics-secret": "hunter2", cookie: undefined }],
    ["an object in other letters", { "X-QUALYTICS-SECRET": "hunter2" }],
    ["a list of one", { "x-qualytics-secret": ["hunter2"] }],
  ])("lets the right secret through: %s", (_, headers) => {
    expect(verifyWebhook(headers, "hunter2")).toBeUndefined();
  });

  it.each<[string, WebhookHeaders | undefined]>([
    ["none", {}],
    ["no headers at all", undefined],
    ["an undefined one", { "x-qualytics-secret": undefined }],
    ["none among Headers", new Headers({ authorization: SECRET })],
    ["an empty one", { "x-qualytics-secret": "" }],
    ["another of the same length", { "x-qualytics-secret": SECRET.replace("h", "H") }],
    ["its begin", { "x-qualytics-secret": SECRET.slice(0, -1) }],
    ["more than it", { "x-qualytics-secret": `${SECRET}x` }],
    ["it twice over", { "x-qualytics-secret": SECRET + SECRET }],
    ["it in two headers", { "x-qualytics-secret": [SECRET, SECRET] }],
    ["it among others", { "x-qualytics-secret": SECRET, "X-Qualytics-Secret": "x" }],
    ["a value that is no text", { "x-qualytics-secret": 5 as never }],
  ])("refuses %s with 401, and tells nothing of the secret", async (_, headers) => {
    const error = await failure(() => verifyWebhook(headers as WebhookHeaders, SECRET));
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ status: 401, platform: "qualytics", operation: "verifyWebhook", retryable: false });
    expect(`${inspect(error)} ${JSON.stringify(error)}`).not.toContain("hunter2");
  });

  it.each([undefined, null, "", "  ", 5])("expects nothing less than a text: %s", async (expected) => {
    const headers = { "x-qualytics-secret": String(expected ?? "") };
    expect(await failure(() => verifyWebhook(headers, expected as string))).toBeInstanceOf(ConfigurationError);
  });
});

describe("parseWebhook", () => {
  it.each([
    ["a text", JSON.stringify(BODY)],
    ["what a framework read", BODY],
  ])("reads %s", (_, body) => {
    const event = parseWebhook(body);
    expect(event).toMatchObject({
      event: "qualytics.flow.triggered",
      flow: { id: 4, name: "tell the team" },
      datastore: { id: 1, name: "shop" },
      trigger: { type: "anomaly", timestamp: new Date("2026-01-05T11:12:13.123Z") },
      context: {
        anomalies: [
          {
            id: 7,
            type: "record",
            description: "3 customers do not exist",
            container: "orders",
            field: "customer",
            createdAt: new Date("2026-01-05T11:00:00Z"),
          },
        ],
        containers: ["orders", { id: 1 }],
        qualityChecks: [{ id: 2, name: "existsIn", status: "failing" }],
      },
      targetLink: "https://acme.qualytics.io/anomalies/7",
    });
  });

  it("takes an event that nobody knows, with what it has", () => {
    expect(parseWebhook('{"event":"qualytics.scan.ended","scan":{"id":9}}')).toEqual({
      event: "qualytics.scan.ended",
      flow: null,
      datastore: null,
      trigger: null,
      context: null,
      targetLink: null,
      scan: { id: 9 },
    });
  });

  it("reads an event that tells little", () => {
    expect(parseWebhook({ event: BODY.event, context: {} }).context).toEqual({
      anomalies: [],
      containers: [],
      qualityChecks: [],
    });
  });

  it.each<[string, unknown, unknown[]]>([
    ["no JSON", "{event: hunter2", []],
    ["an empty text", "", []],
    ["null", null, [[]]],
    ["a list", [BODY], [[]]],
    ["no event", { flow: BODY.flow }, [["event"]]],
    ["an event that is no text", { ...BODY, event: 5 }, [["event"]]],
    ["a time that is none", { ...BODY, trigger: { timestamp: "hunter2" } }, [["trigger", "timestamp"]]],
    ["anomalies that are none", { ...BODY, context: { anomalies: ["hunter2"] } }, [["context", "anomalies", 0]]],
  ])("refuses %s, and names no value", async (_, body, paths) => {
    const error = await failure(() => parseWebhook(body as string));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error).toMatchObject({ platform: "qualytics", operation: "parseWebhook", kind: "contract" });
    expect((error as unknown as ResponseValidationError).issues.map(({ path }) => path)).toEqual(paths);
    expect(`${inspect(error)} ${JSON.stringify(error)}`).not.toContain("hunter2");
  });
});
