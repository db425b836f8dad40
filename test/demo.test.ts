import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { listen } from "dqgate/node";
import { emulateAnomalyArmor } from "dqgate/testing";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs the demo as its users do, without the variables that would lead it to the real service. */
function demo(args: string[], more: Record<string, string> = {}): Promise<{ code: number | null; printed: string }> {
  const { ARMOR_API_KEY: _, ARMOR_API_URL: __, ...rest } = process.env;
  const env = { ...rest, ...more };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "examples/demo/main.ts", ...args], { cwd: root, env });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        printed += text;
      });
    }
    child.on("close", (code) => resolve({ code, printed }));
  });
}

describe.concurrent("npm run demo", { timeout: 60_000 }, () => {
  it("meets a stale table, heals it, and reports", async () => {
    const { code, printed } = await demo([]);
    expect(printed).toContain(
      "StalenessError: snowflake.prod.warehouse.orders is stale: 30.0 h old, the limit is 6.0 h",
    );
    expect(printed).toMatch(
      /^ {3}refreshing {1,3}\d+ % {2}(pending|running)\n(.*\n)* {3}refreshing 100 % {2}completed$/m,
    );
    expect(printed).toContain("[schema_change 8f0e1c1a-3d0b-4f55-8f5d-2f6a0c9b7e11]");
    expect(printed).toContain("Report: the orders may be loaded");
    expect(code).toBe(0);
  });

  it("-- --stale ends with 1 and names the asset, its age and the limit", async () => {
    const { code, printed } = await demo(["--stale"]);
    expect(printed.trim().split("\n").at(-1)).toBe(
      "The gate stays closed: StalenessError: snowflake.prod.warehouse.orders is stale: 30.0 h old, the limit is 6.0 h",
    );
    expect(printed).not.toContain("Report");
    expect(code).toBe(1);
  });

  it("-- watcher tracks a load, and shows a gate that passes and one that does not", async () => {
    const { code, printed } = await demo(["watcher"]);
    expect(printed).toContain("ids above 0, up to 2000");
    expect(printed).toContain("the next run reads ids above 2000, up to 2600");
    expect(printed).toContain("✓ load orders is fresh");
    expect(printed).toContain("✗ StalenessError: load orders is stale: 25.0 h old");
    expect(code).toBe(0);
  });

  it("-- qualytics follows its operations, and keeps its checks as files", async () => {
    const { code, printed } = await demo(["qualytics"]);
    expect(printed).toMatch(/^ {3}sync {5}running\n {3}sync {4}100 % {2}succeeded$/m);
    expect(printed).toContain("   scan     33 %  running, 1 of 3 containers\n");
    expect(printed).toContain("   scan    100 %  succeeded, 3 of 3 containers\n   1 anomaly was identified");
    expect(printed).toContain("3 files, 0 differ");
    expect(code).toBe(0);
  });

  it("-- something else says what there is", async () => {
    const { code, printed } = await demo(["constructor"]);
    expect(printed).toContain("There is no demo of constructor; there is one of anomalyarmor, qualytics, watcher.");
    expect(code).toBe(2);
  });

  it("-- --live only reads", async () => {
    const armor = emulateAnomalyArmor({
      assets: [{ qualifiedName: "pg.shop.orders", hoursSinceUpdate: 30, rowCount: 12 }],
    });
    const server = await listen(armor);
    const { code, printed } = await demo(["--live"], {
      ARMOR_API_KEY: "aa_test_0123456789abcdef",
      ARMOR_API_URL: server.url,
    });
    await server.close();
    expect(printed).toContain("1 assets: 0 fresh, 1 stale, 0 unknown");
    expect(printed).toContain("StalenessError");
    expect(printed).not.toContain("aa_test_");
    expect(armor.requests.map(({ verb }) => verb)).toEqual(["GET", "GET", "GET"]);
    expect(code).toBe(0);
  });

  it("-- --live without a key says which variable is missing", async () => {
    const { code, printed } = await demo(["--live"]);
    expect(printed).toContain(
      "No answer: ConfigurationError: no API key: pass anomalyArmor({ apiKey }) or set ARMOR_API_KEY",
    );
    expect(code).toBe(1);
  });
});
