import { Client, StalenessError } from "dqgate";
import { listen } from "dqgate/node";
import { emulateWatcher, VirtualClock, type WatcherEmulator } from "dqgate/testing";
import { type TrackedExecution, type WatcherClient, watcher } from "dqgate/watcher";
import { heading, lineOf, paint, type ReportLine, report, say, showError, showEvidence, table } from "./screen.js";

const SOURCE = { name: "app.public.orders", addressTypeName: "postgresql", addressTypeGroupName: "database" };
const TARGET = { name: "lake.raw.orders", addressTypeName: "databricks", addressTypeGroupName: "database" };

/** An hourly load: what it is, two parts of work, and whether its data is fresh now and tomorrow. */
export async function watcherDemo(): Promise<void> {
  const clock = new VirtualClock();
  const emulator = emulateWatcher({ clock });
  const server = await listen(emulator);
  try {
    say(paint("bold", "dqgate demo: an hourly load, tracked by Watcher"));
    say(paint("dim", `Watcher is emulated at ${server.url}; the requests are real, the clock is not`));
    const client = new Client(watcher({ url: server.url }), { clock });
    report("Report: the load was tracked, and stale data is noticed", await load(client, clock, emulator));
  } finally {
    await server.close();
  }
}

async function load(client: WatcherClient, clock: VirtualClock, emulator: WatcherEmulator): Promise<ReportLine[]> {
  heading("The pipeline, as the code wants it");
  const pipeline = await sync(client, 2_000);
  table([
    ["pipeline", `${pipeline.name}, number ${pipeline.id}, ${pipeline.created ? "made" : "found"}`],
    ["reads", `ids above ${pipeline.watermark}, up to ${pipeline.nextWatermark}`],
    ["lineage", `${pipeline.lineageRelationshipsCreated} edge from ${SOURCE.name} to ${TARGET.name}`],
  ]);

  heading("A run with two children");
  const before = emulator.requests.length;
  const run = await client.executions.track(pipeline, async ({ watermark, nextWatermark, track, addMetadata }) => {
    const rows = Number(nextWatermark) - Number(watermark);
    addMetadata({ partition: "2026-01-05" });
    const part = (share: number) => async (): Promise<{ inserts: number; totalRows: number }> => {
      await clock.sleep(90_000); // the work
      return { inserts: Math.round(rows * share), totalRows: Math.round(rows * share) };
    };
    const extract = await track(await child(client, "extract orders"), part(1));
    const transform = await track(await child(client, "transform orders"), part(0.9));
    return { inserts: transform.result.inserts, totalRows: extract.result.totalRows };
  });
  if (run.skipped) throw new Error("the pipeline is not active");
  showRun(run);
  const ended = endedLine(run, emulator.requests.slice(before));

  heading("The watermark has moved");
  const { watermark, nextWatermark } = await sync(client, 2_600);
  say(`   the next run reads ids above ${watermark}, up to ${nextWatermark}`);

  heading("Is the data fresh? The pipeline is to be written every 24 hours");
  const fresh = await client.freshness.requireFresh(pipeline.name);
  showEvidence(fresh);

  heading("And 25 hours later, when nothing was loaded?");
  clock.advanceHours(25);
  const closed = await client.freshness.requireFresh(pipeline.name).catch((error: unknown) => error);
  if (!(closed instanceof StalenessError)) throw new Error("the gate should have stayed closed");
  showError(closed);

  return [ended, lineOf("fresh after the run", fresh), lineOf("fresh a day later", closed.evidence)];
}

const sync = (client: WatcherClient, nextWatermark: number) =>
  client.pipelines.syncPipeline({
    name: "load orders",
    pipelineTypeName: "load",
    nextWatermark,
    defaultWatermark: 0,
    freshnessNumber: 24,
    freshnessDatepart: "hour",
    addressLineage: { sourceAddresses: [SOURCE], targetAddresses: [TARGET] },
  });

async function child(client: WatcherClient, name: string): Promise<number> {
  return (await client.pipelines.createOrGet({ name, pipelineTypeName: "part" })).id;
}

/** What the server saw of the ends of a run and its children. */
function endedLine(run: TrackedExecution, requests: WatcherEmulator["requests"]): ReportLine {
  const runs = 1 + run.children.length;
  const ends = requests.filter(({ path }) => path === "/end_pipeline_execution").length;
  return {
    condition: "each run is ended once",
    verdict: ends === runs ? "pass" : "fail",
    found: `${runs} runs, ${ends} ends`,
    requests: requests.length,
  };
}

function showRun(run: TrackedExecution): void {
  const took = Math.round((run.endDate.getTime() - run.startDate.getTime()) / 1000);
  table([
    [`run ${run.executionId}`, run.completedSuccessfully ? "succeeded" : "failed", `${took} s`],
    ...run.children.map((one) => [
      `  child ${one.executionId}`,
      one.completedSuccessfully === true ? "succeeded" : "failed",
      "",
    ]),
  ]);
}
