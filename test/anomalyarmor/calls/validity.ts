import type { AnomalyArmorClient, ValidityRule } from "dqgate/anomalyarmor";
import { expect } from "vitest";
import { ORDERS, ORDERS_ID, sample } from "./sample.js";

const rule = (client: AnomalyArmorClient): Promise<ValidityRule> =>
  client.validity.create(ORDERS_ID, { ruleType: "NOT_NULL", tablePath: "warehouse.orders", columnName: "id" });

const checked = async (client: AnomalyArmorClient): Promise<ValidityRule> => {
  const made = await rule(client);
  await client.validity.check(ORDERS_ID, made.id);
  return made;
};

export const validityCalls = [
  sample({
    method: "validity.summary",
    arrange: checked,
    call: (client) => client.validity.summary(ORDERS),
    gives: (summary) => expect(summary).toEqual({ totalRules: 1, passing: 1, failing: 0, error: 0 }),
  }),
  sample({
    method: "validity.list",
    arrange: rule,
    call: (client) => client.validity.list(ORDERS, { ruleType: "NOT_NULL", isActive: true, limit: 5, offset: 0 }),
    query: { rule_type: "NOT_NULL", is_active: "true", limit: "5", offset: "0" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ ruleType: "NOT_NULL", columnName: "id" }] }),
  }),
  sample({
    method: "validity.get",
    arrange: checked,
    call: (client, { id }) => client.validity.get(ORDERS_ID, id),
    gives: (one) =>
      expect(one).toMatchObject({
        id: expect.stringMatching(/^0{8}-/),
        internalId: expect.any(Number),
        severity: "warning",
        checkInterval: "daily",
        treatNullAsValid: false,
        latestStatus: "pass",
        createdAt: expect.any(Date),
      }),
  }),
  sample({
    method: "validity.create",
    call: (client) =>
      client.validity.create(ORDERS_ID, {
        ruleType: "REGEX",
        tablePath: "warehouse.orders",
        columnName: "email",
        ruleConfig: { pattern: "^.+@.+$", camelCase: { stay_as: "it is" } },
        severity: "critical",
        checkInterval: "hourly",
        name: "email looks like one",
        description: "what marketing needs",
        errorMessage: "no email",
        alertThresholdPercent: 2.5,
        treatNullAsValid: true,
      }),
    body: {
      rule_type: "REGEX",
      table_path: "warehouse.orders",
      column_name: "email",
      rule_config: { pattern: "^.+@.+$", camelCase: { stay_as: "it is" } },
      severity: "critical",
      check_interval: "hourly",
      name: "email looks like one",
      description: "what marketing needs",
      error_message: "no email",
      alert_threshold_percent: 2.5,
      treat_null_as_valid: true,
    },
    gives: (made) =>
      expect(made).toMatchObject({
        name: "email looks like one",
        severity: "critical",
        ruleConfig: { pattern: "^.+@.+$", camelCase: { stay_as: "it is" } },
      }),
  }),
  sample({
    method: "validity.update",
    arrange: rule,
    call: (client, { id }) =>
      client.validity.update(ORDERS_ID, id, {
        isActive: false,
        severity: "info",
        name: "ids",
        description: "none is missing",
        alertThresholdPercent: 0,
        treatNullAsValid: true,
        checkInterval: "weekly",
        ruleConfig: { min: 0 },
      }),
    body: {
      is_active: false,
      severity: "info",
      name: "ids",
      description: "none is missing",
      alert_threshold_percent: 0,
      treat_null_as_valid: true,
      check_interval: "weekly",
      rule_config: { min: 0 },
    },
    gives: (changed) => expect(changed).toMatchObject({ isActive: false, severity: "info", ruleConfig: { min: 0 } }),
  }),
  sample({
    method: "validity.delete",
    arrange: rule,
    call: (client, { id }) => client.validity.delete(ORDERS_ID, id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "validity.check",
    arrange: rule,
    call: (client, { id }) => client.validity.check(ORDERS_ID, id),
    body: { sample_limit: 10 },
    gives: (result) =>
      expect(result).toMatchObject({
        status: "pass",
        verdict: "pass",
        totalRows: 1_000,
        invalidCount: 0,
        checkedAt: expect.any(Date),
      }),
  }),
  sample({
    method: "validity.results",
    arrange: checked,
    call: (client, { id }) => client.validity.results(ORDERS_ID, id, { limit: 30, offset: 0 }),
    query: { limit: "30", offset: "0" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ verdict: "pass", invalidPercent: 0 }] }),
  }),
];
