import { NotFoundError, UnprocessableError, ValidationError } from "dqgate";
import type { ScheduleCreateBody, ScheduleUpdateBody } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld } from "./world.js";

const SCAN = { type: "scan", datastoreId: 1, crontab: "0 6 * * *" } as const;

describe("schedules", () => {
  it.each(["* * * * *", "0 6 * * 1-5", " 0  6 *\t* 1,3 ", "*/5 0-6/2 1 JAN,mar sun", "59 23 31 12 7"])(
    "take the crontab %j",
    async (crontab) => {
      const { client } = sampleWorld();
      expect(await client.schedules.create({ ...SCAN, crontab })).toMatchObject({ crontab });
    },
  );

  it.each(["", "0 6 * *", "0 6 * * * *", "@daily", "0 6 * * $(x)", 6])(
    "refuse the crontab %j before anything is sent",
    async (crontab) => {
      const { client, server } = sampleWorld();
      const body = { ...SCAN, crontab } as ScheduleCreateBody;
      expect(await failure(client.schedules.create(body))).toMatchObject({
        name: "ValidationError",
        field: "crontab",
        operation: "POST /operations/schedule",
      });
      expect(await failure(client.schedules.update(1, { type: "scan", crontab } as ScheduleUpdateBody))).toMatchObject({
        field: "crontab",
      });
      expect(server.requests).toEqual([]);
    },
  );

  it.each([
    "60 6 * * *",
    "0 24 * * *",
    "0 6 0 * *",
    "0 6 * 13 *",
    "0 6 * * 8",
    "0 6 5-1 * *",
    "0 6 */0 * *",
    "0 6 * x *",
  ])("tell what the server says of %j, which makes no sense", async (crontab) => {
    const { client, server } = sampleWorld();
    const error = await failure(client.schedules.create({ ...SCAN, crontab }));
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(error.fieldErrors).toEqual({ crontab: expect.stringContaining("crontab") });
    expect(server.state.schedules).toEqual([]);
  });

  it("refuse a run that they could not start", async () => {
    const { client, server } = sampleWorld();
    const refused = async (body: object): Promise<unknown> =>
      (await failure(client.schedules.create(body as ScheduleCreateBody))).field;
    expect(
      await refused({ type: "external_scan", containerId: 1, name: "x", records: [{}], crontab: SCAN.crontab }),
    ).toBe("type");
    expect(await refused({ type: "scan", crontab: SCAN.crontab })).toBe("datastoreId");
    expect(await refused({ ...SCAN, highCountRollupThreshold: 0 })).toBe("highCountRollupThreshold");
    expect(await refused({ ...SCAN, cron: "* * * * *" })).toBe("cron");
    expect(await refused({ ...SCAN, name: " " })).toBe("name");
    expect(await failure(client.schedules.create(undefined as never))).toBeInstanceOf(ValidationError);
    expect(server.requests).toEqual([]);
    expect(await failure(client.schedules.create({ ...SCAN, datastoreId: 99 }))).toBeInstanceOf(NotFoundError);
  });

  it("start what is about no datastore, too", async () => {
    const { client, server } = sampleWorld();
    const made = await client.schedules.create({
      type: "global_export",
      assetType: "check_templates",
      enrichmentDatastoreId: 2,
      crontab: "0 0 * * 0",
    });
    expect(made).toMatchObject({ type: "global_export", datastore: null, enrichment_datastore_id: 2 });
    await client.schedules.update(made.id, {
      type: "global_export",
      assetType: "check_templates",
      enrichmentDatastoreId: 2,
      templateIds: ["7"],
      crontab: "0 0 * * 0",
    });
    expect(server.requests.at(-1)?.body).toEqual({
      type: "global_export",
      asset_type: "check_templates",
      enrichment_datastore_id: 2,
      template_ids: [7],
      crontab: "0 0 * * 0",
    });
    const promoted = await client.schedules.create({
      type: "promote_computed_field",
      datastoreId: 1,
      fields: { computed_field_ids: [1] },
      crontab: "0 0 * * 0",
    });
    expect(promoted).toMatchObject({ type: "promote_computed_field", computed_field_ids: [1], datastore: { id: 1 } });
  });

  it("keep their datastore, and refuse another", async () => {
    const { client, server } = sampleWorld();
    const { id } = await client.schedules.create(SCAN);
    expect(await client.schedules.update(id, { type: "profile", crontab: "1 1 * * *" })).toMatchObject({
      type: "profile",
      datastore: { id: 1 },
    });
    const error = await failure(client.schedules.update(id, { ...SCAN, datastoreId: 2 } as ScheduleUpdateBody));
    expect(error).toMatchObject({ name: "ValidationError", field: "datastoreId" });
    expect(error.message).toContain("the datastore of a schedule cannot be changed");
    expect(server.requests).toHaveLength(2);
  });

  it("are stopped, go on, and are deleted", async () => {
    const { client } = sampleWorld();
    const { id } = await client.schedules.create(SCAN);
    expect(await client.schedules.setDeactivated(id, true)).toMatchObject({ deactivated: true });
    expect(await client.schedules.get(id)).toMatchObject({ deactivated: true, triggerType: "operation", name: null });
    expect(await client.schedules.setDeactivated(id, false)).toMatchObject({ deactivated: false });
    await client.schedules.delete(id);
    expect(await failure(client.schedules.get(id))).toBeInstanceOf(NotFoundError);
    expect(await client.schedules.list().toArray()).toEqual([]);
  });

  it.each([undefined, null, "yes", { deactivated: true }])("are not stopped by %j", async (deactivated) => {
    const { client, server } = sampleWorld();
    const error = await failure(client.schedules.setDeactivated(1, deactivated as never));
    expect(error).toMatchObject({ name: "ValidationError", field: "deactivated" });
    expect(server.requests).toEqual([]);
  });

  it("are read as old builds tell them: all at once, and a sync by its old name", async () => {
    const { client, server } = sampleWorld();
    server.failNext({
      kind: "json",
      body: [{ id: 1, type: "catalog", crontab: "0 0 * * *", tags: [{ name: "gold" }] }],
    });
    const page = await client.schedules.list();
    expect(page).toMatchObject({
      total: 1,
      items: [{ id: 1, type: "sync", datastore: null, containers: [], tags: [{ name: "gold" }], deactivated: null }],
    });
    expect(page.hasNextPage()).toBe(false);
  });

  it("are replaced once more after an error that may have come too late, and made only once", async () => {
    const { client, server } = sampleWorld();
    const { id } = await client.schedules.create(SCAN);
    server.failNext({ kind: "lose" });
    expect(await client.schedules.update(id, { type: "scan", crontab: "1 1 * * *" })).toMatchObject({ id });
    server.failNext({ kind: "lose" });
    expect(await client.schedules.setDeactivated(id, true)).toMatchObject({ deactivated: true });
    server.failNext({ kind: "lose" });
    expect(await failure(client.schedules.create(SCAN))).toMatchObject({ name: "ConnectionError" });
    expect(server.state.schedules).toHaveLength(2);
  });
});
