import { Client, type ClientOptions } from "dqgate";
import { emulateWatcher, type WatcherEmulator, type WatcherSeed } from "dqgate/testing";
import { type WatcherClient, type WatcherOptions, watcher } from "dqgate/watcher";

export const URL_OF_WATCHER = "http://localhost:8000";

export interface World {
  readonly server: WatcherEmulator;
  readonly client: WatcherClient;
}

/** An emulator and a client of it. */
export function world(seed: WatcherSeed = {}, options: ClientOptions = {}, auth: WatcherOptions["auth"] = null): World {
  const server = emulateWatcher(seed);
  const client = new Client(watcher({ url: server.baseUrl, auth }), {
    fetch: server.fetch,
    logger: null,
    random: () => 0.5,
    ...options,
  });
  return { server, client };
}

/**
 * The world that the call samples live in: pipeline 1 `orders` of type 1 `sales`, which last wrote an hour ago, with run 1
 * (flagged) and rule 1; pipeline 2 `stock`, which never ran; addresses 1 `shop.public.orders` and 2 `lake.raw.orders`.
 */
export const sampleWorld = (): World =>
  world({
    pipelineTypes: [{ name: "sales", freshnessNumber: 24, freshnessDatepart: "hour" }],
    pipelines: [
      { name: "orders", typeName: "sales", watermark: "100", nextWatermark: "200", metadata: { Owner: "Ann" } },
      { name: "stock", typeName: "sales" },
    ],
    addresses: [{ name: "shop.public.orders" }, { name: "lake.raw.orders" }],
    executions: [
      {
        pipeline: "orders",
        startedHoursAgo: 26,
        durationSeconds: 300,
        inserts: 800,
        totalRows: 1000,
        anomalyFlags: { inserts: true, total_rows: true },
      },
      { pipeline: "orders", startedHoursAgo: 1.25, durationSeconds: 900, inserts: 80, totalRows: 100 },
    ],
    rules: [{ pipeline: "orders", metricField: "inserts" }],
  });
