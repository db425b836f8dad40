import type { AlertDestination, AlertRule, AnomalyArmorClient } from "dqgate/anomalyarmor";
import type { AnomalyArmorEmulator } from "dqgate/testing";
import { expect } from "vitest";
import { ORDERS, ORDERS_ID, sample } from "./sample.js";

const alert = (_client: AnomalyArmorClient, armor: AnomalyArmorEmulator): string =>
  String(armor.addAlert({ asset: ORDERS, message: "orders are late", severity: "critical" }).id);

const destination = (client: AnomalyArmorClient): Promise<AlertDestination> =>
  client.alerts.createDestination({ name: "on call", destinationType: "email", config: { email: "on@call.test" } });

const rule = async (client: AnomalyArmorClient): Promise<AlertRule> => {
  const { id } = await destination(client);
  return client.alerts.createRule({ name: "late orders", destinationIds: [id] });
};

export const alertCalls = [
  sample({
    method: "alerts.summary",
    arrange: alert,
    call: (client) => client.alerts.summary(),
    gives: (summary) =>
      expect(summary).toMatchObject({
        triggered: 1,
        triggeredLast24h: 1,
        triggeredLast7d: 1,
        byType: { freshness: 1 },
      }),
  }),
  sample({
    method: "alerts.list",
    arrange: alert,
    call: (client) =>
      client.alerts.list({
        status: "triggered",
        alertType: "freshness",
        assetId: ORDERS,
        severity: "critical",
        since: "2026-01-01",
        fromDate: new Date("2026-01-01T00:00:00Z"),
        toDate: new Date("2026-02-01T00:00:00Z"),
        limit: 10,
        offset: 0,
      }),
    query: {
      status: "triggered",
      alert_type: "freshness",
      asset_id: ORDERS,
      severity: "critical",
      since: "2026-01-01",
      from_date: "2026-01-01T00:00:00.000Z",
      to_date: "2026-02-01T00:00:00.000Z",
      limit: "10",
      offset: "0",
    },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ message: "orders are late", asset: ORDERS }] }),
  }),
  sample({
    method: "alerts.acknowledge",
    arrange: alert,
    call: (client, id) => client.alerts.acknowledge(id, { notes: "looking" }),
    body: { notes: "looking" },
    gives: (done) => expect(done).toMatchObject({ id: expect.any(String), status: "acknowledged" }),
  }),
  sample({
    method: "alerts.resolve",
    arrange: alert,
    call: (client, id) =>
      client.alerts.resolve(id, { notes: "reran", actionCategory: "reran_job", rootCauseCategory: "pipeline_failure" }),
    body: { notes: "reran", action_category: "reran_job", root_cause_category: "pipeline_failure" },
    gives: (done) => expect(done).toMatchObject({ status: "resolved" }),
  }),
  sample({
    method: "alerts.dismiss",
    arrange: alert,
    call: (client, id) =>
      client.alerts.dismiss(id, {
        notes: "a holiday",
        actionCategory: "false_positive",
        rootCauseCategory: "expected_behavior",
      }),
    body: { notes: "a holiday", action_category: "false_positive", root_cause_category: "expected_behavior" },
    gives: (done) => expect(done).toMatchObject({ status: "dismissed" }),
  }),
  sample({
    method: "alerts.snooze",
    arrange: alert,
    call: (client, id) => client.alerts.snooze(id, { durationHours: 720, notes: "migration" }),
    body: { duration_hours: 720, notes: "migration" },
    gives: (done) => expect(done).toMatchObject({ status: "snoozed", snoozedUntil: new Date("2026-02-04T12:00:00Z") }),
  }),
  sample({
    method: "alerts.history",
    arrange: alert,
    call: (client, id) => client.alerts.history(id),
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [{ action: "triggered", timestamp: expect.any(Date), userId: null, notes: null }],
      }),
  }),
  sample({
    method: "alerts.trends",
    arrange: alert,
    call: (client) => client.alerts.trends({ period: "30d" }),
    query: { period: "30d" },
    gives: (trends) => expect(trends).toMatchObject({ period: "30d", trends: [{ date: "2026-01-05", count: 1 }] }),
  }),
  sample({
    method: "alerts.preview",
    arrange: async (client, armor) => {
      alert(client, armor);
      return rule(client);
    },
    call: (client, { id }) =>
      client.alerts.preview({
        lookbackDays: 2,
        ruleId: id,
        eventTypes: ["freshness_stale"],
        severities: ["critical"],
      }),
    body: {
      lookback_days: 2,
      rule_id: expect.any(String),
      event_types: ["freshness_stale"],
      severities: ["critical"],
    },
    gives: (preview) =>
      expect(preview).toMatchObject({
        lookbackHours: 48,
        alertsWouldMatch: 1,
        alertsBySeverity: { critical: 1 },
        sampleAlerts: [{ message: "orders are late", triggeredAt: expect.any(Date) }],
      }),
  }),
  sample({
    method: "alerts.rules",
    arrange: rule,
    call: (client) => client.alerts.rules({ enabledOnly: true, assetId: ORDERS_ID, limit: 100, offset: 0 }),
    query: { enabled_only: "true", asset_id: ORDERS_ID, limit: "100", offset: "0" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ name: "late orders", enabled: true }] }),
  }),
  sample({
    method: "alerts.createRule",
    arrange: destination,
    call: (client, { id }) =>
      client.alerts.createRule({
        name: "late orders",
        destinationIds: [id],
        isActive: false,
        description: "tell the team",
        eventTypes: ["freshness_stale"],
        severities: ["critical"],
        tagFilterMode: "any",
        tagFilterTags: ["gold"],
        assetIds: [ORDERS_ID],
      }),
    body: {
      name: "late orders",
      destination_ids: [expect.any(String)],
      is_active: false,
      description: "tell the team",
      event_types: ["freshness_stale"],
      severities: ["critical"],
      tag_filter_mode: "any",
      tag_filter_tags: ["gold"],
      asset_ids: [ORDERS_ID],
    },
    gives: (made) =>
      expect(made).toMatchObject({ name: "late orders", enabled: false, eventTypes: ["freshness_stale"] }),
  }),
  sample({
    method: "alerts.getRule",
    arrange: rule,
    call: (client, { id }) => client.alerts.getRule(id),
    gives: (got) => expect(got).toMatchObject({ name: "late orders", createdAt: expect.any(Date) }),
  }),
  sample({
    method: "alerts.deleteRule",
    arrange: rule,
    call: (client, { id }) => client.alerts.deleteRule(id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "alerts.listDestinations",
    arrange: destination,
    call: (client) =>
      client.alerts.listDestinations({ activeOnly: true, destinationType: "email", limit: 20, offset: 0 }),
    query: { active_only: "true", destination_type: "email", limit: "20", offset: "0" },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ name: "on call", destinationType: "email" }] }),
  }),
  sample({
    method: "alerts.createDestination",
    call: (client) =>
      client.alerts.createDestination({
        name: "hook",
        destinationType: "webhook",
        config: { url: "https://hook.test", headers: { "X-Team": "data" }, camelCase: { stayAsIs: [1] } },
      }),
    body: {
      name: "hook",
      destination_type: "webhook",
      config: { url: "https://hook.test", headers: { "X-Team": "data" }, camelCase: { stayAsIs: [1] } },
    },
    gives: (made) => expect(made).toMatchObject({ destinationType: "webhook", isActive: true, isVerified: false }),
  }),
  sample({
    method: "alerts.getDestination",
    arrange: destination,
    call: (client, { id }) => client.alerts.getDestination(id),
    gives: (got) => expect(got).toMatchObject({ name: "on call", createdAt: expect.any(Date) }),
  }),
  sample({
    method: "alerts.deleteDestination",
    arrange: destination,
    call: (client, { id }) => client.alerts.deleteDestination(id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
];
