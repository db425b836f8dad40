import { expect } from "vitest";
import type { World } from "../world.js";
import { sample } from "./sample.js";

const grouped = ({ server }: World): void => {
  server.state.groups.push({ id: 7, name: "finance", icon: null });
};

export const datastoresCalls = [
  sample({
    method: "datastores.list",
    call: ({ client }) =>
      client.datastores.list({
        id: ["1", 2],
        search: "sho",
        datastoreType: "postgresql",
        tag: ["pii", "gold"],
        enrichmentOnly: false,
        sortActiveAnomalies: "desc",
        page: 1,
        size: 10,
      }),
    query: {
      id: ["1", "2"],
      search: "sho",
      datastore_type: "postgresql",
      tag: ["pii", "gold"],
      enrichment_only: "false",
      sort_active_anomalies: "desc",
      page: "1",
      size: "10",
    },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [
          {
            id: 1,
            name: "shop",
            createdAt: expect.any(Date),
            storeType: "jdbc",
            type: "postgresql",
            connectionId: 1,
            connection: null,
            database: "shop",
            schema: "public",
            enrichmentOnly: false,
            tags: [{ name: "pii" }],
            teams: [{ name: "Public" }],
            metrics: { containers: 3, activeChecks: 2, passingChecks: 1, failingChecks: 1, activeAnomalies: 1 },
          },
        ],
      }),
  }),
  sample({
    method: "datastores.listing",
    arrange: grouped,
    call: ({ client }) => client.datastores.listing({ name: "lake", enrichmentOnly: true }),
    query: { name: "lake", enrichment_only: "true" },
    gives: (page) =>
      expect(page).toMatchObject({ items: [{ id: 2, name: "lake", storeType: "jdbc", type: "postgresql" }] }),
  }),
  sample({
    method: "datastores.create",
    arrange: grouped,
    call: ({ client }) =>
      client.datastores.create({
        name: "sales",
        connectionId: "1",
        database: "shop",
        schema: "sales",
        description: "what was sold",
        teams: ["Public"],
        tags: ["gold"],
        groupId: 7,
        triggerSync: true,
        enrichmentPrefix: "sales",
        enrichmentSourceRecordLimit: 100,
        enrichmentRemediationStrategy: "append",
        enrichmentAutoSync: true,
        enrichmentDatastoreId: 2,
        highCountRollupThreshold: 50,
      }),
    body: {
      name: "sales",
      connection_id: 1,
      database: "shop",
      schema: "sales",
      description: "what was sold",
      teams: ["Public"],
      tags: ["gold"],
      group_id: 7,
      trigger_sync: true,
      enrichment_prefix: "sales",
      enrichment_source_record_limit: 100,
      enrichment_remediation_strategy: "append",
      enrichment_auto_sync: true,
      enrichment_datastore_id: 2,
      high_count_rollup_threshold: 50,
    },
    gives: (datastore) =>
      expect(datastore).toMatchObject({
        id: 3,
        name: "sales",
        group: { id: 7, name: "finance" },
        enrichDatastore: { id: 2, name: "lake" },
        latestOperation: { type: "sync", result: "queued" },
        enrichmentAutoSync: true,
      }),
  }),
  sample({
    method: "datastores.get",
    call: ({ client }) => client.datastores.get("1"),
    gives: (datastore) =>
      expect(datastore).toMatchObject({
        id: 1,
        host: "pg.example.com",
        port: 5432,
        username: "reader",
        jdbcUrl: "jdbc:postgresql://pg.example.com:5432/shop",
        metrics: { latestObservabilityMeasurement: { totalRowCount: 1100, lastModificationTime: expect.any(Date) } },
      }),
  }),
  sample({
    method: "datastores.update",
    arrange: ({ client }) => client.datastores.get(1),
    call: ({ client }, datastore) =>
      client.datastores.update(datastore, { description: "orders of the shop", tags: [] }),
    body: {
      name: "shop",
      connection_id: 1,
      database: "shop",
      schema: "public",
      folder_globbing_enabled: false,
      description: "orders of the shop",
      teams: ["Public"],
      tags: [],
      enrichment_only: false,
      enrichment_source_record_limit: 10,
      enrichment_remediation_strategy: "none",
      enrichment_auto_sync: false,
      high_count_rollup_threshold: 10,
    },
    gives: (datastore) => expect(datastore).toMatchObject({ id: 1, description: "orders of the shop", tags: [] }),
  }),
  sample({
    method: "datastores.delete",
    call: ({ client }) => client.datastores.delete(2),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "datastores.verifyConnection",
    call: ({ client }) => client.datastores.verifyConnection(1),
    gives: (verdict) => expect(verdict).toEqual({ connected: true, message: null }),
  }),
  sample({
    method: "datastores.validateConnection",
    call: ({ client }) =>
      client.datastores.validateConnection({
        name: "files",
        connection: { type: "s3", uri: "s3://bucket", accessKey: "AKIA", secretKey: "hush-hush" },
        rootPath: "/in",
      }),
    body: {
      name: "files",
      connection: { type: "s3", uri: "s3://bucket", access_key: "AKIA", secret_key: "hush-hush" },
      root_path: "/in",
    },
    gives: (verdict) => expect(verdict).toEqual({ connected: true, message: null }),
  }),
  sample({
    method: "datastores.linkEnrichment",
    call: ({ client }) => client.datastores.linkEnrichment(1, "2"),
    gives: (datastore) => expect(datastore).toMatchObject({ id: 1, enrichDatastore: { id: 2, name: "lake" } }),
  }),
  sample({
    method: "datastores.unlinkEnrichment",
    arrange: ({ client }) => client.datastores.linkEnrichment(1, 2),
    call: ({ client }) => client.datastores.unlinkEnrichment(1),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "datastores.setFavorite",
    call: ({ client }) => client.datastores.setFavorite(1, true),
    body: { favorite: true },
    gives: (datastore) => expect(datastore).toMatchObject({ id: 1, favorite: true }),
  }),
  sample({
    method: "datastores.assignGroup",
    arrange: grouped,
    call: ({ client }) => client.datastores.assignGroup(1, "7"),
    body: { group_id: 7 },
    gives: (datastore) => expect(datastore).toMatchObject({ group: { id: 7, name: "finance", icon: null } }),
  }),
  sample({
    method: "datastores.getScoreSettings",
    arrange: ({ client }) => client.datastores.updateScoreSettings(1, { decayPeriodDays: 30 }),
    call: ({ client }) => client.datastores.getScoreSettings(1),
    gives: (settings) => expect(settings).toMatchObject({ decayPeriodDays: 30, coverageWeight: null }),
  }),
  sample({
    method: "datastores.updateScoreSettings",
    call: ({ client }) =>
      client.datastores.updateScoreSettings(1, { decayPeriodDays: 7, coverageWeight: 0.5, accuracyWeight: null }),
    body: { decay_period_days: 7, coverage_weight: 0.5, accuracy_weight: null },
    gives: (settings) =>
      expect(settings).toMatchObject({ decayPeriodDays: 7, coverageWeight: 0.5, accuracyWeight: null }),
  }),
  sample({
    method: "datastores.qualityScores",
    arrange: ({ server }) => {
      server.state.datastores[0]?.quality_scores.push({ created: "2026-01-05T00:00:00Z", total: 87.5, accuracy: 90 });
    },
    call: ({ client }) => client.datastores.qualityScores(1),
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [{ createdAt: new Date("2026-01-05T00:00:00Z"), total: 87.5, accuracy: 90, coverage: null }],
      }),
  }),
  sample({
    method: "datastores.catalog",
    call: ({ client }) => client.datastores.catalog(1),
    gives: (catalog) =>
      expect(catalog).toMatchObject({
        id: 1,
        name: "shop",
        storeType: "jdbc",
        containers: [
          {
            id: 1,
            name: "orders",
            containerType: "table",
            tableType: "table",
            fields: [
              { id: 1, name: "id", type: "Integral" },
              { id: 2, name: "customer" },
            ],
          },
          { name: "customers" },
          { name: "recent orders", containerType: "computed_table", tableType: null, fields: [] },
        ],
      }),
  }),
];
