import { emulateWatcher, VirtualClock, type WatcherEmulator, type WatcherSeed } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { asking } from "./asking.js";

const TYPED = { pipeline_type_name: "t" };

function set(seed: WatcherSeed = {}): { server: WatcherEmulator; ask: ReturnType<typeof asking> } {
  const server = emulateWatcher({ clock: new VirtualClock("2026-01-05T12:00:00.250Z"), ...seed });
  return { server, ask: asking(server) };
}

describe("what is sent to the emulator", () => {
  it("is kept in lower case and trimmed, watermarks and metadata apart", async () => {
    const { server, ask } = set();
    const metadata = { Owner: " Ann ", Deep: { Key: "V" } };
    await ask("POST", "/pipeline", {
      name: "  Öl Import ",
      pipeline_type_name: " Extraction",
      next_watermark: "  ID-7 ",
      pipeline_metadata: metadata,
      freshness_number: "3",
      freshness_datepart: " Day ",
    });
    expect(server.state.pipelines[0]).toMatchObject({
      name: "öl import",
      next_watermark: "  ID-7 ",
      pipeline_metadata: metadata,
      freshness_number: 3,
      freshness_datepart: "day",
    });
    expect(server.state.pipelineTypes[0]?.name).toBe("extraction");
  });

  it("is kept so in nested addresses as well", async () => {
    const { server, ask } = set({ pipelines: [{ name: "p" }] });
    const address = (name: string): object => ({
      name,
      address_type_name: " PG ",
      address_type_group_name: "Files",
      primary_key: " ID ",
      address_metadata: { Bucket: "B" },
    });
    const body = { pipeline_id: 1, source_addresses: [address(" A ")], target_addresses: [address("B")] };
    expect((await ask("POST", "/address_lineage", body)).status).toBe(201);
    expect(server.state.addresses).toMatchObject([
      { name: "a", primary_key: "id", address_metadata: { Bucket: "B" } },
      { name: "b" },
    ]);
    expect(server.state.addressTypes).toMatchObject([{ name: "pg", group_name: "files" }]);
  });

  it.each([
    [123, "123"],
    [1.5, "1.5"],
    [true, "True"],
    [false, "False"],
    [{ a: 1 }, "{'a': 1}"],
    [[null, "it's", { b: [] }], `[None, "it's", {'b': []}]`],
    ["", ""],
    [null, null],
  ])("is made a text as a watermark: %j", async (watermark, kept) => {
    const { server, ask } = set({ pipelines: [{ name: "p" }] });
    expect((await ask("PATCH", "/pipeline", { id: 1, watermark })).status).toBe(200);
    expect(server.state.pipelines[0]?.watermark).toBe(kept);
  });

  it.each([
    ["2026-01-05T13:30:00+02:00", "2026-01-05T11:30:00Z"],
    ["2026-01-05T11:30:00", "2026-01-05T11:30:00Z"],
    ["2026-01-05 11:30", "2026-01-05T11:30:00Z"],
    ["2026-01-05t11:30:00.5z", "2026-01-05T11:30:00.500000Z"],
    ["2026-01-05T11:30:00.1234567-0030", "2026-01-05T12:00:00.123456Z"],
    ["2026-01-05", "2026-01-05T00:00:00Z"],
    [1_767_571_200, "2026-01-05T00:00:00Z"],
    [1_767_571_200_001, "2026-01-05T00:00:00.001000Z"],
    [null, "2026-01-05T12:00:00.250000Z"],
  ])("is read as a moment: %j", async (start_date, kept) => {
    const { server, ask } = set({ pipelines: [{ name: "p" }] });
    expect((await ask("POST", "/start_pipeline_execution", { pipeline_id: 1, start_date })).status).toBe(201);
    expect(server.state.executions[0]?.start_date).toBe(kept);
  });
});

