import { exportConfig, importChecks, importConfig } from "dqgate/qualytics/config";
import type { QualyticsSeed } from "dqgate/testing";
import { describe, expect, test } from "vitest";
import { type World, world } from "../world.js";
import { container, files, named, SHOP, shop } from "./estate.js";

type ContainerSeed = NonNullable<NonNullable<QualyticsSeed["datastores"]>[number]["containers"]>[number];
type Wire = Record<string, unknown>;

const METADATA = { owner: "sales", deep: { a: [1] } };

/** Two tables, and a container of the name `c` that is built on them. */
function built(seed: Omit<ContainerSeed, "name">, more: { metadata?: Wire | null } = {}): World {
  const made = world({
    datastores: [
      {
        name: "shop",
        containers: [
          { name: "Orders", fields: ["id", "total"] },
          { name: "customers", fields: ["id"] },
          { ...seed, name: "c", fields: ["id"] },
        ],
      },
    ],
  });
  const [, , last] = made.server.state.containers;
  if (last !== undefined) last.additional_metadata = more.metadata ?? null;
  return made;
}

const TABLE = { type: "computed_table", settings: { query: "SELECT id FROM Orders" } } as const;
const INCREMENTAL = { incremental_field_name: "id", incremental_identifier_type: "batch-value" };
const FULL = { ...TABLE, description: "told", tags: ["gold"], settings: { ...TABLE.settings, ...INCREMENTAL } };
const MINIMAL = "container_type: computed_table\nquery: SELECT id, total FROM Orders\n";
const BY_FIELD = {
  ...{ left_container_id: 1, right_container_id: 2, left_join_field_name: "id", right_join_field_name: "id" },
  ...{ left_prefix: "l", join_type: "left", select_clause: "Orders.id" },
};
const BY_QUERY = {
  query: "SELECT id FROM a",
  sources: [
    { container_id: 1, alias: "a", ordinal: 1 },
    { container_id: 2, alias: "b", ordinal: 2, where_clause: "id > 1" },
  ],
};

const put = ({ server }: World): Wire => server.requests.findLast(({ verb }) => verb === "PUT")?.body as Wire;
const imported = ({ client }: World, text: string, type: "containers" | "computedFields" = "containers") =>
  importConfig(client, files({ [SHOP]: named("shop"), [container("c")]: named("c", text) }), { include: [type] });
const exported = ({ client }: World): ReturnType<typeof exportConfig> =>
  exportConfig(client, { include: ["containers", "computedFields"] });

