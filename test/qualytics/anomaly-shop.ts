import { Client } from "dqgate";
import { qualytics } from "dqgate/qualytics";
import type { QualyticsAnomalySeed as AnomalySeed, QualyticsContainerSeed as ContainerSeed } from "dqgate/testing";
import { type World, world } from "./world.js";

export const LIST = "GET /anomalies";

/** Container 1 `orders` of datastore 1 `shop`, scanned an hour ago with check 1; container 2 `drafts` was never scanned. */
export const start = (anomalies: readonly AnomalySeed[] = [], more: Partial<ContainerSeed> = {}): World =>
  world({
    datastores: [
      {
        name: "shop",
        containers: [
          { name: "orders", checks: [{ rule: "notNull", fields: ["id"], isPassing: true }], anomalies, ...more },
          { name: "drafts", checks: [{ rule: "unique", fields: ["id"] }] },
        ],
      },
    ],
  });

/** Scans datastore 1 by a run of its own. */
export const scanned = async (full: World): Promise<World> => {
  const { id } = await full.client.operations.run({ type: "scan", datastoreId: 1 });
  await full.client.operations.waitForOperation(id);
  full.server.requests.length = 0;
  return full;
};

/** The same world, seen through something that keeps all sorts to itself. */
export function unsorted({ server }: World): World {
  const fetch = (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    for (const name of [...url.searchParams.keys()]) if (name.startsWith("sort_")) url.searchParams.delete(name);
    return server.fetch(new Request(url, request));
  };
  const client = new Client(qualytics({ url: server.baseUrl, token: "qual-token" }), {
    fetch: Object.assign(fetch, { clock: server.clock }),
    logger: null,
  });
  return { server, client };
}

/** Changes the items of a page. */
export const eachItem =
  (change: (item: Record<string, unknown>) => object) =>
  (body: unknown): unknown => {
    const { items, ...rest } = body as { items: Record<string, unknown>[] };
    return { ...rest, items: items.map(change) };
  };

export const sent = ({ server }: World): string[] => server.requests.map(({ verb, path }) => `${verb} ${path}`);
export const page = (items: object[], total: unknown = items.length): object => ({
  items,
  total,
  page: 1,
  size: 20,
  pages: 1,
});
export const anomaly = (id: number, more: object = {}): object => ({
  id,
  status: "Active",
  type: "record",
  message: `no ${id}`,
  container: { id: 1, name: "orders" },
  datastore: { id: 1 },
  ...more,
});

/** Anomalies 1, 2, … of the one container that there is. */
export const found = (anomalies: readonly AnomalySeed[]): World =>
  world({ datastores: [{ name: "shop", containers: [{ name: "orders", anomalies }] }] });

/** An anomaly of each status. */
export const statuses = (...words: string[]): AnomalySeed[] => words.map((status) => ({ status }));
