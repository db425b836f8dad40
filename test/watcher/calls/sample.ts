import type { AddressCreateBody, WatcherClient } from "dqgate/watcher";
import type { CallSample as Sample } from "../../support/endpoint-contract.js";
import type { World } from "../world.js";

export type CallSample = Sample<World>;

/** Keeps the type of what is arranged. */
export const sample = <Arranged>(one: Sample<World, Arranged>): CallSample => one as CallSample;

/** Makes a pipeline, and gives its number. */
export async function pipeline({ client }: World, name = "shop orders"): Promise<number> {
  return (await client.pipelines.createOrGet({ name, pipelineTypeName: "extraction" })).id;
}

/** Makes a run that has ended, and gives its number and that of its pipeline. */
export async function run(world: World): Promise<{ id: number; pipelineId: number }> {
  const pipelineId = await pipeline(world);
  const { id } = await world.client.executions.start({ pipelineId, startDate: "2026-01-05T11:00:00Z" });
  const endDate = "2026-01-05T11:05:00Z";
  await world.client.executions.end({ id, endDate, completedSuccessfully: true, inserts: 10, totalRows: 10 });
  return { id, pipelineId };
}

export const address = (name: string): AddressCreateBody => ({
  name,
  addressTypeName: "postgres",
  addressTypeGroupName: "database",
});

/** The same, as it is sent. */
export const addressWire = (name: string): Record<string, string> => ({
  name,
  address_type_name: "postgres",
  address_type_group_name: "database",
});

export const lineage = async (world: World): Promise<number> => {
  const pipelineId = await pipeline(world);
  await world.client.addressLineage.create({
    pipelineId,
    sourceAddresses: [address("pg.shop.raw")],
    targetAddresses: [address("pg.shop.orders")],
  });
  return pipelineId;
};

export const made = async (client: WatcherClient): Promise<number> =>
  (await client.addresses.createOrGet(address("pg.shop.orders"))).id;
