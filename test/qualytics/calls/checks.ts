import type { QualityCheck } from "dqgate/qualytics";
import { expect } from "vitest";
import type { World } from "../world.js";
import { type CallSample, sample } from "./sample.js";

const read =
  (id: number) =>
  ({ client }: World): Promise<QualityCheck> =>
    client.checks.get(id);

const template = ({ client }: World): Promise<QualityCheck> =>
  client.checkTemplates.create({ rule: "notNull", tags: ["gold"], templateLocked: true });

const checkSamples: readonly CallSample[] = [
  sample({
    method: "checks.list",
    call: ({ client }) =>
      client.checks.list({
        id: [1, "2"],
        datastore: 1,
        container: "1",
        field: [1, 2],
        ruleType: ["notNull", "existsIn"],
        search: "of orders",
        inferred: false,
        isElementContext: false,
        favorite: false,
        templateOnly: false,
        assertedState: "failing",
        archived: "include",
        status: "Active",
        sortId: "desc",
        page: 1,
        size: 10,
      }),
    query: {
      id: ["1", "2"],
      datastore: "1",
      container: "1",
      field: ["1", "2"],
      rule_type: ["notNull", "existsIn"],
      search: "of orders",
      inferred: "false",
      is_element_context: "false",
      favorite: "false",
      template_only: "false",
      asserted_state: "failing",
      archived: "include",
      status: "Active",
      sort_id: "desc",
      page: "1",
      size: "10",
    },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [{ id: 2, rule: "existsIn", asset: 1, fields: ["customer"], lastVerdict: "fail" }],
      }),
  }),
  sample({
    method: "checks.create",
    call: ({ client }) =>
      client.checks.create({
        containerId: "1",
        rule: "between",
        fields: ["id"],
        description: "ids are small",
        properties: { min: 0, max: 99, inclusiveMin: true, inclusiveMax: false },
        coverage: 0.99,
        filter: "customer IS NOT NULL",
        tags: ["gold"],
        additionalMetadata: { snake_key: 1, camelKey: 2 },
        anomalyMessageField: "customer",
        ownerId: "1",
        defaultAnomalyAssigneeId: 1,
        status: "Draft",
      }),
    body: {
      container_id: 1,
      rule: "between",
      fields: ["id"],
      description: "ids are small",
      properties: { min: 0, max: 99, inclusive_min: true, inclusive_max: false },
      coverage: 0.99,
      filter: "customer IS NOT NULL",
      tags: ["gold"],
      additional_metadata: { snake_key: 1, camelKey: 2 },
      anomaly_message_field: "customer",
      owner_id: 1,
      default_anomaly_assignee_id: 1,
      status: "Draft",
    },
    gives: (check) =>
      expect(check).toMatchObject({
        id: 3,
        rule: "between",
        asset: 1,
        fields: ["id"],
        fieldStubs: [{ id: 1, name: "id", type: "Integral" }],
        properties: { min: 0, max: 99, inclusive_min: true, inclusive_max: false },
        additionalMetadata: { snake_key: 1, camelKey: 2 },
        tags: [{ name: "gold" }],
        owner: { id: 1, name: "Ada" },
        defaultAnomalyAssignee: { id: 1 },
        createdBy: { id: 1 },
        status: "Draft",
        isActive: false,
        lastVerdict: "unknown",
        lastCheckedAt: null,
      }),
  }),
  sample({
    method: "checks.bulkUpdate",
    call: ({ client }) =>
      client.checks.bulkUpdate([
        { id: 1, description: "ids are there", tags: [], status: "Draft" },
        {
          id: "2",
          filter: null,
          additionalMetadata: { snake_key: 1 },
          ownerId: 1,
          defaultAnomalyAssigneeId: null,
        },
      ]),
    body: [
      { id: 1, description: "ids are there", tags: [], status: "Draft" },
      { id: 2, filter: null, additional_metadata: { snake_key: 1 }, owner_id: 1, default_anomaly_assignee_id: null },
    ],
    gives: (checks) =>
      expect(checks).toMatchObject([
        { id: 1, rule: "notNull", description: "ids are there", status: "Draft" },
        { id: 2, rule: "existsIn", status: "Active" },
      ]),
  }),
  sample({
    method: "checks.bulkDelete",
    call: ({ client }) =>
      client.checks.bulkDelete([{ id: 1 }, { id: "2", archive: false, status: "Invalid", deleteAnomalies: false }]),
    body: [
      { id: 1, archive: true, status: "Discarded", delete_anomalies: true },
      { id: 2, archive: false, status: "Invalid", delete_anomalies: false },
    ],
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "checks.get",
    call: ({ client }) => client.checks.get("2"),
    gives: (check) =>
      expect(check).toMatchObject({
        id: 2,
        rule: "existsIn",
        asset: 1,
        container: { id: 1, name: "orders" },
        datastore: { id: 1, name: "shop" },
        properties: { field_name: "id", ref_container_id: 2, ref_datastore_id: 1 },
        isPassing: false,
        lastVerdict: "fail",
        lastCheckedAt: expect.any(Date),
        severity: null,
        anomalyCount: 1,
        activeAnomalyCount: 1,
        isPropertiesInferrable: false,
      }),
  }),
  sample({
    method: "checks.update",
    arrange: read(2),
    call: ({ client }, check) => client.checks.update(check, { coverage: 0.5, tags: ["silver"] }),
    body: {
      description: "existsIn of orders",
      fields: ["customer"],
      coverage: 0.5,
      filter: null,
      anomaly_message_field: null,
      properties: { field_name: "id", ref_container_id: 2, ref_datastore_id: 1 },
      tags: ["silver"],
      additional_metadata: null,
      status: "Active",
    },
    gives: (check) => expect(check).toMatchObject({ id: 2, coverage: 0.5, tags: [{ name: "silver" }] }),
  }),
  sample({
    method: "checks.delete",
    call: ({ client }) => client.checks.delete("2", { status: "Invalid" }),
    query: { archive: "true", status: "Invalid", delete_anomalies: "true" },
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "checks.setFavorite",
    call: ({ client }) => client.checks.setFavorite(1, true),
    body: { favorite: true },
    gives: (check) => expect(check).toMatchObject({ id: 1, favorite: true }),
  }),
  sample({
    method: "checks.ruleSpecifications",
    call: ({ client }) => client.checks.ruleSpecifications(),
    gives: (page) => {
      const { items } = page as { items: { rule: string }[] };
      expect(items).toHaveLength(49);
      expect(items.find(({ rule }) => rule === "existsIn")).toMatchObject({
        fields: "single",
        filterable: true,
        supportsCoverage: true,
        deprecated: false,
        count: 1,
        properties: [
          { field: "field_name", mapTo: "field_name", required: true, type: "field" },
          { field: "ref_container_id", type: "container" },
          { field: "ref_datastore_id", required: false },
        ],
      });
    },
  }),
  sample({
    method: "checks.saveAsTemplate",
    call: ({ client }) => client.checks.saveAsTemplate(1),
    gives: (check) =>
      expect(check).toMatchObject({
        id: 3,
        rule: "notNull",
        asset: null,
        container: null,
        isTemplate: true,
        isActive: false,
        templateChecksCount: 1,
      }),
  }),
];

