import { ConflictError, NotFoundError, ValidationError } from "dqgate";
import { type ComputedFieldCreateBody, computedFieldModel } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { sampleWorld } from "./world.js";

const NAMED = { name: "c", containerId: 1 };

describe("computed fields", () => {
  it.each<[string, ComputedFieldCreateBody, Record<string, unknown>]>([
    [
      "a cast",
      { ...NAMED, transformation: "cast", sourceFields: ["id"], properties: { targetType: "Date" } },
      { transformation: "cast", source_fields: ["id"], properties: { target_type: "Date" } },
    ],
    [
      "a cleaned name",
      { ...NAMED, transformation: "cleanedEntityName", sourceFields: ["customer"] },
      { transformation: "cleanedEntityName", source_fields: ["customer"] },
    ],
    [
      "a number out of a text",
      { ...NAMED, transformation: "convertFormattedNumeric", sourceFields: ["customer"] },
      { transformation: "convertFormattedNumeric", source_fields: ["customer"] },
    ],
    [
      "an expression, which has no source fields",
      { ...NAMED, transformation: "customExpression", properties: { columnExpression: "id + 1" } },
      { transformation: "customExpression", source_fields: null, properties: { column_expression: "id + 1" } },
    ],
    [
      "a transformation that is not known here",
      { ...NAMED, transformation: "newOne", rawProperties: { camelCase: 1, ref_container_id: 2, list: ["a"] } },
      { transformation: "newOne", properties: { camelCase: 1, ref_container_id: 2, list: ["a"] } },
    ],
    [
      "a known one in the platform's own spelling",
      { ...NAMED, transformation: "cast", sourceFields: ["id"], rawProperties: { target_type: "Date", list: [] } },
      { transformation: "cast", source_fields: ["id"], properties: { target_type: "Date", list: [] } },
    ],
  ])("are written: %s", async (_, body, sent) => {
    const { client, server } = sampleWorld();
    const made = await client.computedFields.create(body);
    expect(server.requests.at(-1)?.body).toEqual({ name: "c", container_id: 1, ...sent });
    expect(made).toMatchObject({ name: "c", containerId: 1, transformation: body.transformation });
  });

  it("are fields of their container", async () => {
    const { client } = sampleWorld();
    const { id } = await client.computedFields.create({
      ...NAMED,
      transformation: "cast",
      sourceFields: ["id"],
      properties: { targetType: "String" },
    });
    const fields = await client.fields.list({ containerId: 1 }).toArray();
    expect(fields.at(-1)).toMatchObject({ name: "c", type: "String", computedField: { id, transformation: "cast" } });
    expect(await client.containers.get(1)).toMatchObject({ computedFields: [{ id, sourceFields: [{ name: "id" }] }] });
    await client.computedFields.delete(id);
    expect(await client.fields.list({ containerId: 1 }).toArray()).toMatchObject([
      { name: "id" },
      { name: "customer" },
    ]);
    expect(await failure(client.computedFields.delete(id))).toBeInstanceOf(NotFoundError);
  });

  it("can be written back as they were read", async () => {
    const { client } = sampleWorld();
    const made = await client.computedFields.create({
      ...NAMED,
      transformation: "cleanedEntityName",
      sourceFields: ["customer"],
      properties: { dropFromInterior: true, termsToDrop: ["AG"] },
      additionalMetadata: { Team: { lead_name: "ada" } },
    });
    const { id, createdAt: _, ...kept } = made;
    const back = await client.computedFields.update(id, {
      name: made.name,
      transformation: made.transformation ?? expect.fail("no transformation"),
      sourceFields: made.sourceFields?.map(({ name }) => name),
      rawProperties: made.properties,
      additionalMetadata: made.additionalMetadata ?? undefined,
    });
    expect(back).toMatchObject(kept);
  });

  it("are read by either name of their transformation, and by the little that a container shows", () => {
    const read = (more: object) => computedFieldModel.schema.parse({ id: 1, name: "c", ...more });
    expect(read({ transformation_type: "cast" }).transformation).toBe("cast");
    expect(read({ transformation: "cast" }).transformation).toBe("cast");
    expect(read({})).toMatchObject({ transformation: null, sourceFields: null, properties: null, containerId: null });
  });

  it("clash where a field has their name", async () => {
    const { client } = sampleWorld();
    const body = { name: "id", containerId: 1, transformation: "newOne", rawProperties: null };
    expect(await failure(client.computedFields.create(body))).toBeInstanceOf(ConflictError);
  });

  it.each<[string, object, (string | number)[]]>([
    ["no transformation", { ...NAMED }, ["transformation"]],
    ["an empty transformation", { ...NAMED, transformation: "", rawProperties: null }, ["transformation"]],
    ["a cast to nothing", { ...NAMED, transformation: "cast", sourceFields: ["id"] }, ["properties"]],
    [
      "a cast of nothing",
      { ...NAMED, transformation: "cast", sourceFields: [], properties: { targetType: "Date" } },
      ["sourceFields"],
    ],
    [
      "properties of another transformation",
      { ...NAMED, transformation: "cast", sourceFields: ["id"], properties: { columnExpression: "1" } },
      ["properties", "targetType"],
    ],
    [
      "properties of an unknown transformation",
      { ...NAMED, transformation: "newOne", properties: { a: 1 } },
      ["properties"],
    ],
    [
      "both kinds of properties",
      { ...NAMED, transformation: "cast", sourceFields: ["id"], properties: {}, rawProperties: {} },
      ["properties"],
    ],
    [
      "source fields of an expression",
      { ...NAMED, transformation: "customExpression", sourceFields: ["id"], properties: { columnExpression: "1" } },
      ["sourceFields"],
    ],
    ["no container", { name: "c", transformation: "newOne", rawProperties: null }, ["containerId"]],
    ["no object", "cast" as unknown as object, []],
  ])("are refused with %s before anything is sent", async (_, body, path) => {
    const { client, server } = sampleWorld();
    const error = await failure(client.computedFields.create(body as ComputedFieldCreateBody));
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as unknown as ValidationError).issues[0]?.path).toEqual(path);
    expect(server.requests).toEqual([]);
  });

  it("stay in their container", async () => {
    const { client, server } = sampleWorld();
    const body = { ...NAMED, transformation: "newOne", rawProperties: null };
    const error = await failure(client.computedFields.update(1, body));
    expect((error as unknown as ValidationError).issues[0]?.path).toEqual(["containerId"]);
    expect(server.requests).toEqual([]);
  });

  it("tell what each transformation takes", async () => {
    const { client } = sampleWorld();
    const all = await client.computedFields.specifications().toArray();
    expect(all.map(({ transformation }) => transformation)).toEqual([
      "cast",
      "cleanedEntityName",
      "convertFormattedNumeric",
      "customExpression",
    ]);
  });
});
