import { EmulatorError, emulateWatcher, VirtualClock, type WatcherSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { asking, CRASH, complaints, INTEGRITY, missing } from "./asking.js";
import { send } from "./exchanges/exchange.js";
import { sampleWorld, world } from "./world.js";

const asked = (seed: WatcherSeed = {}): ReturnType<typeof asking> => asking(emulateWatcher(seed));
const ONE: WatcherSeed = { pipelines: [{ name: "p1" }] };
const BIG = 2_147_483_648;

describe("the emulator's routes", () => {
  it("knows the heartbeat, and no /health", async () => {
    expect(await asked()("GET", "/")).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(await asked()("GET", "/health")).toEqual(missing("Not Found"));
    expect(await asked()("GET", "/pipeline/1/runs")).toEqual(missing("Not Found"));
  });

  it.each([
    ["GET", "/pipeline/"],
    ["POST", "/pipeline/"],
    ["PATCH", "/anomaly_detection_rule/"],
    ["GET", "/lineage-graph/addresses/"],
  ])("redirects %s %s to the path without its slash", async (verb, path) => {
    const server = emulateWatcher();
    const body = verb === "GET" ? undefined : { name: "x" };
    const response = await send(server, verb, `${path}?page=2`, body);
    expect(response.status).toBe(307);
    expect(response.headers.get("location")).toBe(`http://localhost:8000${path.slice(0, -1)}?page=2`);
    expect(server.state.pipelines).toHaveLength(0);
  });

  it("tells the graph, with a slash, from its page, without", async () => {
    const ask = asked();
    expect(await ask("GET", "/lineage-graph/?source_address_id=9")).toMatchObject({
      status: 200,
      body: { nodes: [], edges: [] },
    });
    expect((await ask("GET", "/lineage-graph")).type).toBe("text/html; charset=utf-8");
  });

  it.each([
    ["DELETE", "/pipeline/1"],
    ["PUT", "/pipeline"],
    ["GET", "/freshness"],
    ["POST", "/pipeline/1"],
    ["PATCH", "/"],
  ])("refuses the verb of %s %s", async (verb, path) => {
    expect(await asked(ONE)(verb, path)).toEqual({
      status: 405,
      type: "application/json",
      body: { detail: "Method Not Allowed" },
    });
  });

  it("refuses HEAD", async () => {
    expect((await send(emulateWatcher(), "HEAD", "/pipeline")).status).toBe(405);
  });

  it("describes 30 operations, and tells 200 alone of those that make or find", async () => {
    const { paths } = (await asked()("GET", "/openapi.json")).body as {
      paths: Record<string, Record<string, { responses: object }>>;
    };
    expect(Object.values(paths).flatMap((path) => Object.keys(path))).toHaveLength(30);
    expect(Object.keys(paths["/pipeline"]?.post?.responses ?? {})).toEqual(["200"]);
    expect(paths).not.toHaveProperty(["/reporting/refresh"]);
  });

  it("asks for a token where it has one, and for none otherwise", async () => {
    const server = emulateWatcher({ ...ONE, token: "t0ken" });
    const refused = { status: 401, type: "application/json", body: { detail: "Unauthorized" } };
    expect(await asking(server)("GET", "/pipeline")).toEqual(refused);
    const { client } = world({ ...ONE, token: "t0ken" }, {}, "t0ken");
    expect((await client.pipelines.list()).items).toHaveLength(1);
    const wrong = world({ ...ONE, token: "t0ken" }, {}, "other");
    await expect(wrong.client.pipelines.list()).rejects.toMatchObject({ name: "AuthenticationError", status: 401 });
  });
});

describe("a number that nothing has", () => {
  it.each(["pipeline", "pipeline_type", "address", "address_type", "anomaly_detection_rule"])(
    "answers GET /%s/{id} with 500 as text",
    async (resource) => {
      const ask = asking(sampleWorld().server);
      expect((await ask("GET", `/${resource}/1`)).status).toBe(200);
      expect(await ask("GET", `/${resource}/999`)).toEqual(CRASH);
      expect(await ask("GET", `/${resource}/${BIG}`)).toEqual(CRASH);
      expect(complaints(await ask("GET", `/${resource}/1.5`))).toEqual([`int_parsing path.${resource}_id`]);
    },
  );

  it("answers the execution's and every PATCH with 404", async () => {
    const ask = asked();
    expect(await ask("GET", "/pipeline_execution/9")).toEqual(missing("Pipeline execution not found"));
    expect(await ask("GET", `/pipeline_execution/${BIG}`)).toEqual(missing("Pipeline execution not found"));
    const end = { id: 9, end_date: "2026-01-05", completed_successfully: true };
    expect(await ask("POST", "/end_pipeline_execution", end)).toEqual(missing("Pipeline execution not found"));
    for (const [resource, detail] of [
      ["pipeline", "Pipeline Not Found"],
      ["pipeline_type", "Pipeline Type Not Found"],
      ["address", "Address not found"],
      ["address_type", "Address Type Not Found"],
      ["anomaly_detection_rule", "Anomaly detection rule not found"],
    ] as const)
      expect(await ask("PATCH", `/${resource}`, { id: 9 })).toEqual(missing(detail));
    expect(await ask("PATCH", "/address", { name: "nowhere" })).toEqual(missing("Address not found"));
  });
});

describe("a body that does not fit", () => {
  it.each([
    [{}, ["missing body.name", "missing body.pipeline_type_name"]],
    [{ name: "  ", pipeline_type_name: "t" }, ["string_too_short body.name"]],
    [{ name: "n".repeat(151), pipeline_type_name: "t" }, ["string_too_long body.name"]],
    [{ name: "n", pipeline_type_name: "t", pipeline_metadata: [] }, ["dict_type body.pipeline_metadata"]],
    [{ name: "n", pipeline_type_name: "t", freshness_number: 0 }, ["greater_than body.freshness_number"]],
    [{ name: "n", pipeline_type_name: "t", freshness_number: 1.5 }, ["int_from_float body.freshness_number"]],
    [{ name: "n", pipeline_type_name: "t", freshness_number: "x" }, ["int_parsing body.freshness_number"]],
    [{ name: "n", pipeline_type_name: "t", freshness_datepart: "quarter" }, ["enum body.freshness_datepart"]],
    [{ name: "n", pipeline_type_name: "t", freshness_number: 2 }, ["value_error body"]],
    [{ name: "n", pipeline_type_name: "t", timeliness_datepart: "day" }, ["value_error body"]],
    [undefined, ["missing body"]],
    [null, ["missing body"]],
    ["{bad", ["json_invalid body.1"]],
    ['{"name":', ["json_invalid body.8"]],
  ])("is refused with 422: %j", async (body, expected) => {
    const server = emulateWatcher();
    const answer = await asking(server)("POST", "/pipeline", body === null ? "null" : body);
    expect(answer).toMatchObject({ status: 422, type: "application/json" });
    expect(complaints(answer)).toEqual(expected);
    expect(server.state.pipelines).toHaveLength(0);
  });

  it("is told back in lower case, with what was expected", async () => {
    const body = { name: "N", pipeline_type_name: "T", freshness_number: 1, freshness_datepart: " QUARTER " };
    expect((await asked()("POST", "/pipeline", body)).body).toEqual({
      detail: [
        {
          type: "enum",
          loc: ["body", "freshness_datepart"],
          msg: "Input should be 'minute', 'hour', 'day', 'week', 'month' or 'year'",
          input: "quarter",
          ctx: { expected: "'minute', 'hour', 'day', 'week', 'month' or 'year'" },
        },
      ],
    });
    expect((await asked()("POST", "/pipeline", { name: "N" })).body).toEqual({
      detail: [{ type: "missing", loc: ["body", "pipeline_type_name"], msg: "Field required", input: { name: "n" } }],
    });
  });

  it("is found at its place in a list", async () => {
    const body = { pipeline_id: 1, source_addresses: [{ name: "a" }], target_addresses: "x" };
    expect(complaints(await asked(ONE)("POST", "/address_lineage", body))).toEqual([
      "missing body.source_addresses.0.address_type_name",
      "missing body.source_addresses.0.address_type_group_name",
      "list_type body.target_addresses",
    ]);
  });

  it.each([
    [{ id: 1, end_date: "2026-01-06", completed_successfully: null }, ["bool_type body.completed_successfully"]],
    [{ id: 1, end_date: "2026-01-06" }, ["missing body.completed_successfully"]],
    [{ id: 1, end_date: null, completed_successfully: true }, ["datetime_type body.end_date"]],
    [{ id: 1, end_date: "2026-02-30", completed_successfully: 1 }, ["datetime_from_date_parsing body.end_date"]],
    [{ id: 1, end_date: "2026-01-06", completed_successfully: 1, inserts: -1 }, ["greater_than_equal body.inserts"]],
  ])("ends no run: %j", async (body, expected) => {
    expect(complaints(await asked(ONE)("POST", "/end_pipeline_execution", body))).toEqual(expected);
  });

  it.each([
    ["/anomaly_detection_rule", { pipeline_id: 1, metric_field: "rows" }, ["enum body.metric_field"]],
    [
      "/anomaly_detection_rule",
      { pipeline_id: 1, metric_field: "inserts", lookback_days: 366, minimum_executions: 4, z_threshold: 0.5 },
      [
        "greater_than_equal body.z_threshold",
        "less_than_equal body.lookback_days",
        "greater_than_equal body.minimum_executions",
      ],
    ],
    [
      "/unflag_anomaly",
      { pipeline_id: 1, pipeline_execution_id: 1, metric_field: ["inserts", "Updates"] },
      ["enum body.metric_field.1"],
    ],
    ["/log_cleanup", {}, ["missing body.retention_days"]],
    ["/log_cleanup", { retention_days: 89 }, ["greater_than_equal body.retention_days"]],
    ["/timeliness", undefined, ["missing body"]],
  ])("is refused by %s: %j", async (path, body, expected) => {
    expect(complaints(await asked(ONE)("POST", path, body))).toEqual(expected);
  });

  it("is refused in a query", async () => {
    const ask = asked();
    expect(complaints(await ask("GET", "/lineage-graph/"))).toEqual(["missing query.source_address_id"]);
    for (const [query, expected] of [
      ["days=31", "less_than_equal query.days"],
      ["days=0", "greater_than_equal query.days"],
      ["page=0", "greater_than_equal query.page"],
      ["page_size=1001", "less_than_equal query.page_size"],
    ])
      expect(complaints(await ask("GET", `/reporting/daily-pipeline-metrics?${query}`))).toEqual([expected]);
  });

  it("is taken in other types where they say the same", async () => {
    const server = emulateWatcher({ ...ONE, executions: [{ pipeline: 1, completedSuccessfully: null }] });
    const ask = asking(server);
    const end = { id: "1", end_date: "2026-01-06", completed_successfully: "Yes", inserts: "12", nonsense: 1 };
    expect((await ask("POST", "/end_pipeline_execution", end)).status).toBe(204);
    expect(server.state.executions[0]).toMatchObject({ completed_successfully: true, inserts: 12 });
    expect(server.state.executions[0]).not.toHaveProperty("nonsense");
  });
});

describe("what crashes the server", () => {
  it.each(["/pipeline", "/start_pipeline_execution", "/timeliness"])(
    "is an array or another content type at %s",
    async (path) => {
      const ask = asked(ONE);
      expect(await ask("POST", path, [])).toEqual(CRASH);
      expect(await ask("POST", path, '{"name":"n"}', { "content-type": "text/plain" })).toEqual(CRASH);
      expect(await ask("POST", path, "name=n", { "content-type": "application/x-www-form-urlencoded" })).toEqual(CRASH);
    },
  );

  it("is not the body of a call that reads none", async () => {
    expect(await asked()("POST", "/freshness", "[nonsense")).toMatchObject({ status: 200, body: { status: "queued" } });
  });

  it.each([
    ["POST", "/pipeline", { name: "n", pipeline_type_name: "t", next_watermark: "w".repeat(51) }],
    ["PATCH", "/pipeline", { id: 1, watermark: "w".repeat(51) }],
    ["POST", "/start_pipeline_execution", { pipeline_id: 1, watermark: "w".repeat(51) }],
    ["PATCH", "/pipeline", { id: 1, freshness_number: BIG }],
    ["POST", "/start_pipeline_execution", { pipeline_id: 1, parent_id: BIG }],
    ["POST", "/end_pipeline_execution", { id: 1, end_date: "2027-01-01", completed_successfully: true, inserts: BIG }],
    [
      "POST",
      "/address",
      {
        name: `${"d".repeat(51)}.s.t`,
        address_type_name: "pg",
        address_type_group_name: "Database",
      },
    ],
    ["POST", "/anomaly_detection_rule", { pipeline_id: 9, metric_field: "inserts" }],
    ["PATCH", "/anomaly_detection_rule", { id: 1, metric_field: "updates" }],
    ["PATCH", "/anomaly_detection_rule", { id: 1, pipeline_id: 9 }],
    ["PATCH", "/anomaly_detection_rule", { id: 1, active: null }],
  ])("answers %s %s with 500 as text: %j", async (verb, path, body) => {
    const server = emulateWatcher({
      ...ONE,
      executions: [{ pipeline: 1, completedSuccessfully: null }],
      rules: ["inserts", "updates"].map((metricField) => ({ pipeline: "p1", metricField })),
    });
    const before = JSON.stringify(server.state);
    expect(await asking(server)(verb, path, body)).toEqual(CRASH);
    expect(JSON.stringify(server.state)).toBe(before);
  });

  it.each([
    ["PATCH", "/pipeline", { id: 1, active: null }],
    ["PATCH", "/pipeline", { id: 1, load_lineage: null }],
    ["PATCH", "/pipeline", { id: 1, name: null }],
    ["PATCH", "/pipeline", { id: 1, mute_freshness_check: null }],
    ["PATCH", "/pipeline", { id: 1, name: "P2" }],
    ["PATCH", "/pipeline", { id: 1, pipeline_type_id: 9 }],
    ["PATCH", "/address", { id: 1, address_type_id: 9 }],
    ["PATCH", "/pipeline_type", { id: 1, mute_timeliness_check: null }],
    ["POST", "/pipeline_type", { name: "new", mute_freshness_check: null }],
    ["POST", "/start_pipeline_execution", { pipeline_id: 9 }],
    ["POST", "/start_pipeline_execution", { pipeline_id: 1, parent_id: 1 }],
  ])("or breaks a constraint with %s %s: %j", async (verb, path, body) => {
    const server = emulateWatcher({ pipelines: [{ name: "p1" }, { name: "p2" }], addresses: [{ name: "a" }] });
    const before = JSON.stringify(server.state);
    expect(await asking(server)(verb, path, body)).toEqual(INTEGRITY);
    expect(JSON.stringify(server.state)).toBe(before);
  });
});

describe("a queue out of reach", () => {
  const seed: WatcherSeed = { ...ONE, executions: [{ pipeline: 1, completedSuccessfully: null }], redisDown: true };

  it("answers 500 after writing", async () => {
    const server = emulateWatcher(seed);
    const ask = asking(server);
    expect(await ask("POST", "/start_pipeline_execution", { pipeline_id: 1, parent_id: 1 })).toEqual(CRASH);
    expect(server.state.executions).toHaveLength(2);
    const end = { id: 1, end_date: "2026-01-06", completed_successfully: true, inserts: 1 };
    expect(await ask("POST", "/end_pipeline_execution", end)).toEqual(CRASH);
    expect(server.state.executions[0]?.completed_successfully).toBe(true);
    server.state.pipelines[0]!.load_lineage = true;
    const address = { name: "a", address_type_name: "pg", address_type_group_name: "database" };
    const lineage = { pipeline_id: 1, source_addresses: [address], target_addresses: [{ ...address, name: "b" }] };
    expect(await ask("POST", "/address_lineage", lineage)).toEqual(CRASH);
    expect(server.state.edges).toEqual([{ source: 1, target: 2, pipelineId: 1 }]);
  });

  it("does not touch what needs no queue", async () => {
    const ask = asked(seed);
    expect((await ask("POST", "/start_pipeline_execution", { pipeline_id: 1 })).status).toBe(201);
    const end = { id: 1, end_date: "2026-01-06", completed_successfully: false };
    expect((await ask("POST", "/end_pipeline_execution", end)).status).toBe(204);
  });

  it("fails the checks, and is told with 200 by the monitor", async () => {
    const ask = asked(seed);
    expect(await ask("POST", "/freshness")).toEqual(CRASH);
    expect(await ask("POST", "/timeliness", {})).toEqual(CRASH);
    expect(await ask("POST", "/celery/monitor-queue")).toMatchObject({ status: 200, body: { status: "error" } });
  });
});

describe("a wrong seed", () => {
  it.each<[string, WatcherSeed, string]>([
    ["a pipeline without a name", { pipelines: [{ name: " " }] }, "name must be a text of 1 to 150 characters"],
    ["a name twice", { pipelines: [{ name: "a" }, { name: " A" }] }, "there is a a already"],
    ["an unknown pipeline", { executions: [{ pipeline: "orders" }] }, 'there is no pipeline "orders"'],
    ["a negative count", { ...ONE, executions: [{ pipeline: 1, inserts: -1 }] }, "inserts must be a whole number"],
    ["no time", { ...ONE, executions: [{ pipeline: 1, startDate: "soon" }] }, "expected a Date"],
    ["a run of no length", { ...ONE, executions: [{ pipeline: 1, durationSeconds: 0 }] }, "more than 0"],
    ["its own parent", { ...ONE, executions: [{ pipeline: 1, parentId: 1 }] }, "its own parent"],
    ["a date part", { pipelines: [{ name: "a", freshnessNumber: 1, freshnessDatepart: "quarter" }] }, "date part"],
    ["a metric", { ...ONE, rules: [{ pipeline: 1, metricField: "rows" }] }, "metricField must be one of"],
    [
      "a rule twice",
      { ...ONE, rules: [1, 1].map((pipeline) => ({ pipeline, metricField: "inserts" })) },
      "there is one for inserts already",
    ],
    ["a threshold", { ...ONE, rules: [{ pipeline: 1, metricField: "inserts", zThreshold: 11 }] }, "from 1 to 10"],
    ["a long watermark", { pipelines: [{ name: "a", watermark: "w".repeat(51) }] }, "up to 50 characters"],
    ["a long part", { addresses: [{ name: `${"d".repeat(51)}.s.t` }] }, "up to 50 characters"],
  ])("is refused: %s", (_, seed, message) => {
    expect(() => emulateWatcher(seed)).toThrow(EmulatorError);
    expect(() => emulateWatcher(seed)).toThrow(message);
  });

  it("is a right one where it only looks odd", () => {
    const clock = new VirtualClock("2026-03-01T00:00:00Z");
    const { state } = emulateWatcher({
      clock,
      pipelines: [{ name: " Orders ", freshnessNumber: 3, lastTargetUpdateHoursAgo: 0.5, lastTargetInsert: null }],
      rules: [
        { pipeline: "orders", metricField: "inserts" },
        { pipeline: "orders", metricField: "updates", createdHoursAgo: 1 },
      ],
      executions: [{ pipeline: "ORDERS", startedHoursAgo: 2, durationSeconds: 90, inserts: 1, totalRows: 9 }],
    });
    expect(state.pipelines[0]).toMatchObject({
      name: "orders",
      freshness_number: 3,
      freshness_datepart: null,
      last_target_insert: "2026-02-28T22:01:30Z",
      last_target_update: "2026-02-28T23:30:00Z",
      last_target_soft_delete: null,
    });
    expect(state.executions[0]).toMatchObject({ duration_seconds: 90, throughput: 0.1 });
    expect(state.rules.map(({ created_at }) => created_at)).toEqual(["2025-03-01T00:00:00Z", "2026-02-28T23:00:00Z"]);
  });
});
