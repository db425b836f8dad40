// Checked by the compiler alone.
import { Client, type Freshness, type Open, type Page, type PagePromise, type Platform } from "dqgate";
import { type AnomalyArmorClient, type Asset, anomalyArmor } from "dqgate/anomalyarmor";

const client = new Client(anomalyArmor({ apiKey: "aa_test_0123456789" }));

export const named: AnomalyArmorClient = client;
export const changed: AnomalyArmorClient = client.with({ retries: 0 });
export const anyClient: Client = client;

// @ts-expect-error the platform has no quality checks
export const checks = client.checks;

declare const reserved: Platform<{ close: { list(): void } }>;
// @ts-expect-error the name belongs to the client
export const clash = new Client(reserved);

declare const misfit: Platform<{ jobs: { status(job: string): string } }>;
// @ts-expect-error its jobs are not the portable ones
export const wrong = new Client(misfit);

declare const own: Platform<{ pipelines: { list(): number } }>;
export const pipelines: number = new Client(own).pipelines.list();

export const gate = ({ freshness }: { freshness: Freshness }): Freshness => freshness;
export const gated: Freshness = gate(client);

export const list: PagePromise<Asset> = client.assets.list();
export const portableList: PagePromise<{ name: string }> = list;
export const page: Promise<Page<Asset>> = list.then((first) => first);

export const word: Open<"table" | "view"> = "anything else";

export async function misuse(): Promise<void> {
  // @ts-expect-error params are checked by the compiler too
  await client.assets.list({ sourec: "snowflake" });
  // @ts-expect-error so are options
  await client.assets.list({}, { timeout: 5 });
  // @ts-expect-error a scope is one of three
  await client.apiKeys.create({ name: "ci", scope: "owner" });
}
