import type { Operation, RunManyProgress } from "dqgate/qualytics";
import { type ConfigProgress, exportChecks, importComputedTables, importTemplates } from "dqgate/qualytics/config";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { type World, world } from "./world.js";

/** Keeps what it is told of files. */
function told(): { lines: string[]; onProgress: (progress: ConfigProgress) => void } {
  const lines: string[] = [];
  return { lines, onProgress: ({ type, file, outcome }) => lines.push(`${type} ${file} ${outcome}`) };
}

const shop = (): World =>
  world({
    datastores: [
      {
        name: "shop",
        containers: [
          { name: "orders", fields: ["id"], checks: [{ rule: "notNull", fields: ["id"] }] },
          { name: "ct_there", type: "computed_table", fields: ["id"], settings: { query: "SELECT id FROM orders" } },
        ],
      },
      { name: "lake", containers: [{ name: "raw" }] },
    ],
  });

describe("a gate that scans tells of every look at its scan", () => {
  const gated = (): World =>
    world({
      datastores: [
        {
          name: "shop",
          containers: ["orders", "items"].map((name) => ({
            name,
            fields: ["id"],
            checks: [{ rule: "notNull", fields: ["id"], isPassing: true }],
          })),
        },
      ],
    });

  it.each([
    ["of one container", 1, 1],
    ["of several", [1, 2], 2],
  ])("%s", async (_, asset, containers) => {
    const { client } = gated();
    const seen: string[] = [];
    const onProgress = ({ type, state, progress }: Operation): unknown =>
      seen.push(`${type} ${state} ${progress?.done}/${progress?.total}`);
    const evidence = await client.validity.requireValid(asset, { run: true, onProgress });
    expect(evidence.verdict).toBe("pass");
    expect(seen[0]).toBe(`scan queued 0/${containers}`);
    expect(seen.at(-1)).toBe(`scan succeeded ${containers}/${containers}`);
  });

  it("and takes no such option where it does not scan", async () => {
    const { client, server } = gated();
    const error = await failure(client.validity.requireValid(1, { onProgress: () => undefined }));
    expect(error).toMatchObject({ name: "ValidationError", field: "onProgress" });
    expect(server.requests).toEqual([]);
  });
});

describe("operations.runMany tells of every datastore that is done", () => {
  it("whether it went well or not", async () => {
    const { client, server } = shop();
    const seen: RunManyProgress[] = [];
    server.planOperation({ result: "failure" });
    const outcomes = await client.operations.runMany({ type: "scan" }, [1, 404, 2], {
      wait: true,
      onProgress: (progress) => seen.push(progress),
    });
    expect(outcomes.map(({ ok }) => ok)).toEqual([false, false, true]);
    expect(seen).toEqual(outcomes.map((outcome, at) => ({ done: at + 1, total: 3, outcome })));
    for (const [at, { outcome }] of seen.entries()) expect(outcome).toBe(outcomes[at]);
  });

  it("where they are started only, too", async () => {
    const { client } = shop();
    const seen: number[] = [];
    await client.operations.runMany({ type: "scan" }, [1, 2], {
      concurrency: 2,
      onProgress: ({ done }) => seen.push(done),
    });
    expect(seen).toEqual([1, 2]);
  });

  it("and is thrown what that throws", async () => {
    const { client } = shop();
    const onProgress = (): never => {
      throw new Error("enough");
    };
    expect((await failure(client.operations.runMany({ type: "scan" }, [1], { onProgress }))).message).toBe("enough");
  });

  it("and refuses what is no function", async () => {
    const { client, server } = shop();
    const call = client.operations.runMany({ type: "scan" }, [1], { onProgress: "bar" as never });
    expect(await failure(call)).toMatchObject({ name: "ValidationError", field: "onProgress" });
    expect(server.requests).toEqual([]);
  });
});

describe("configuration as code", () => {
  it("tells of every table that is imported, and then of every check", async () => {
    const { client } = shop();
    const { lines, onProgress } = told();
    const rows = [
      ["name", "description", "query"],
      ...["new", "there", "bad"].map((name) => [name, "", "SELECT id FROM orders"]),
    ];
    const dry = await importComputedTables(client, rows, { datastore: "shop", dryRun: true, onProgress });
    expect(dry).toMatchObject({ ok: true, tables: { created: 2 }, checks: { created: 3 } });
    expect(lines.splice(0)).toEqual([
      "containers row 1 created",
      "containers row 2 skipped",
      "containers row 3 created",
      "checks row 1 created",
      "checks row 2 created",
      "checks row 3 created",
    ]);
  });

  it("tells of tables and checks that fail, or are skipped for that", async () => {
    const { client, server } = shop();
    const { lines, onProgress } = told();
    server.failNext({ kind: "status", status: 400 }, { on: "POST /containers" });
    const rows = [
      ["n", "d", "q"],
      ["new", "", "SELECT id FROM orders"],
    ];
    const result = await importComputedTables(client, rows, { datastore: "shop", onProgress });
    expect(result).toMatchObject({ ok: false, tables: { failed: 1 }, checks: { failed: 0 } });
    expect(result.checks.skipped).toEqual([{ file: "row 1", reason: "the table ct_new could not be made" }]);
    expect(lines).toEqual(["containers row 1 failed", "checks row 1 skipped"]);
  });

  it("tells of every template that is imported", async () => {
    const { client } = shop();
    const { lines, onProgress } = told();
    const files = new Map([
      ["a.yaml", "- rule_type: notNull\n- description: x\n"],
      ["b.yaml", "rule_type: unique\n"],
    ]);
    expect(await importTemplates(client, files, { onProgress })).toMatchObject({ created: 2, failed: 1 });
    expect(lines).toEqual(["checks a.yaml[0] created", "checks a.yaml[1] failed", "checks b.yaml created"]);
  });

  it("tells of every check that is exported", async () => {
    const { client } = shop();
    const { lines, onProgress } = told();
    const { files } = await exportChecks(client, { datastore: "shop", onProgress });
    expect(files.size).toBe(1);
    expect(lines).toEqual([...files.keys()].map((file) => `checks ${file} exported`));
  });

  it.each([
    [
      "importComputedTables",
      (world: World) => importComputedTables(world.client, [], { datastore: 1, onProgress: 7 as never }),
    ],
    ["importTemplates", (world: World) => importTemplates(world.client, new Map(), { onProgress: 7 as never })],
    ["exportChecks", (world: World) => exportChecks(world.client, { datastore: 1, onProgress: 7 as never })],
  ])("%s refuses what is no function", async (_, call) => {
    const own = shop();
    expect(await failure(call(own))).toMatchObject({ name: "ValidationError", field: "onProgress" });
    expect(own.server.requests).toEqual([]);
  });
});
