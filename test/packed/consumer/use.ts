// What a user's program looks like; checked under several module settings, without the DOM's types.
import { Client, type Freshness, type Page, type PortableNamespaces, StalenessError } from "dqgate";
import { type AnomalyArmorClient, type Asset, anomalyArmor, assetModel } from "dqgate/anomalyarmor";
import { type Listening, listen } from "dqgate/node";

const client: AnomalyArmorClient = new Client(anomalyArmor({ apiKey: "aa_test_0123456789" }));

export async function gate({ freshness }: { freshness: Freshness }): Promise<number> {
  const { statuses } = await freshness.requireFresh("pg.shop.orders", { maxAgeHours: 48, onUnknown: "fail" });
  return statuses.length;
}

export async function main(): Promise<string> {
  const page: Page<Asset> = await client.assets.list({ source: "pg" });
  for await (const asset of client.assets.list()) if (asset.rowCount === null) continue;
  const caught = await client.freshness.requireFresh("pg.shop.orders").catch((error: unknown) => error);
  if (!(caught instanceof StalenessError)) throw new Error("expected a StalenessError");
  const hours: number | null = caught.hoursSinceUpdate;
  const parsed: Asset = assetModel.schema.parse({ id: "1", qualified_name: "a.b", name: "b" });
  return `${page.items.length} ${hours} ${parsed.id} ${await gate(client)}`;
}

export const port = (emulator: Parameters<typeof listen>[0]): Promise<Listening> => listen(emulator, { port: 0 });
export const portable: Pick<PortableNamespaces, "assets" | "freshness" | "jobs"> = client;

// @ts-expect-error a namespace that the platform lacks does not compile
export const lacking = client.operations;
