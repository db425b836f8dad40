import { copyFile, mkdir } from "node:fs/promises";
import type { Plugin } from "esbuild";
import { defineConfig, type Options } from "tsup";

/**
 * Every entry imports base from its own file, so that a class exists once a format. (`splitting` would do that too, but
 * takes the names from the classes of the CommonJS half.)
 */
const baseStaysOutside = (extension: string): Plugin => ({
  name: "base stays outside",
  setup(build) {
    build.onResolve({ filter: /(^|\/)base\.js$/ }, ({ kind, importer }) =>
      kind === "entry-point" || importer === "" ? undefined : { path: `./base.${extension}`, external: true },
    );
  },
});

const half = (format: "esm" | "cjs"): Options => ({
  entry: {
    base: "src/base.ts",
    index: "src/index.ts",
    anomalyarmor: "src/platforms/anomalyarmor/index.ts",
    watcher: "src/platforms/watcher/index.ts",
    qualytics: "src/platforms/qualytics/index.ts",
    "qualytics-config": "src/platforms/qualytics/configuration/index.ts",
    testing: "src/testing/index.ts",
    node: "src/node/index.ts",
  },
  format: [format],
  platform: "neutral",
  target: "es2022",
  splitting: false,
  sourcemap: true,
  clean: false,
  dts: true,
  noExternal: ["ky"],
  external: ["zod", "zod/mini", "jwt-decode", "yaml", "cli-progress", /^csv-parse/, /^node:/],
  outExtension: () => ({ js: format === "esm" ? ".js" : ".cjs" }),
  esbuildPlugins: [baseStaysOutside(format === "esm" ? "js" : "cjs")],
  // ky is inlined; its licence goes with it.
  onSuccess: async () => {
    await mkdir("dist/licenses", { recursive: true });
    await copyFile("node_modules/ky/license", "dist/licenses/ky.txt");
    await copyFile("src/reports/report.schema.json", "dist/report.schema.json");
  },
});

export default defineConfig([half("esm"), half("cjs")]);
