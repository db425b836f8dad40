// The process that Dagster launches (see definitions.py). It ends with 0: all gates are open, 1: the answer is no, 2: there
// is none. QUALYTICS_URL and QUALYTICS_TOKEN tell it the platform, and the run's extras the plan.
//
// Without Dagster: npx tsx examples/dagster/main.ts '{"asset": "shop.orders", "gates": ["fresh", "checks_pass"]}'
import {
  Client,
  type ExitCode,
  exitCodeOf,
  type GateReport,
  isWorthRetrying,
  RequirementsError,
  tableOf,
} from "dqgate";
import { qualytics } from "dqgate/qualytics";
import { pipeline } from "../portable/pipeline.js";
import { planOf } from "../portable/plan.js";
import { openPipes, type Pipes } from "./pipes.js";
import { assetMetadata, checksOf } from "./reporting.js";

/** Gates the asset. When all gates are open, it is materialised: here by what the platform knows of it. */
async function run(pipes: Pipes | null): Promise<GateReport> {
  const plan = planOf(pipes?.context.extras ?? JSON.parse(process.argv[2] ?? "{}"));
  const client = new Client(qualytics());
  const { report, result } = await pipeline(client, plan, async (open) => {
    tell(pipes, open);
    return client.assets.get(plan.asset);
  });
  pipes?.reportAssetMaterialization(assetMetadata(result, report));
  return report;
}

/** One asset check a gate, and the whole of it in the log. */
function tell(pipes: Pipes | null, report: GateReport): void {
  if (pipes === null) console.log(tableOf(report));
  for (const check of checksOf(report)) pipes?.reportAssetCheck(check);
  pipes?.log(report.passed ? "INFO" : "WARNING", report.explain());
}

/** Ends the session with what `definitions.py` decides by. */
function end(pipes: Pipes | null, reportOrError: unknown): ExitCode {
  const exitCode = exitCodeOf(reportOrError);
  const reason = exitCode === 0 ? "all gates are open" : String(reportOrError);
  if (pipes === null && exitCode !== 0) console.error(reason);
  pipes?.reportCustomMessage({ exit_code: exitCode, retry: isWorthRetrying(reportOrError), reason });
  // A no is an answer, and the session ends well. Where there is none, it ends with what went wrong.
  pipes?.close(exitCode === 2 && reportOrError instanceof Error ? reportOrError : undefined);
  return exitCode;
}

async function main(): Promise<ExitCode> {
  const pipes = openPipes();
  try {
    return end(pipes, await run(pipes));
  } catch (error) {
    if (error instanceof RequirementsError) tell(pipes, error.report);
    return end(pipes, error);
  }
}

// Node's own code for an error that nobody catches is 1, which would be a no.
process.exitCode = await main().catch((error: unknown) => {
  console.error(String(error));
  return 2;
});
