import {
  type Client,
  NotFoundError,
  type PagePromise,
  type PortableNamespaces,
  UnprocessableError,
  UnsupportedError,
  ValidationError,
} from "dqgate";
import { type Anomaly, type AnomalyListParams, anomalyModel } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { eachItem, found, statuses } from "./anomaly-shop.js";
import { sampleWorld, type World } from "./world.js";

const EVERY = statuses("Active", "Acknowledged", "Resolved", "Invalid", "Duplicate", "Discarded");

const ids = async ({ client }: World, params?: AnomalyListParams): Promise<number[]> =>
  (await client.anomalies.list({ sortId: "asc", ...params }).toArray()).map(({ id }) => id);

describe("anomalies.list", () => {
  it.each([
    [undefined, [1, 2], undefined],
    [{ status: "Active" }, [1], undefined],
    [{ status: ["active", " ACKNOWLEDGED "] }, [1, 2], undefined],
    [{ status: "Resolved" }, [3], "only"],
    [{ status: ["Invalid", "duplicate"] }, [4, 5], "only"],
    [{ status: ["Active", "Discarded"] }, [1, 6], "include"],
    [{ status: ["Active", "Discarded"], archived: "only" }, [6], "only"],
    [{ archived: "include" }, [1, 2, 3, 4, 5, 6], "include"],
    [{ isOpen: true }, [1, 2], undefined],
    [{ isOpen: false }, [3, 4, 5, 6], "only"],
    [{ isOpen: false, archived: "include" }, [3, 4, 5, 6], "include"],
  ] as const)("shows what %j asks for", async (params, expected, archived) => {
    const full = found(EVERY);
    expect(await ids(full, params)).toEqual(expected);
    expect(full.server.requests[0]?.query.archived).toBe(archived);
  });

  it("asks for open ones by statuses that every build knows, and for archived ones by none", async () => {
    const full = found(EVERY);
    await ids(full, { isOpen: true });
    await ids(full, { isOpen: false });
    expect(full.server.requests.map(({ query }) => query.status)).toEqual([["Active", "Acknowledged"], undefined]);
  });

  it("shows a status that nobody knows beside the archived ones", async () => {
    const full = found([]);
    const error = await failure(full.client.anomalies.list({ status: "Muted" }));
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(full.server.requests[0]?.query).toMatchObject({ status: "Muted", archived: "include" });
  });

  it("drops what was detected before the moment, and counts it all the same", async () => {
    // The emulator's clock stands at noon.
    const full = found([{ hoursAgo: 1 }, { hoursAgo: 5 }, { hoursAgo: 30 }]);
    const since = new Date(full.server.clock.now() - 2 * 3_600_000);
    const page = await full.client.anomalies.list({ since });
    expect(page).toMatchObject({ total: 2, items: [{ id: 1 }] });
    expect(full.server.requests[0]?.query.start_date).toBe("2026-01-05");
    expect(await ids(full, { since: "2026-01-05T13:00:00+05:00" })).toEqual([1]);
    expect(await ids(full, { since: "2026-01-05T01:00:00+05:00" })).toEqual([1, 2]);
    expect(full.server.requests.at(-1)?.query.start_date).toBe("2026-01-04");
  });

  it("finds a container by its name, with one look for all pages", async () => {
    const { client, server } = found(statuses("Active", "Active", "Active"));
    server.addDatastore({ name: "lake", containers: [{ name: "events", anomalies: [{}] }] });
    const list = client.anomalies.list({ asset: "shop.orders", size: 2 });
    expect(server.requests).toEqual([]);
    expect((await list).items.map(({ asset }) => asset)).toEqual([1, 1]);
    expect(await list.toArray({ limit: 3 })).toHaveLength(3);
    expect((await list.then((page) => page.nextPage()))?.items).toHaveLength(1);
    for await (const page of list.pages()) expect(page.total).toBe(3);
    const all: number[] = [];
    for await (const { id } of list) all.push(id);
    expect(all).toEqual([3, 2, 1]);
    expect(server.requests.filter(({ path }) => path === "/containers")).toHaveLength(1);
    expect(server.requests.filter(({ path }) => path === "/anomalies").map(({ query }) => query.container)).toEqual(
      server.requests.filter(({ path }) => path === "/anomalies").map(() => "1"),
    );
  });

  it("says that a name is not there, to whoever asks", async () => {
    const { client } = found([]);
    const list = client.anomalies.list({ asset: "shop.oders" });
    await expect(list).rejects.toBeInstanceOf(NotFoundError);
    await expect(list.toArray()).rejects.toBeInstanceOf(NotFoundError);
    expect(await list.catch((error: Error) => error.name)).toBe("NotFoundError");
    let isDone = false;
    await expect(
      list.finally(() => {
        isDone = true;
      }),
    ).rejects.toBeInstanceOf(NotFoundError);
    expect(isDone).toBe(true);
  });

  it.each([
    ["asset", { asset: 0 }],
    ["asset", { asset: " " }],
    ["asset", { asset: 1, container: 1 }],
    ["isOpen", { isOpen: "yes" }],
    ["isOpen", { isOpen: true, status: "Active" }],
    ["since", { since: "soon" }],
    ["since", { since: new Date(), startDate: "2026-01-05" }],
    ["id", { id: ["one"] }],
    ["container", { container: [] }],
    ["status", { status: [" "] }],
    ["startDate", { startDate: "2026-1-5" }],
    ["timeframe", { timeframe: 0 }],
    ["archived", { archived: true }],
    ["size", { size: 101 }],
    ["colour", { asset: "shop.orders", colour: "red" }],
  ])("refuses a wrong %s", async (field, params) => {
    const { client, server } = found([]);
    const error = await failure(client.anomalies.list(params as object));
    expect(error).toBeInstanceOf(ValidationError);
    expect(String(error.field)).toMatch(new RegExp(`^${field}\\b`));
    expect(server.requests).toEqual([]);
  });

  it.each<[string, (list: PagePromise<Anomaly>) => unknown]>([
    ["limit", (list) => list.toArray({ limit: 0 })],
    ["concurrency", (list) => list.toArray({ concurrency: 99 })],
    ["max", (list) => list.toArray({ max: 5 } as object)],
    ["concurrency", (list) => list.pages({ concurrency: 0 })[Symbol.asyncIterator]().next()],
  ])("refuses a wrong %s of a walk before a name is looked up", async (field, walk) => {
    const { client, server } = found([]);
    const error = await failure(() => walk(client.anomalies.list({ asset: "shop.orders" })));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.field).toBe(field);
    expect(server.requests).toEqual([]);
  });

  it("refuses wrong options before a name is looked up", async () => {
    const { client, server } = found([]);
    for (const options of [null, { retries: -1 }, { timeout: 5 }, { totalTimeoutMs: "5" }]) {
      const error = await failure(client.anomalies.list({ asset: "shop.orders" }, options as object));
      expect(error).toBeInstanceOf(ValidationError);
    }
    expect(server.requests).toEqual([]);
  });

  it.each(["shop.orders", 7, []])("refuses %j in the place of params", async (params) => {
    const { client, server } = found([]);
    expect(await failure(() => client.anomalies.list(params as never))).toBeInstanceOf(ValidationError);
    expect(server.requests).toEqual([]);
  });

  it("takes null for no params, as every list does", async () => {
    const { client } = found([{}]);
    await expect(client.anomalies.list(null as never)).resolves.toMatchObject({ total: 1 });
  });

  it("keeps an open anomaly whose status is written in another case", async () => {
    const { client, server } = found([{}]);
    const change = eachItem((item) => ({ ...item, status: "active" }));
    server.failNext({ kind: "change", change }, { on: "GET /anomalies" });
    await expect(client.anomalies.list({ isOpen: true })).resolves.toMatchObject({
      items: [{ id: 1, status: "active", isOpen: true }],
    });
  });

  it("points from severities to weights", async () => {
    const { client, server } = found([]);
    for (const asset of [1, "shop.orders"]) {
      const error = await failure(client.anomalies.list({ asset, severity: "critical" }));
      expect(error).toBeInstanceOf(UnsupportedError);
      expect(error).toMatchObject({ platform: "qualytics", operation: "anomalies.list" });
      expect(error.message).toContain("sortWeight");
    }
    expect(server.requests).toEqual([]);
  });

  it("serves code that knows no platform", async () => {
    const { client } = found([{ message: "late", type: "shape" }, { status: "Resolved" }]);
    const first = async ({ anomalies }: Pick<PortableNamespaces, "anomalies">): Promise<unknown> =>
      (await anomalies.list({ asset: "shop.orders", isOpen: true, since: new Date(0) })).items[0];
    expect(await first(client satisfies Client<object>)).toMatchObject({
      id: 1,
      asset: 1,
      isOpen: true,
      severity: null,
      kind: "shape",
      message: "late",
      detectedAt: new Date("2026-01-05T11:00:00Z"),
    });
  });

  it("sorts as it is asked, and else shows the newest first", async () => {
    const full = found([{ weight: 1 }, { weight: 9 }, { weight: 5 }]);
    const shown = async (params: AnomalyListParams): Promise<number[]> =>
      (await full.client.anomalies.list(params)).items.map(({ id }) => id);
    expect(await shown({ sortWeight: "desc" })).toEqual([2, 3, 1]);
    expect(await shown({ sortId: "asc" })).toEqual([1, 2, 3]);
    expect(await shown({})).toEqual([3, 2, 1]);
  });
});

