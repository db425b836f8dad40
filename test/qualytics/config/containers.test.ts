import { exportConfig, importConfig } from "dqgate/qualytics/config";
import { expect, test } from "vitest";
import { type World, world } from "../world.js";
import { computedFile, computedTable, container, files, named, SHOP, shop } from "./estate.js";

test("containers that are built on others come after them, whatever their names", async () => {
  const { client, server } = shop();
  const result = await importConfig(
    client,
    files({
      [SHOP]: named("shop"),
      [container("a")]: computedFile("a", "m"),
      [container("m")]: computedFile("m", "z"),
      [container("z")]: `${computedTable("z")}description: the base\ntags: [gold]\n`,
      [container("k")]: named(
        "k",
        "container_type: computed_join\nleft_container_name: a\nright_container_name: Orders\nleft_join_field_name: id\nright_join_field_name: id\nselect_clause: a.id\n",
      ),
    }),
  );
  expect(result).toMatchObject({ ok: true, containers: { created: 4, failed: 0 }, datastores: { updated: 1 } });
  const made = server.state.containers.slice(2);
  expect(made.map(({ name }) => name)).toEqual(["z", "m", "a", "k"]);
  expect(made[0]).toMatchObject({ description: "the base", tags: ["gold"] });
  expect(made[3]?.settings).toMatchObject({ left_container_id: made[2]?.id, right_container_id: 1 });

  // Names come back, and a second import writes the same.
  const exported = await exportConfig(client, { include: ["containers"] });
  expect(exported.files.get(container("a"))).toContain("source_container_name: m\n");
  expect(exported.files.get(container("k"))).toMatch(/left_container_name: a\n[\s\S]*right_container_name: Orders\n/);
  expect(exported.files.get(container("k"))).not.toMatch(/_id:/);
  const again = await importConfig(client, files({ [SHOP]: named("shop"), ...Object.fromEntries(exported.files) }));
  expect(again).toMatchObject({ ok: true, containers: { created: 0, updated: 4 } });
  expect((await exportConfig(client, { include: ["containers"] })).files).toEqual(exported.files);
});

test("containers in a circle are reported with the circle, and others go on", async () => {
  const { client } = shop();
  const result = await importConfig(
    client,
    files({
      [SHOP]: named("shop"),
      [container("a")]: computedFile("a", "b"),
      [container("b")]: computedFile("b", "c"),
      [container("c")]: computedFile("c", "a"),
      [container("d")]: computedFile("d", "c"),
      [container("e")]: computedFile("e", "none"),
      [container("f")]: computedFile("f", "Orders"),
      [container("t")]: named("Orders", "container_type: table\n"),
    }),
  );
  expect(result.containers).toMatchObject({ created: 1, failed: 5 });
  expect(result.containers.skipped).toEqual([
    { file: container("t"), reason: "a sync finds it: only computed containers are imported" },
  ]);
  const messages = Object.fromEntries(result.containers.errors.map(({ file, message }) => [file, message]));
  const circle = "containers are built on each other in a circle: shop / a -> shop / b -> shop / c -> shop / a";
  expect(messages).toEqual({
    [container("a")]: circle,
    [container("b")]: circle,
    [container("c")]: circle,
    [container("d")]: circle,
    [container("e")]: "there is no container shop / none",
  });
});

