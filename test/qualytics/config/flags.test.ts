import { ValidationError } from "dqgate";
import type { QualyticsClient } from "dqgate/qualytics";
import {
  exportTemplates,
  importChecks,
  importComputedTables,
  importConfig,
  importTemplates,
} from "dqgate/qualytics/config";
import { expect, test } from "vitest";
import { files, named, SHOP, shop } from "./estate.js";

const ROWS = [
  ["name", "description", "query"],
  ["t", "", "SELECT id FROM Orders"],
];
const FILES = files({
  "connections/x.yaml": named("x", "type: postgresql\n"),
  [SHOP]: named("shop"),
  "template.yaml": "rule_type: notNull\n",
});

const CALLS: readonly [flag: string, call: (client: QualyticsClient, options: object) => Promise<unknown>][] = [
  ["dryRun", (client, options) => importConfig(client, FILES, options)],
  ["dryRun", (client, options) => importChecks(client, FILES, { datastores: ["shop"], ...options })],
  ["dryRun", (client, options) => importTemplates(client, FILES, options)],
  ["dryRun", (client, options) => importComputedTables(client, ROWS, { datastore: "shop", ...options })],
  ["skipChecks", (client, options) => importComputedTables(client, ROWS, { datastore: "shop", ...options })],
  ["skipProfileWait", (client, options) => importComputedTables(client, ROWS, { datastore: "shop", ...options })],
  ["locked", (client, options) => exportTemplates(client, options)],
];

test.each(CALLS)("%s is true or false: anything else is refused before anything is sent (%#)", async (flag, call) => {
  for (const wrong of ["true", "", 1, 0, null, {}]) {
    const { client, server } = shop();
    const error: unknown = await call(client, { [flag]: wrong }).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ field: flag, message: expect.stringContaining("expected true or false") });
    expect(server.requests).toEqual([]);
  }
});

test("importComputedTables takes its time from the client alone", async () => {
  const { client, server } = shop();
  const options = { datastore: "shop", clock: server.clock } as never;
  await expect(importComputedTables(client, ROWS, options)).rejects.toMatchObject({ field: "clock" });
});
