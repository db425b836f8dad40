import { AbortedError, ConflictError, ServerError } from "dqgate";
import { exportChecks, importChecks, importConfig } from "dqgate/qualytics/config";
import type { Fault } from "dqgate/testing";
import { expect, test } from "vitest";
import { type World, world } from "../world.js";

const RULES = [
  "notNull",
  "unique",
  "notEmpty",
  "positive",
  "notNegative",
  "notFuture",
  "isCreditCard",
  "isAddress",
  "containsUrl",
  "containsEmail",
];
const CREATE = "POST /quality-checks";

/** Ten checks, as files, in the order of their paths. */
async function tenFiles(): Promise<Map<string, string>> {
  const checks = RULES.map((rule) => ({ rule, fields: ["id"] }));
  const { client } = world({
    datastores: [{ name: "shop", containers: [{ name: "orders", fields: ["id"], checks }] }],
  });
  return new Map((await exportChecks(client, { datastore: "shop" })).files);
}

const target = (): World => world({ datastores: [{ name: "shop", containers: [{ name: "orders", fields: ["id"] }] }] });

/** The rule of each check that is there. */
const rulesIn = ({ server }: World): string[] => server.state.checks.map(({ rule_type }) => rule_type).sort();

test("a broken file is reported by its name and reason; 503 and 409 on the way lose nothing and make nothing twice", async () => {
  const files = await tenFiles();
  const paths = [...files.keys()];
  files.set(paths[2] as string, "rule_type: notNull\nfields: [id\nsecret: hunter2-secret");
  const into = target();
  into.server.failNext({ kind: "status", status: 503, body: { detail: "busy" } }, { on: CREATE });
  into.server.failNext({ kind: "status", status: 409, body: { detail: "conflict" } }, { on: CREATE });

  const [result] = await importChecks(into.client, files, { datastores: ["shop"] });
  expect(result).toMatchObject({
    datastore: "shop",
    ok: false,
    created: 9,
    updated: 0,
    failed: 1,
    skipped: [],
    ignored: [],
  });
  expect(result?.errors).toHaveLength(1);
  expect(result?.errors[0]?.file).toBe(paths[2]);
  expect(result?.errors[0]?.message).toMatch(/^the YAML cannot be read: .* \(line \d, column \d\)$/);
  expect(JSON.stringify(result)).not.toContain("hunter2");
  expect(into.server.state.checks).toHaveLength(9);
  expect(new Set(rulesIn(into)).size).toBe(9);
});

test.each<Fault>([
  { kind: "lose" },
  { kind: "cut" },
  { kind: "html" },
  { kind: "empty" },
  { kind: "status", status: 500 },
  { kind: "status", status: 429, retryAfter: 2 },
])("a creation whose answer is $kind $status makes one check", async (fault) => {
  const into = target();
  into.server.failNext(fault, { on: CREATE });
  const [result] = await importChecks(into.client, await tenFiles(), { datastores: [1] });
  expect(result).toMatchObject({ ok: true, created: 10, updated: 0 });
  expect(rulesIn(into)).toEqual([...RULES].sort());
});

test("a write that fails three times is reported, and the rest goes on", async () => {
  const into = target();
  into.server.failNext({ kind: "status", status: 503, body: { detail: "busy" } }, { on: CREATE, times: 3 });
  const files = await tenFiles();
  const [result] = await importChecks(into.client, files, { datastores: ["shop"] });
  expect(result).toMatchObject({ created: 9, failed: 1 });
  expect(result?.errors[0]).toMatchObject({ file: [...files.keys()][0], message: "busy" });
  expect(result?.errors[0]?.error).toBeInstanceOf(ServerError);
  // The next import brings what is missing.
  expect((await importChecks(into.client, files, { datastores: ["shop"] }))[0]).toMatchObject({
    created: 1,
    updated: 9,
    ok: true,
  });
});