test("a join may reach into another datastore, by name in both directions", async () => {
  const both = (): World =>
    world({
      datastores: ["crm", "shop"].map((name) => ({ name, containers: [{ name: `${name} rows`, fields: ["id"] }] })),
    });
  const { client } = both();
  const join = { left_join_field_name: "id", right_join_field_name: "id", select_clause: "left.id" };
  await client.request("POST", "/containers", {
    body: { container_type: "computed_join", name: "j", left_container_id: 2, right_container_id: 1, ...join },
  });
  await client.request("POST", "/containers", {
    body: {
      container_type: "computed_join",
      name: "q",
      query: "SELECT id FROM a",
      sources: [
        { container_id: 2, alias: "a", ordinal: 2 },
        { container_id: 1, alias: "b", ordinal: 1, datastore_id: 1 },
      ],
    },
  });
  const exported = await exportConfig(client);
  const text = exported.files.get("datastores/shop/containers/j/_container.yaml");
  expect(text).toMatch(
    /left_container_name: shop rows\n[\s\S]*right_container_name: crm rows\nright_datastore_name: crm\n/,
  );
  expect(exported.files.get("datastores/shop/containers/q/_container.yaml")).toContain(
    "sources:\n  - container_name: crm rows\n    datastore_name: crm\n    alias: b\n  - container_name: shop rows\n    alias: a\n",
  );
  const other = both();
  const result = await importConfig(other.client, exported.files, { include: ["datastores", "containers"] });
  expect(result).toMatchObject({ ok: true, containers: { created: 2 } });
  expect(other.server.state.containers.find(({ name }) => name === "j")?.settings).toMatchObject({
    left_container_id: 2,
    right_container_id: 1,
  });
  expect(other.server.state.containers.find(({ name }) => name === "q")?.settings.sources).toMatchObject([
    { container_id: 1, alias: "b", datastore_id: 1 },
    { container_id: 2, alias: "a" },
  ]);
});

test("computed fields find their container by its file, its slug or the name in their own file", async () => {
  const { client, server } = world({
    datastores: [
      {
        name: "shop",
        containers: ["Orders", "Order Items", "order-items"].map((name) => ({ name, fields: ["a", "b"] })),
      },
    ],
  });
  const field = (folder: string, name: string): string =>
    `datastores/shop/containers/${folder}/computed_fields/${name}.yaml`;
  const cast = (name: string, more = ""): string =>
    named(name, `transformation: cast\nsource_fields: [a]\nproperties: {target_type: Integral}\n${more}`);
  const given = files({
    [SHOP]: named("shop"),
    [container("ct")]: named("Made Up", "container_type: computed_table\nquery: SELECT a FROM Orders\n"),
    [field("ct", "x")]: cast("x"),
    [field("orders", "x")]: cast("x"),
    [field("order_items", "x")]: cast("x"),
    [field("order_items", "y")]: cast("y", "container_name: order-items\n"),
    [field("none", "x")]: cast("x"),
    [field("orders", "z")]: cast("z", "container_name: nowhere\n"),
    [field("orders", "x_2")]: cast("x"),
  });
  const result = await importConfig(client, given);
  expect(result.computedFields).toMatchObject({ created: 3, updated: 0, failed: 4 });
  expect(Object.fromEntries(result.computedFields.errors.map(({ file, message }) => [file, message]))).toEqual({
    [field("order_items", "x")]:
      "several containers could be meant by the folder order_items: Order Items, order-items; say container_name in the file",
    [field("none", "x")]: "there is no container for the folder none in shop",
    [field("orders", "z")]: "there is no container shop / nowhere",
    [field("orders", "x_2")]: `${field("orders", "x")} is about the computed field x too`,
  });
  const { computedFields, containers } = server.state;
  const whose = (id: number): string | undefined => containers.find((one) => one.id === id)?.name;
  expect(computedFields.map(({ name, container_id }) => `${whose(container_id)}.${name}`)).toEqual([
    "Made Up.x",
    "order-items.y",
    "Orders.x",
  ]);

  const { files: exported } = await exportConfig(client, { include: ["computedFields"] });
  expect([...exported.keys()]).toEqual([field("made_up", "x"), field("order_items_2", "y"), field("orders", "x")]);
  expect(exported.get(field("orders", "x"))).toBe(
    "name: x\ntransformation: cast\nsource_fields:\n  - a\nproperties:\n  target_type: Integral\nadditional_metadata: null\n",
  );
  expect(exported.get(field("order_items_2", "y"))).toMatch(/^container_name: order-items\n/);
  const again = await importConfig(client, files({ [SHOP]: named("shop"), ...Object.fromEntries(exported) }));
  expect(again).toMatchObject({ ok: true, computedFields: { created: 0, updated: 3 } });
});
