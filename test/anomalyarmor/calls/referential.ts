import type { AnomalyArmorClient, ReferentialCheck } from "dqgate/anomalyarmor";
import { expect } from "vitest";
import { ORDERS, ORDERS_ID, sample } from "./sample.js";

const SIDES = {
  childTablePath: "warehouse.orders",
  childColumnName: "customer_id",
  parentTablePath: "warehouse.customers",
  parentColumnName: "id",
};

const check = (client: AnomalyArmorClient): Promise<ReferentialCheck> => client.referential.create(ORDERS_ID, SIDES);

const executed = async (client: AnomalyArmorClient): Promise<ReferentialCheck> => {
  const made = await check(client);
  await client.referential.execute(ORDERS_ID, made.id);
  return made;
};

export const referentialCalls = [
  sample({
    method: "referential.summary",
    arrange: executed,
    call: (client) => client.referential.summary(ORDERS),
    gives: (summary) =>
      expect(summary).toEqual({
        totalChecks: 1,
        activeChecks: 1,
        passingChecks: 1,
        failingChecks: 0,
        lastCheckAt: expect.any(Date),
      }),
  }),
  sample({
    method: "referential.list",
    arrange: check,
    call: (client) => client.referential.list(ORDERS, { isActive: true }),
    query: { is_active: "true", limit: "50", offset: "0" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ ...SIDES, lastCheckedAt: null }] }),
  }),
  sample({
    method: "referential.get",
    arrange: executed,
    call: (client, { id }) => client.referential.get(ORDERS_ID, id),
    gives: (one) =>
      expect(one).toMatchObject({
        ...SIDES,
        captureInterval: "daily",
        lastCheckedAt: expect.any(Date),
        isActive: true,
      }),
  }),
  sample({
    method: "referential.create",
    call: (client) =>
      client.referential.create(ORDERS_ID, {
        ...SIDES,
        captureInterval: "hourly",
        name: "orders have customers",
        description: "",
        maxOrphanCount: 0,
        maxOrphanPercent: 0.5,
        minChildCount: 1,
        maxChildCount: 100,
      }),
    body: {
      child_table_path: "warehouse.orders",
      child_column_name: "customer_id",
      parent_table_path: "warehouse.customers",
      parent_column_name: "id",
      capture_interval: "hourly",
      name: "orders have customers",
      description: "",
      max_orphan_count: 0,
      max_orphan_percent: 0.5,
      min_child_count: 1,
      max_child_count: 100,
    },
    gives: (made) =>
      expect(made).toMatchObject({ name: "orders have customers", maxOrphanCount: 0, maxOrphanPercent: 0.5 }),
  }),
  sample({
    method: "referential.update",
    arrange: check,
    call: (client, { id }) =>
      client.referential.update(ORDERS_ID, id, {
        isActive: false,
        name: "customers",
        description: "of orders",
        captureInterval: "weekly",
        maxOrphanCount: 5,
        maxOrphanPercent: 1,
        minChildCount: 0,
        maxChildCount: 9,
      }),
    body: {
      is_active: false,
      name: "customers",
      description: "of orders",
      capture_interval: "weekly",
      max_orphan_count: 5,
      max_orphan_percent: 1,
      min_child_count: 0,
      max_child_count: 9,
    },
    gives: (changed) => expect(changed).toMatchObject({ isActive: false, maxOrphanCount: 5, maxChildCount: 9 }),
  }),
  sample({
    method: "referential.delete",
    arrange: check,
    call: (client, { id }) => client.referential.delete(ORDERS_ID, id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "referential.execute",
    arrange: check,
    call: (client, { id }) => client.referential.execute(ORDERS_ID, id),
    gives: (result) =>
      expect(result).toMatchObject({
        status: "pass",
        verdict: "pass",
        orphanCount: 0,
        totalChildRows: 1_000,
        checkedAt: expect.any(Date),
        createdAt: expect.any(Date),
      }),
  }),
  sample({
    method: "referential.results",
    arrange: executed,
    call: (client, { id }) => client.referential.results(ORDERS_ID, id),
    query: { limit: "100", offset: "0" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ verdict: "pass", orphanPercent: 0 }] }),
  }),
];
