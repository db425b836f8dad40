import { Client, checkAll } from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { progressBar } from "dqgate/node";
import { qualytics } from "dqgate/qualytics";
import { emulateAnomalyArmor, emulateQualytics } from "dqgate/testing";
import { expect, it } from "vitest";
import { kept } from "../support/progress.js";

it("shows whatever tells of progress: jobs, operations, freshness, conditions", async () => {
  const { lines, options } = kept(0);
  const armor = emulateAnomalyArmor({ assets: [{ qualifiedName: "pg.shop.orders", hoursSinceUpdate: 1 }] });
  const armorClient = new Client(anomalyArmor({ apiKey: "aa_test_0123456789abcdef" }), { fetch: armor.fetch });
  const { onProgress } = progressBar("x", options);
  const { jobId } = await armorClient.freshness.refresh("pg.shop.orders");
  await armorClient.jobs.waitForJob(jobId, { onProgress });
  await armorClient.freshness.requireFresh("pg.shop.orders", { onProgress });

  const server = emulateQualytics({ datastores: [{ name: "shop", containers: [{ name: "orders" }] }] });
  const client = new Client(qualytics({ url: server.baseUrl, token: "t-0123456789" }), { fetch: server.fetch });
  const outcomes = await client.operations.runMany({ type: "scan" }, [1], { wait: { onProgress }, onProgress });
  await client.jobs.waitForJob(outcomes[0]?.operation?.id ?? 0, { onProgress });
  await checkAll({ orders: () => client.anomalies.requireNone({ asset: "shop.orders" }) }, { onProgress });

  const [jobs, fresh] = [lines.filter((line) => /^x .*completed/.test(line)), "x  pg.shop.orders: fresh\n"];
  expect(jobs).toEqual(["x 100 %  completed\n"]);
  expect(lines).toContain(fresh);
  const rest = lines.slice(lines.indexOf(fresh) + 1);
  expect(rest).toContain("x   0 %  running, 0 of 1 containers\n");
  expect(rest.slice(-4)).toEqual([
    "x 100 %  succeeded, 1 of 1 containers\n",
    "x 100 %  1 of 1\n",
    "x 100 %  success\n",
    "x 100 %  1 of 1 conditions\n",
  ]);
});