describe("create or get", () => {
  const pipeline = async (ask: ReturnType<typeof asking>): Promise<Record<string, unknown>> =>
    (await ask("GET", "/pipeline/1")).body as Record<string, unknown>;

  it("writes what is sent, and stores a next watermark without calling it a change", async () => {
    const { server, ask } = set();
    const body = { name: "p", ...TYPED, freshness_number: 1, freshness_datepart: "day" };
    expect((await ask("POST", "/pipeline", body)).status).toBe(201);
    await server.clock.sleep(60_000);
    expect((await ask("POST", "/pipeline", { ...body, next_watermark: "9" })).status).toBe(200);
    expect(await pipeline(ask)).toMatchObject({ next_watermark: "9", updated_at: null });
    expect((await ask("POST", "/pipeline", { ...body, next_watermark: null })).status).toBe(200);
    expect((await pipeline(ask)).next_watermark).toBe("9");
    const other = { name: "p", pipeline_type_name: "new type", freshness_number: null, freshness_datepart: null };
    expect((await ask("POST", "/pipeline", other)).status).toBe(200);
    expect(await pipeline(ask)).toMatchObject({
      pipeline_type_id: 2,
      freshness_number: null,
      updated_at: "2026-01-05T12:01:00.250000Z",
    });
  });

  it("makes one of eight that are asked for at once", async () => {
    const { server, ask } = set();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask("POST", "/pipeline", { name: "p", ...TYPED })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(server.state.pipelines).toHaveLength(1);
  });

  it("leaves what is left out, and counts another set of fields as a change", async () => {
    const { ask } = set();
    await ask("POST", "/pipeline", { name: "p", ...TYPED, pipeline_metadata: { a: 1 } });
    await ask("POST", "/pipeline", { name: "p", ...TYPED });
    const now = await pipeline(ask);
    expect(now.pipeline_metadata).toEqual({ a: 1 });
    expect(now.updated_at).not.toBeNull();
  });

  it("does not see what a PATCH has changed since", async () => {
    const { ask } = set();
    const body = { name: "p", ...TYPED, freshness_number: 1, freshness_datepart: "day" };
    await ask("POST", "/pipeline", body);
    await ask("PATCH", "/pipeline", { name: "P", freshness_number: 5 });
    await ask("POST", "/pipeline", body);
    expect((await pipeline(ask)).freshness_number).toBe(5);

    const address = { name: "a", address_type_name: "t", address_type_group_name: "g", table_name: "x" };
    expect((await ask("POST", "/address", address)).status).toBe(201);
    await ask("PATCH", "/address", { id: 1, table_name: "y", address_metadata: { ignored: true } });
    expect((await ask("POST", "/address", address)).status).toBe(200);
    expect((await ask("GET", "/address/1")).body).toMatchObject({ table_name: "y", address_metadata: null });
    await ask("POST", "/address", { ...address, table_name: "z" });
    expect((await ask("GET", "/address/1")).body).toMatchObject({ table_name: "z" });
  });

  it("counts the same as a change after a restart", async () => {
    const { server, ask } = set();
    await ask("POST", "/pipeline", { name: "p", ...TYPED });
    const { input_hash } = await pipeline(ask);
    server.state.restart();
    await ask("POST", "/pipeline", { name: "p", ...TYPED });
    const now = await pipeline(ask);
    expect(now.updated_at).not.toBeNull();
    expect(now.input_hash).not.toBe(input_hash);
  });

  it("never changes a type or a rule that is there", async () => {
    const { server, ask } = set({ pipelines: [{ name: "p", typeName: "t" }] });
    expect((await ask("POST", "/pipeline_type", { name: "T", freshness_number: 3 })).status).toBe(200);
    expect((await ask("POST", "/address_type", { name: "a", group_name: "g" })).status).toBe(201);
    expect((await ask("POST", "/address_type", { name: "a", group_name: "other" })).status).toBe(200);
    const rule = { pipeline_id: 1, metric_field: "INSERTS" };
    expect((await ask("POST", "/anomaly_detection_rule", rule)).status).toBe(201);
    expect((await ask("POST", "/anomaly_detection_rule", { ...rule, z_threshold: 5 })).status).toBe(200);
    expect(server.state.pipelineTypes[0]?.freshness_number).toBeNull();
    expect(server.state.addressTypes[0]?.group_name).toBe("g");
    expect(server.state.rules).toMatchObject([{ z_threshold: "3.00", metric_field: "inserts" }]);
  });

  it("takes a lone number of a type, and of a pipeline in a PATCH", async () => {
    const { ask } = set({ pipelines: [{ name: "p" }] });
    expect((await ask("POST", "/pipeline_type", { name: "t", freshness_number: 3 })).status).toBe(201);
    const changed = await ask("PATCH", "/pipeline", { id: 1, freshness_number: 3, active: false });
    expect(changed.body).toMatchObject({ freshness_number: 3, freshness_datepart: null, active: false });
  });

  it("ignores what only a PATCH may say", async () => {
    const { ask } = set();
    const body = {
      name: "p",
      ...TYPED,
      active: false,
      load_lineage: false,
      watermark: "9",
      mute_freshness_check: true,
    };
    expect((await ask("POST", "/pipeline", body)).body).toMatchObject({ active: true, load_lineage: true });
    expect(await pipeline(ask)).toMatchObject({ watermark: null, mute_freshness_check: false });
  });

  it("renames by number, and looks up by name", async () => {
    const { ask } = set({ pipelines: [{ name: "p1" }, { name: "p2" }] });
    expect((await ask("PATCH", "/pipeline", { id: 1, name: "P3" })).body).toMatchObject({ id: 1, name: "p3" });
    expect((await ask("PATCH", "/pipeline", { name: "P2", watermark: "W" })).body).toMatchObject({
      id: 2,
      watermark: "W",
    });
  });

  it("rounds a rule's threshold in a PATCH, and never says when it changed", async () => {
    const { ask } = set({ pipelines: [{ name: "p" }], rules: [{ pipeline: 1, metricField: "inserts" }] });
    const { body } = await ask("PATCH", "/anomaly_detection_rule", { id: 1, z_threshold: "1.005", active: "off" });
    expect(body).toMatchObject({ z_threshold: "1.01", active: false, updated_at: null });
  });

  it("makes a rule for every metric where the server is set so", async () => {
    const { server, ask } = set({ autoCreateRules: true });
    await ask("POST", "/pipeline", { name: "p", ...TYPED });
    expect(server.state.rules.map(({ metric_field }) => metric_field).sort()).toEqual([
      "duration_seconds",
      "inserts",
      "soft_deletes",
      "throughput",
      "total_rows",
      "updates",
    ]);
  });
});

