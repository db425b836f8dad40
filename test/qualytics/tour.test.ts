import { AnomaliesFoundError, Client, InconclusiveError } from "dqgate";
import { type QualyticsClient, qualytics } from "dqgate/qualytics";
import { emulateQualytics, type QualyticsEmulator } from "dqgate/testing";
import { expect, it } from "vitest";
import { failure } from "../support/failure.js";

/** A shop's database that nobody has looked at yet. */
function start(): { server: QualyticsEmulator; client: QualyticsClient } {
  const server = emulateQualytics({
    datastores: [
      {
        name: "shop",
        database: "shop",
        schema: "public",
        sources: [
          { name: "orders", rowCount: 1000, fields: [{ name: "id", type: "Integral" }, "customer"] },
          { name: "customers", rowCount: 100, fields: [{ name: "id", type: "String" }] },
          { name: "late orders", type: "view", rowCount: 10, fields: ["id"] },
        ],
      },
    ],
  });
  const client = new Client(qualytics({ url: server.baseUrl, token: "a-token" }), {
    fetch: server.fetch,
    logger: null,
    random: () => 0.5,
  });
  return { server, client };
}

it("takes a new database from its first sync to an open gate", async () => {
  const { server, client } = start();

  // What nobody has scanned has no anomalies, and that shows nothing.
  const [shop] = await client.datastores.listing({ name: "shop" }).toArray();
  const datastore = shop?.id as number;
  await expect(client.anomalies.requireNone({ datastore })).rejects.toBeInstanceOf(InconclusiveError);

  // A sync finds the tables and views.
  const sync = await client.operations.run({ type: "sync", datastoreId: datastore });
  expect(sync).toMatchObject({ type: "sync", state: "queued", datastore: { name: "shop" } });
  await client.operations.waitForOperation(sync.id);
  const containers = await client.containers.list({ datastore, sortName: "asc" }).toArray();
  expect(containers.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
    "table customers",
    "view late orders",
    "table orders",
  ]);
  const orders = containers.find(({ name }) => name === "orders")?.id as number;

  // A profile measures them, and tells how far it is.
  const bar: string[] = [];
  const profile = await client.operations.run({ type: "profile", datastoreId: datastore });
  const profiled = await client.operations.waitForOperation(profile.id, {
    onProgress: ({ state, progress }) => bar.push(`${state} ${progress?.done}/${progress?.total}`),
  });
  expect([...new Set(bar)]).toEqual(["queued 0/3", "running 0/3", "running 1/3", "running 2/3", "succeeded 3/3"]);
  expect(profiled).toMatchObject({ warnings: [], counters: { fieldsProfiled: 4, recordsProcessed: 1110 } });

  // Every order should have a customer; three have none.
  const check = await client.checks.create({ rule: "notNull", containerId: orders, fields: ["customer"] });
  expect(check).toMatchObject({ rule: "notNull", lastVerdict: "unknown", lastCheckedAt: null });
  const breakRows = (count: number): void => {
    for (const one of server.state.checks) if (one.id === check.id) one.failing_rows = count;
  };
  breakRows(3);

  // A scan that ends well is no verdict on the data: the gate is.
  const scan = await client.operations.run({ type: "scan", datastoreId: datastore, containerNames: ["orders"] });
  const scanned = await client.operations.waitForOperation(scan.id);
  expect(scanned).toMatchObject({ state: "succeeded", counters: { anomaliesIdentified: 1 } });
  const found = await failure(client.anomalies.requireNone({ container: orders }));
  expect(found).toBeInstanceOf(AnomaliesFoundError);
  expect(found).toMatchObject({ kind: "gate", verdict: "fail", count: 1, retryable: false });
  expect((found as unknown as AnomaliesFoundError).evidence.explain()).toContain(
    "notNull does not hold for 3 rows of orders",
  );

  // Somebody looks at it. An anomaly that is known is still one.
  const [anomaly] = await client.anomalies.list({ container: orders }).toArray();
  const id = anomaly?.id as number;
  await client.anomalies.update(id, { status: "Acknowledged" });
  await expect(client.anomalies.get(id)).resolves.toMatchObject({ status: "Acknowledged", isOpen: true });
  await expect(client.anomalies.requireNone({ container: orders })).rejects.toMatchObject({ count: 1 });

  // The rows are mended, the anomaly is archived, and the gate opens.
  breakRows(0);
  await client.anomalies.archive(id, { status: "Resolved", comment: "three test orders, deleted" });
  await expect(client.anomalies.list({ container: orders })).resolves.toMatchObject({ total: 0 });
  const evidence = await client.anomalies.requireNone({ container: orders });
  expect(evidence).toMatchObject({ verdict: "pass", asked: { asset: `container ${orders}` } });
  expect(evidence.seen.length).toBeGreaterThan(1);

  // The check itself still says what the last scan saw; the next one sees the mended rows.
  await expect(client.checks.requirePassing({ checks: [check.id] })).rejects.toMatchObject({ code: "checks_failed" });
  const again = await client.operations.rerun(scanned);
  await client.operations.waitForOperation(again.id);
  await client.checks.requirePassing({ checks: [check.id], maxAgeHours: 1 });
  await client.anomalies.requireNone({ container: orders, since: again.createdAt });

  // Whoever comes after is told by a flow.
  const flow = await client.flows.create({
    name: "tell the team",
    triggerType: "anomaly",
    filterDatastores: [datastore],
    actions: [{ type: "notification", notificationType: "Slack", parameters: { channel: "#data" } }],
  });
  const execution = await client.flows.execute(flow.id);
  await server.clock.sleep(5_000);
  await expect(client.flows.getExecution(execution?.id as number)).resolves.toMatchObject({ state: "succeeded" });
});
