import type { Field } from "dqgate/qualytics";
import { expect } from "vitest";
import type { World } from "../world.js";
import { type CallSample, sample } from "./sample.js";

/** Fields 1 and 2, measured. */
const profiled = async ({ client }: World): Promise<void> => {
  const { id } = await client.operations.run({ type: "profile", datastoreId: 1, containerNames: ["orders"] });
  await client.operations.waitForOperation(id);
};

const archived = ({ client }: World): Promise<void> => client.fields.bulkDelete([{ id: 1 }, { id: 2 }]);

const upper = async ({ client }: World): Promise<number> => {
  const made = await client.computedFields.create({
    name: "upper customer",
    containerId: 1,
    transformation: "customExpression",
    properties: { columnExpression: "upper(customer)" },
  });
  return made.id;
};

export const fieldsCalls: readonly CallSample[] = [
  sample({
    method: "fields.list",
    call: ({ client }) =>
      client.fields.list({
        containerId: "1",
        datastore: 1,
        container: [1, "2"],
        name: "cust",
        type: ["String", "Date"],
        status: ["active", "missing"],
        page: 1,
        size: 10,
      }),
    query: {
      container_id: "1",
      datastore: "1",
      container: ["1", "2"],
      name: "cust",
      type: ["String", "Date"],
      status: ["active", "missing"],
      page: "1",
      size: "10",
    },
    gives: (page) => expect(page).toMatchObject({ total: 1, items: [{ id: 2, name: "customer", type: "String" }] }),
  }),
  sample({
    method: "fields.listing",
    call: ({ client }) => client.fields.listing({ name: "id", containerId: 1 }),
    query: { name: "id", container_id: "1" },
    gives: (page) =>
      expect(page).toMatchObject({ items: [{ id: 1, name: "id", type: "Integral", status: "active" }], total: 1 }),
  }),
  sample({
    method: "fields.get",
    call: ({ client }) => client.fields.get("1"),
    gives: (field) =>
      expect(field).toMatchObject({
        id: 1,
        name: "id",
        type: "Integral",
        status: "active",
        tags: [],
        completeness: null,
        latestProfileId: null,
        computedField: null,
        createdAt: expect.any(Date),
      }),
  }),
  sample({
    method: "fields.update",
    arrange: ({ client }): Promise<Field> => client.fields.get(1),
    call: ({ client }, field) => client.fields.update(field, { tags: ["pii", "key"] }),
    body: { status: "active", tags: ["pii", "key"] },
    gives: (field) => expect(field).toMatchObject({ id: 1, tags: [{ name: "pii" }, { name: "key" }] }),
  }),
  sample({
    method: "fields.bulkUpdate",
    call: ({ client }) =>
      client.fields.bulkUpdate([
        { id: "1", tags: ["pii"] },
        { id: 2, status: "masked" },
      ]),
    body: [
      { id: 1, tags: ["pii"] },
      { id: 2, status: "masked" },
    ],
    gives: (fields) =>
      expect(fields).toMatchObject([
        { id: 1, tags: [{ name: "pii" }], status: "active" },
        { id: 2, status: "masked" },
      ]),
  }),
  sample({
    method: "fields.delete",
    call: ({ client }) => client.fields.delete(1, { archive: false }),
    query: { archive: "false" },
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "fields.bulkDelete",
    call: ({ client }) => client.fields.bulkDelete([{ id: 1 }, { id: "2", archive: false }]),
    body: [
      { id: 1, archive: true },
      { id: 2, archive: false },
    ],
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "fields.restore",
    arrange: archived,
    call: ({ client }) => client.fields.restore(1),
    gives: (field) => expect(field).toMatchObject({ id: 1, name: "id" }),
  }),
  sample({
    method: "fields.bulkRestore",
    arrange: archived,
    call: ({ client }) => client.fields.bulkRestore([1, "2"]),
    body: [{ id: 1 }, { id: 2 }],
    gives: (fields) => expect(fields).toMatchObject([{ id: 1 }, { id: 2 }]),
  }),
  sample({
    method: "fields.merge",
    call: ({ client }) => client.fields.merge({ sourceFieldId: "1", targetFieldId: 2 }),
    query: { source_field_id: "1", target_field_id: "2" },
    gives: (field) => expect(field).toMatchObject({ id: 2, name: "customer" }),
  }),
  sample({
    method: "fields.history",
    arrange: ({ client }) => client.fields.bulkUpdate([{ id: 1, status: "excluded" }]),
    call: ({ client }) => client.fields.history(1),
    gives: (history) =>
      expect(history).toMatchObject({
        id: 1,
        createdAt: expect.any(Date),
        versions: [{ operation: "update", operationType: 1, changeset: { status: ["active", "excluded"] } }],
      }),
  }),
  sample({
    method: "fields.fieldProfiles",
    arrange: profiled,
    call: ({ client }) => client.fields.fieldProfiles(1, { limit: 5 }),
    query: { limit: "5" },
    gives: (page) =>
      expect(page).toMatchObject({ items: [{ name: "id", fieldType: "Integral", field: { id: 1 } }], total: 1 }),
  }),
  sample({
    method: "fieldProfiles.list",
    arrange: profiled,
    call: ({ client }) =>
      client.fieldProfiles.list({
        type: ["Integral", "String"],
        datastore: [1],
        container: 1,
        status: "active",
        latestOnly: true,
        sortName: "desc",
        sortQualityScore: "asc",
        size: 1,
      }),
    query: {
      type: ["Integral", "String"],
      datastore: "1",
      container: "1",
      status: "active",
      latest_only: "true",
      sort_name: "desc",
      sort_quality_score: "asc",
      page: "1",
      size: "1",
    },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 2,
        items: [
          {
            name: "id",
            completeness: 1,
            approximateDistinctValues: 1000,
            typeDeclared: true,
            mean: null,
            histogramBuckets: null,
            container: { id: 1, name: "orders" },
          },
        ],
      }),
  }),
  sample({
    method: "fieldProfiles.listing",
    arrange: profiled,
    call: ({ client }) => client.fieldProfiles.listing({ name: "cust", parentFieldId: 2 }),
    query: { name: "cust", parent_field_id: "2" },
    gives: (page) => expect(page).toMatchObject({ items: [{ id: 2, name: "customer" }], total: 1 }),
  }),
  sample({
    method: "fieldProfiles.get",
    arrange: profiled,
    call: ({ client }) => client.fieldProfiles.get(1, { includeMasked: true }),
    query: { include_masked: "true" },
    gives: (profile) => expect(profile).toMatchObject({ id: 1, name: "id", createdAt: expect.any(Date) }),
  }),
  sample({
    method: "auditLogs.masking",
    arrange: async (world) => {
      await profiled(world);
      await world.client.fields.bulkUpdate([{ id: 1, status: "masked" }]);
      await world.client.fieldProfiles.get(1, { includeMasked: true });
    },
    call: ({ client }) => client.auditLogs.masking({ size: 20 }),
    query: { page: "1", size: "20" },
    gives: (page) =>
      expect(page).toMatchObject({ total: 1, items: [{ id: 1, createdAt: expect.any(Date), field_id: 1 }] }),
  }),
  sample({
    method: "computedFields.create",
    call: ({ client }) =>
      client.computedFields.create({
        name: "id as text",
        containerId: "1",
        transformation: "cast",
        sourceFields: ["id"],
        properties: { targetType: "String", format: "000" },
        additionalMetadata: { Owner: "ada" },
      }),
    body: {
      name: "id as text",
      container_id: 1,
      transformation: "cast",
      source_fields: ["id"],
      properties: { target_type: "String", format: "000" },
      additional_metadata: { Owner: "ada" },
    },
    gives: (field) =>
      expect(field).toMatchObject({
        id: 1,
        name: "id as text",
        containerId: 1,
        transformation: "cast",
        sourceFields: [{ id: 1, name: "id" }],
        properties: { target_type: "String", format: "000" },
        additionalMetadata: { Owner: "ada" },
        owner: { email: "ada@example.com" },
      }),
  }),
  sample({
    method: "computedFields.update",
    arrange: upper,
    call: ({ client }, id) =>
      client.computedFields.update(id, {
        name: "customer name",
        transformation: "cleanedEntityName",
        sourceFields: ["customer"],
        properties: { dropFromSuffix: true, termsToDrop: ["Inc", "Ltd"], termsToIgnore: [] },
      }),
    body: {
      name: "customer name",
      transformation: "cleanedEntityName",
      source_fields: ["customer"],
      properties: { drop_from_suffix: true, terms_to_drop: ["Inc", "Ltd"], terms_to_ignore: [] },
    },
    gives: (field) =>
      expect(field).toMatchObject({
        id: 1,
        name: "customer name",
        transformation: "cleanedEntityName",
        containerId: 1,
      }),
  }),
  sample({
    method: "computedFields.delete",
    arrange: upper,
    call: ({ client }, id) => client.computedFields.delete(id),
    gives: (nothing) => expect(nothing).toBeUndefined(),
  }),
  sample({
    method: "computedFields.specifications",
    call: ({ client }) => client.computedFields.specifications({ transformation: "cast" }),
    query: { transformation: "cast" },
    gives: (page) =>
      expect(page).toMatchObject({
        total: 1,
        items: [
          { transformation: "cast", properties: [{ field: "target_type", required: true }, { field: "format" }] },
        ],
      }),
  }),
];