test("an update is tried once more after an error that may pass", async () => {
  const into = target();
  const files = await tenFiles();
  await importChecks(into.client, files, { datastores: ["shop"] });
  into.server.failNext({ kind: "status", status: 503 }, { on: "PUT /quality-checks/{id}" });
  into.server.failNext({ kind: "lose" }, { on: "PUT /quality-checks/{id}" });
  expect((await importChecks(into.client, files, { datastores: ["shop"] }))[0]).toMatchObject({
    created: 0,
    updated: 10,
    ok: true,
  });
});

test("a conflict that names a check updates that check, unless another file has written it", async () => {
  const into = world({
    datastores: [
      {
        name: "shop",
        // The same check under a UID of its own: no file is matched with it, and the platform refuses a second.
        containers: [
          {
            name: "orders",
            fields: ["id"],
            checks: [{ rule: "unique", fields: ["id"], metadata: { _qualytics_check_uid: "theirs" } }],
          },
        ],
      },
    ],
  });
  const files = new Map([
    ["a.yaml", "rule_type: unique\ncontainer: orders\nfields: [id]\ndescription: ours\n"],
    [
      "b.yaml",
      "rule_type: unique\ncontainer: orders\nfields: [id]\nadditional_metadata: {_qualytics_check_uid: other}\n",
    ],
  ]);
  const [result] = await importChecks(into.client, files, { datastores: ["shop"] });
  expect(result).toMatchObject({ created: 0, updated: 1, failed: 1 });
  expect(result?.errors[0]).toMatchObject({
    file: "b.yaml",
    message: "the platform takes it for the same check as that of a.yaml",
  });
  expect(result?.errors[0]?.error.cause).toBeInstanceOf(ConflictError);
  expect(into.server.state.checks).toHaveLength(1);
  expect(into.server.state.checks[0]).toMatchObject({
    description: "ours",
    additional_metadata: { _qualytics_check_uid: "orders__unique__id" },
  });
});

test("where a list cannot be read every file that needs it says so, and it is asked for once", async () => {
  const into = target();
  into.server.failNext({ kind: "status", status: 403, body: { detail: "no" } }, { on: "GET /containers/listing" });
  const [result] = await importChecks(into.client, await tenFiles(), { datastores: ["shop"] });
  expect(result).toMatchObject({ created: 0, failed: 10 });
  expect(new Set(result?.errors.map(({ message }) => message))).toEqual(new Set(["no"]));
  expect(into.server.requests.filter(({ path }) => path === "/containers/listing")).toHaveLength(1);
});

test("a read that fails for a moment is the client's to repeat", async () => {
  const into = target();
  into.server.failNext({ kind: "status", status: 503 }, { on: "GET /containers/listing" });
  into.server.failNext({ kind: "drop" }, { on: "GET /quality-checks" });
  expect((await importChecks(into.client, await tenFiles(), { datastores: ["shop"] }))[0]).toMatchObject({
    created: 10,
    ok: true,
  });
});

test("the caller's signal ends an import between two files", async () => {
  const into = target();
  const end = new AbortController();
  const seen: string[] = [];
  const importing = importChecks(into.client, await tenFiles(), {
    datastores: ["shop"],
    signal: end.signal,
    onProgress: ({ file, outcome }) => {
      seen.push(`${outcome} ${file}`);
      if (seen.length === 3) end.abort();
    },
  });
  await expect(importing).rejects.toBeInstanceOf(AbortedError);
  expect(into.server.state.checks).toHaveLength(3);
  expect(seen[0]).toBe("created checks/orders/containsemail__id.yaml");
});

test("a sync that is under way, or whose start was lost, is the one that is waited for", async () => {
  const { files } = await exportChecks(target().client, { datastore: "shop" });
  const folder = new Map([...files, ["_datastore.yaml", "name: shop\n"]]);
  for (const fault of [{ kind: "lose" }, { kind: "status", status: 409 }] as Fault[]) {
    const into = target();
    if (fault.kind === "status") await into.client.operations.run({ type: "sync", datastoreId: 1 });
    into.server.failNext(fault, { on: "POST /operations/run" });
    const result = await importConfig(into.client, folder, { include: ["checks"] });
    expect(result.sync).toMatchObject({ created: 1, failed: 0 });
    expect(into.server.state.operations).toHaveLength(1);
    expect(into.server.state.operations[0]?.result).toBe("success");
  }
});