const templateSamples: readonly CallSample[] = [
  sample({
    method: "checkTemplates.list",
    arrange: template,
    call: ({ client }) =>
      client.checkTemplates.list({ templateLocked: true, ruleType: "notNull", tag: ["gold", "silver"], size: 100 }),
    query: { template_locked: "true", rule_type: "notNull", tag: ["gold", "silver"], page: "1", size: "100" },
    gives: (page) =>
      expect(page).toMatchObject({ total: 1, items: [{ id: 3, isTemplate: true, templateLocked: true }] }),
  }),
  sample({
    method: "checkTemplates.create",
    call: ({ client }) =>
      client.checkTemplates.create({ rule: "matchesPattern", properties: { pattern: "^[A-Z]{2}$" }, coverage: 1 }),
    body: {
      description: "matchesPattern quality check template",
      rule: "matchesPattern",
      properties: { pattern: "^[A-Z]{2}$" },
      coverage: 1,
      template_locked: false,
    },
    gives: (check) => expect(check).toMatchObject({ id: 3, isTemplate: true, properties: { pattern: "^[A-Z]{2}$" } }),
  }),
];

const containerQuery = { container: "1", sort_id: "asc", page: "1", size: "100" };

const portableSamples: readonly CallSample[] = [
  sample({
    method: "validity.summary",
    call: ({ client }) => client.validity.summary(1),
    query: containerQuery,
    gives: (summary) => expect(summary).toEqual({ totalRules: 1, passing: 1, failing: 0, error: 0, unknown: 0 }),
  }),
  sample({
    method: "validity.list",
    call: ({ client }) => client.validity.list("1", { isActive: true }),
    query: containerQuery,
    gives: (page) =>
      expect(page).toMatchObject({ total: 1, items: [{ id: 1, ruleType: "notNull", columnName: "id" }] }),
  }),
  sample({
    method: "validity.get",
    call: ({ client }) => client.validity.get(1, "1"),
    gives: (rule) =>
      expect(rule).toMatchObject({
        id: 1,
        name: null,
        ruleType: "notNull",
        columnNames: ["id"],
        severity: null,
        isActive: true,
        check: { id: 1, lastVerdict: "pass" },
      }),
  }),
  sample({
    method: "validity.results",
    call: ({ client }) => client.validity.results(1, 1),
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [{ checkId: 1, verdict: "pass", totalRows: null, invalidCount: null, checkedAt: expect.any(Date) }],
      }),
  }),
  sample({
    method: "referential.summary",
    call: ({ client }) => client.referential.summary(1),
    query: containerQuery,
    gives: (summary) =>
      expect(summary).toEqual({
        totalChecks: 1,
        activeChecks: 1,
        passingChecks: 0,
        failingChecks: 1,
        unknownChecks: 0,
        lastCheckAt: expect.any(Date),
      }),
  }),
  sample({
    method: "referential.results",
    call: ({ client }) => client.referential.results(1, 2),
    gives: (page) =>
      expect(page).toMatchObject({ total: 1, items: [{ checkId: 2, verdict: "fail", orphanCount: null }] }),
  }),
];

export const checksCalls: readonly CallSample[] = [...checkSamples, ...templateSamples, ...portableSamples];
