import { readFileSync } from "node:fs";
import { VERSION } from "dqgate";
import * as armor from "dqgate/anomalyarmor";
import { describe, expect, it, vi } from "vitest";

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, { optional: boolean }>;
};

describe("the package", () => {
  it("tells its own version", () => {
    expect(VERSION).toBe(manifest.version);
  });

  it("needs zod and jwt-decode at run time, and nothing else", () => {
    expect(Object.keys(manifest.dependencies).sort()).toEqual(["jwt-decode", "zod"]);
    for (const name of Object.keys(manifest.peerDependencies)) {
      expect(manifest.peerDependenciesMeta[name], name).toEqual({ optional: true });
    }
  });

  it("reads no environment and builds no schema when it is imported", async () => {
    vi.resetModules();
    const read: string[] = [];
    const before = process.env;
    process.env = new Proxy(before, {
      get: (target, name) => {
        if (/ARMOR|DQGATE|QUALYTICS/.test(String(name))) read.push(String(name));
        return Reflect.get(target, name);
      },
    });
    const built: string[] = [];
    vi.doMock("zod/mini", async (original) => {
      const zod = await original<Record<string, unknown>>();
      const counted = (name: string, make: (...args: unknown[]) => unknown) =>
        /^[a-z]/.test(name)
          ? (...args: unknown[]) => {
              built.push(name);
              return make(...args);
            }
          : make;
      return Object.fromEntries(
        Object.entries(zod).map(([name, value]) => [
          name,
          typeof value === "function" ? counted(name, value as (...args: unknown[]) => unknown) : value,
        ]),
      );
    });
    try {
      const { anomalyArmor, assetModel } = await import("dqgate/anomalyarmor");
      const { qualytics } = await import("dqgate/qualytics");
      await import("dqgate/qualytics/config");
      await import("dqgate/watcher");
      await import("dqgate");
      anomalyArmor();
      qualytics();
      expect(read).toEqual([]);
      expect(built).toEqual([]);
      expect(assetModel.issues(1)).not.toEqual([]);
      expect(built).toContain("looseObject");
    } finally {
      vi.doUnmock("zod/mini");
      process.env = before;
    }
  });

  it("has models whose schema parses the wire's form", () => {
    const asset = armor.assetModel.schema.parse({ id: "1", qualified_name: "a.b", name: "b", schema: "public" });
    expect(asset).toMatchObject({ qualifiedName: "a.b", schemaName: "public", assetType: "table", tags: [] });
  });
});