describe("a computed container", () => {
  test("keeps what the file does not tell", async () => {
    const made = built(FULL, { metadata: METADATA });
    expect(await imported(made, MINIMAL)).toMatchObject({ ok: true, containers: { updated: 1 } });
    const [, , one] = made.server.state.containers;
    expect(one).toMatchObject({
      description: "told",
      tags: ["gold"],
      additional_metadata: METADATA,
      settings: { query: "SELECT id, total FROM Orders", ...INCREMENTAL },
    });
    expect(put(made)).not.toHaveProperty("computed_fields");
    expect(put(made)).not.toHaveProperty("metrics");
  });

  test("loses what the file tells as null or empty", async () => {
    const made = built(FULL, { metadata: METADATA });
    const nothing = ["description", "additional_metadata", ...Object.keys(INCREMENTAL)].map((key) => `${key}: null\n`);
    expect(await imported(made, `${MINIMAL}${nothing.join("")}tags: []\n`)).toMatchObject({ ok: true });
    const [, , one] = made.server.state.containers;
    expect(one).toMatchObject({
      description: null,
      tags: [],
      additional_metadata: null,
      settings: { incremental_field_name: null, incremental_identifier_type: null },
    });
    expect(put(made)).toMatchObject({ description: null, tags: [], additional_metadata: null });
  });

  test("is created without what a file tells as null", async () => {
    const { client, server } = shop();
    const text = `${MINIMAL}description: null\nadditional_metadata: null\n`;
    await importConfig(client, files({ [SHOP]: named("shop"), [container("c")]: named("c", text) }));
    const body = server.requests.find(({ verb, path }) => verb === "POST" && path === "/containers")?.body;
    expect(body).toEqual({
      name: "c",
      container_type: "computed_table",
      query: "SELECT id, total FROM Orders",
      datastore_id: 1,
    });
  });

  test("says in its file what it has not, whatever a build shows", async () => {
    const made = built(TABLE);
    const { files: plain } = await exported(made);
    expect(plain.get(container("c"))).toBe(
      [
        "name: c",
        "container_type: computed_table",
        "datastore_name: shop",
        "description: null",
        "query: SELECT id FROM Orders",
        "incremental_field_name: null",
        "incremental_identifier_type: null",
        "additional_metadata: null",
        "volumetric_tracking_enabled: true",
        "freshness_tracking_enabled: true",
        "automate_volumetric_checks: false",
        "automate_freshness_checks: false",
        "tags: []",
        "",
      ].join("\n"),
    );
    const change = (body: unknown): unknown => {
      const shown = Object.entries(body as Wire).filter(([, value]) => value !== null);
      return { incremental_identifier_type: null, ...Object.fromEntries(shown) };
    };
    made.server.failNext({ kind: "change", change }, { on: "GET /containers/{id}", times: 3 });
    expect([...(await exported(made)).files]).toEqual([...plain]);
  });

  test.each<[string, Omit<ContainerSeed, "name">, Omit<ContainerSeed, "name">]>([
    ["a table", TABLE, FULL],
    [
      "a file",
      { type: "computed_file", settings: { source_container_id: 1, select_clause: "id" } },
      {
        type: "computed_file",
        description: "told",
        settings: { source_container_id: 2, select_clause: "id", where_clause: "id > 1", lateral_views: ["x"] },
      },
    ],
    [
      "a join by a field",
      { type: "computed_join", settings: BY_FIELD },
      { type: "computed_join", settings: { ...BY_FIELD, where_clause: "a > 1", group_by_clause: "id" } },
    ],
    [
      "joins of both kinds",
      { type: "computed_join", settings: BY_FIELD },
      { type: "computed_join", settings: BY_QUERY },
    ],
  ])("of one deployment becomes that of the other: %s", async (_, bare, full) => {
    for (const [from, onto] of [
      [built(bare), built(full, { metadata: METADATA })],
      [built(full, { metadata: METADATA }), built(bare)],
    ] as const) {
      const { files: wanted } = await exported(from);
      const given = new Map([...wanted, [SHOP, named("shop")]]);
      expect(await importConfig(onto.client, given, { include: ["containers"] })).toMatchObject({ ok: true });
      expect([...(await exported(onto)).files]).toEqual([...wanted]);
    }
  });

  test("built on others keeps them where the file does not tell them, by their ids", async () => {
    const join = built({ type: "computed_join", settings: { ...BY_FIELD, where_clause: "a > 1" } });
    expect(await imported(join, "container_type: computed_join\ndescription: new\n")).toMatchObject({ ok: true });
    expect(put(join)).toMatchObject({ ...BY_FIELD, where_clause: "a > 1", description: "new" });
    const query = built({ type: "computed_join", settings: BY_QUERY });
    expect(await imported(query, "container_type: computed_join\ndescription: new\n")).toMatchObject({ ok: true });
    expect(put(query)).toMatchObject({ ...BY_QUERY, description: "new" });
    const file = built({ type: "computed_file", settings: { source_container_id: 2, select_clause: "id" } });
    expect(await imported(file, "container_type: computed_file\nwhere_clause: id > 1\n")).toMatchObject({ ok: true });
    expect(put(file)).toMatchObject({ source_container_id: 2, select_clause: "id", where_clause: "id > 1" });
  });

  test("of a build that shows no tags loses none", async () => {
    const made = built(FULL);
    const change = (body: unknown): unknown => ({ ...(body as Wire), global_tags: undefined });
    made.server.failNext({ kind: "change", change }, { on: "GET /containers/{id}" });
    await imported(made, MINIMAL);
    expect(put(made)).not.toHaveProperty("tags");
  });
});