describe("an anomaly", () => {
  it("shows the scan that found it", async () => {
    const { client, server } = sampleWorld();
    server.state.anomalies.length = 0;
    const scan = await client.operations.run({ type: "scan", datastoreId: 1 });
    await client.operations.waitForOperation(scan.id);
    const [listed] = await client.anomalies.list().toArray();
    expect(listed).toMatchObject({ operation: null, anomalousRecordsCount: 3 });
    const found = await client.anomalies.get(String(listed?.id));
    expect(found.operation).toMatchObject({ id: scan.id, type: "scan", state: "succeeded" });
  });

  const minimal = { id: 1, status: "Active" };

  it.each([
    ["a table", { id: 3, name: "orders", container_type: "table", table_type: "view" }, "view"],
    ["a file", { id: 3, name: "o.csv", container_type: "file", file_name: "o.csv" }, null],
    ["a computed table", { id: 3, name: "t", container_type: "computed_table", query: "SELECT 1" }, null],
    ["a computed file", { id: 3, container_type: "computed_file", source_container: { id: 1 } }, null],
    ["a computed join", { id: 3, container_type: "computed_join", join_type: "inner" }, null],
  ])("is read of %s", (_, container, tableType) => {
    expect(anomalyModel.schema.parse({ ...minimal, container })).toMatchObject({ asset: 3, container: { tableType } });
  });

  it("is read without all that builds may leave out", () => {
    expect(anomalyModel.schema.parse(minimal)).toMatchObject({
      asset: null,
      isOpen: true,
      kind: null,
      detectedAt: null,
      fingerprint: null,
      tags: [],
      assignees: [],
      comments: [],
      failedChecks: [],
    });
    expect(anomalyModel.schema.parse({ ...minimal, status: "Muted", linked: { ticket: 1 } })).toMatchObject({
      isOpen: false,
      linked: { ticket: 1 },
    });
  });

  it.each([
    ["a5f3", "a5f3"],
    [7919, "7919"],
    [-4, "-4"],
    [null, null],
    [2 ** 60, null],
  ])("has the fingerprint %j as the text %j", (fingerprint, expected) => {
    expect(anomalyModel.read({ ...minimal, fingerprint })).toMatchObject({ fingerprint: expected });
    expect(anomalyModel.schema.parse({ ...minimal, fingerprint })).toMatchObject({ fingerprint: expected });
  });
});