describe("watermarks", () => {
  const end = { id: 1, end_date: "2026-01-05T13:00:00Z", completed_successfully: true };

  it("are told to those alone who bring the next one", async () => {
    const { ask } = set({ pipelines: [{ name: "p", watermark: "10", nextWatermark: "20" }] });
    expect((await ask("POST", "/pipeline", { name: "p", ...TYPED })).body).toMatchObject({ watermark: null });
    expect((await ask("POST", "/pipeline", { name: "p", ...TYPED, next_watermark: 30 })).body).toMatchObject({
      watermark: "10",
    });
  });

  it("move with a successful end, whatever the run says of its own", async () => {
    const { server, ask } = set({ pipelines: [{ name: "p", watermark: "10", nextWatermark: "20" }] });
    await ask("POST", "/start_pipeline_execution", { pipeline_id: 1, watermark: 1, next_watermark: 2 });
    await ask("POST", "/end_pipeline_execution", { ...end, completed_successfully: false });
    expect(server.state.pipelines[0]).toMatchObject({ watermark: "10", load_lineage: true });
    await ask("POST", "/end_pipeline_execution", end);
    expect(server.state.pipelines[0]).toMatchObject({ watermark: "20", next_watermark: "20", load_lineage: false });
    expect(server.state.executions[0]).toMatchObject({ watermark: "1", next_watermark: "2" });
  });

  it("are lost where no next one is known", async () => {
    const { server, ask } = set({ pipelines: [{ name: "p", watermark: "10" }] });
    await ask("POST", "/start_pipeline_execution", { pipeline_id: 1 });
    await ask("POST", "/end_pipeline_execution", end);
    expect(server.state.pipelines[0]?.watermark).toBeNull();
  });
});
