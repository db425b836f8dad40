import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^dqgate$/, replacement: source("index.ts") },
      { find: /^dqgate\/anomalyarmor$/, replacement: source("platforms/anomalyarmor/index.ts") },
      { find: /^dqgate\/watcher$/, replacement: source("platforms/watcher/index.ts") },
      { find: /^dqgate\/qualytics\/config$/, replacement: source("platforms/qualytics/configuration/index.ts") },
      { find: /^dqgate\/qualytics$/, replacement: source("platforms/qualytics/index.ts") },
      { find: /^dqgate\/testing$/, replacement: source("testing/index.ts") },
      { find: /^dqgate\/node$/, replacement: source("node/index.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    restoreMocks: true,
    unstubEnvs: true,
    testTimeout: 20_000,
  },
});