describe("a computed field", () => {
  const CAST = { transformation_type: "cast", source_fields: ["id"], properties: { target_type: "Integral" } };
  const FIELD = "datastores/shop/containers/orders/computed_fields/x.yaml";

  async function made(metadata: Wire | null): Promise<World> {
    const own = shop();
    const { transformation_type, ...rest } = CAST;
    const body = {
      name: "x",
      container_id: 1,
      transformation: transformation_type,
      additional_metadata: metadata,
      ...rest,
    };
    await own.client.request("POST", "/computed-fields", { body });
    return own;
  }
  const into = ({ client }: World, text: string) =>
    importConfig(client, files({ [SHOP]: named("shop"), [FIELD]: named("x", text) }), { include: ["computedFields"] });

  test("keeps what the file does not tell, and loses what it tells as null", async () => {
    const own = await made(METADATA);
    const [field] = own.server.state.computedFields;
    expect(await into(own, "transformation: cast\nproperties: {target_type: String}\n")).toMatchObject({
      ok: true,
      computedFields: { updated: 1 },
    });
    expect(field).toMatchObject({ ...CAST, properties: { target_type: "String" }, additional_metadata: METADATA });
    expect(Object.keys(put(own)).sort()).toEqual(
      ["additional_metadata", "name", "properties", "source_fields", "transformation"].sort(),
    );
    expect(await into(own, "additional_metadata: null\n")).toMatchObject({ ok: true });
    expect(field).toMatchObject({ ...CAST, properties: { target_type: "String" }, additional_metadata: null });
  });

  test("takes nothing over from another transformation", async () => {
    const own = await made(METADATA);
    const text = "transformation: customExpression\nproperties: {column_expression: id + 1}\n";
    expect(await into(own, text)).toMatchObject({ ok: true });
    expect(own.server.state.computedFields[0]).toMatchObject({
      transformation_type: "customExpression",
      source_fields: null,
      properties: { column_expression: "id + 1" },
      additional_metadata: METADATA,
    });
  });

  test("of one deployment becomes that of the other, whatever a build shows", async () => {
    const from = await made(null);
    const change = (body: unknown): unknown => {
      const fields = (body as { computed_fields: Wire[] }).computed_fields;
      return { ...(body as Wire), computed_fields: fields.map(({ additional_metadata: _, ...rest }) => rest) };
    };
    const plain = (await exported(from)).files;
    from.server.failNext({ kind: "change", change }, { on: "GET /containers/{id}" });
    const wanted = (await exported(from)).files;
    expect([...wanted]).toEqual([...plain]);
    const onto = await made(METADATA);
    expect(
      await importConfig(onto.client, new Map([...wanted, [SHOP, named("shop")]]), { include: ["computedFields"] }),
    ).toMatchObject({ ok: true });
    expect([...(await exported(onto)).files]).toEqual([...wanted]);
  });

  test("is merged with what is there at the time of the write that counts", async () => {
    const own = await made(METADATA);
    own.server.failNext({ kind: "status", status: 503 }, { on: "PUT /computed-fields/{id}" });
    const [field] = own.server.state.computedFields;
    const change = (body: unknown): unknown => {
      if (field !== undefined) field.additional_metadata = { changed: "meanwhile" };
      return body;
    };
    own.server.failNext({ kind: "change", change }, { on: "GET /containers/{id}" });
    expect(await into(own, "transformation: cast\n")).toMatchObject({ ok: true });
    expect(field).toMatchObject({ additional_metadata: { changed: "meanwhile" } });
  });
});

describe("a check", () => {
  const checked = (): World =>
    world({
      datastores: [
        {
          name: "shop",
          containers: [{ name: "Orders", fields: ["id"], checks: [{ rule: "notNull", fields: ["id"] }] }],
        },
      ],
    });
  const TEXT = "rule_type: notNull\ncontainer: Orders\nfields: [id]\n";
  const into = ({ client }: World, text: string) =>
    importChecks(client, new Map([["a.yaml", text]]), { datastores: ["shop"] });

  test("is sent no assignee, owner or status where its record shows none", async () => {
    const made = checked();
    const change = (body: unknown): unknown => ({ ...(body as Wire), status: undefined });
    made.server.failNext({ kind: "change", change }, { on: "GET /quality-checks/{id}" });
    expect((await into(made, TEXT))[0]).toMatchObject({ ok: true, updated: 1 });
    for (const key of ["default_anomaly_assignee_id", "owner_id", "status"]) expect(put(made)).not.toHaveProperty(key);
  });

  test("keeps the assignee that it has, and loses it where the file says so", async () => {
    for (const [text, told] of [
      ["", 1],
      ["default_anomaly_assignee_id: 0\n", null],
      ["default_anomaly_assignee_id: null\n", null],
    ] as const) {
      const made = checked();
      Object.assign(made.server.state.checks[0] ?? {}, { default_anomaly_assignee_id: 1 });
      await into(made, TEXT + text);
      expect(put(made)).toMatchObject({ default_anomaly_assignee_id: told });
      expect(made.server.state.checks[0]?.default_anomaly_assignee_id).toBe(told);
    }
  });
});
