import { Client, type GateEvidence, StalenessError, systemClock } from "dqgate";
import { type AnomalyArmorClient, anomalyArmor, type EvidenceCapsule } from "dqgate/anomalyarmor";
import { listen } from "dqgate/node";
import { type AnomalyArmorEmulator, emulateAnomalyArmor } from "dqgate/testing";
import { bar, heading, lineOf, paint, type ReportLine, report, say, showError, showEvidence, table } from "./screen.js";

const ORDERS = "snowflake.prod.warehouse.orders";
const INVESTIGATION = "5c1d2f60-7a2e-4b9e-9a51-0e7d6a3f4b21";
const MAX_AGE_HOURS = 6;

/** A warehouse whose orders were last loaded yesterday; a refresh finds new rows, unless the table is to stay stale. */
function warehouse(staysStale: boolean): AnomalyArmorEmulator {
  return emulateAnomalyArmor({
    clock: systemClock, // real time, so that there is a bar to watch
    jobDurationMs: 2_500,
    assets: [
      {
        qualifiedName: ORDERS,
        hoursSinceUpdate: 30,
        rowCount: 1_204_331,
        refreshFinds: staysStale ? "nothing" : "new data",
      },
      { qualifiedName: "snowflake.prod.warehouse.customers", hoursSinceUpdate: 2, rowCount: 48_112 },
      {
        qualifiedName: "snowflake.prod.warehouse.daily_revenue",
        hoursSinceUpdate: 3,
        rowCount: 730,
        assetType: "view",
      },
    ],
    validityRules: [
      {
        asset: ORDERS,
        name: "amount is not negative",
        ruleType: "RANGE",
        columnName: "amount",
        finds: [{ rows: 1_204_331 }],
      },
      { asset: ORDERS, name: "status is known", ruleType: "ENUM", columnName: "status", finds: [{ rows: 1_204_331 }] },
    ],
    referentialChecks: [
      {
        asset: ORDERS,
        name: "every order has a customer",
        child: "warehouse.orders.customer_id",
        parent: "warehouse.customers.id",
        finds: [{ rows: 1_204_331 }],
      },
    ],
    investigations: [
      {
        id: INVESTIGATION,
        question: "Why were the orders late yesterday?",
        rootCauseHypothesis: "The loader failed after `discount_code` became a number upstream.",
        confidence: 0.86,
        suggestedFix: "Cast discount_code to text in the loader.",
        openQuestions: ["Whether other loaders read the same column"],
        triggers: [
          {
            eventType: "schema_change",
            summary: "discount_code changed from VARCHAR to NUMBER",
            confidence: 0.92,
            hoursAgo: 31,
            source: "schema_change",
            sourceId: "8f0e1c1a-3d0b-4f55-8f5d-2f6a0c9b7e11",
          },
        ],
        consequences: [
          {
            eventType: "freshness_cascade",
            summary: "daily_revenue was 14 h late",
            confidence: 0.81,
            hoursAgo: 20,
            source: "alert",
            sourceId: "1b7d9a52-90c4-4a37-b2cd-7f9e5e0a1c33",
          },
        ],
      },
    ],
  });
}

/** A pipeline step as it runs in the night: gate, heal, check, load. */
export async function emulatedDemo({ staysStale }: { staysStale: boolean }): Promise<void> {
  const server = await listen(warehouse(staysStale));
  try {
    say(paint("bold", "dqgate demo: the step that loads the orders"));
    say(paint("dim", `AnomalyArmor is emulated at ${server.url}; the requests are real`));
    const client = new Client(anomalyArmor({ apiKey: "aa_test_demo0123456789", url: server.url }));
    const lines = await loadOrders(client);
    report("Report: the orders may be loaded", lines);
  } finally {
    await server.close();
  }
}

async function loadOrders(client: AnomalyArmorClient): Promise<ReportLine[]> {
  heading("What is watched");
  const assets = await client.assets.list({ source: "snowflake" }).toArray();
  table(
    assets.map((asset) => [
      asset.qualifiedName,
      asset.assetType,
      `${asset.rowCount?.toLocaleString("en") ?? "?"} rows`,
    ]),
  );

  heading(`Are the orders fresh enough? At most ${MAX_AGE_HOURS} h old`);
  const fresh = await freshOrders(client);

  heading("Do the values keep their rules?");
  const valid = await client.validity.requireValid(ORDERS, { run: true });
  showEvidence(valid);

  heading("Do the foreign keys hold?");
  const intact = await client.referential.requireIntact(ORDERS, { run: true });
  showEvidence(intact);

  heading("Is any alert open?");
  const quiet = await client.anomalies.requireNone({ asset: ORDERS });
  showEvidence(quiet);

  heading("What went wrong yesterday?");
  showInvestigation(await client.investigations.get(INVESTIGATION));

  const lines: [string, GateEvidence][] = [
    ["the orders are fresh", fresh],
    ["the values are valid", valid],
    ["the foreign keys hold", intact],
    ["no alert is open", quiet],
  ];
  return lines.map(([condition, evidence]) => lineOf(condition, evidence));
}

/** The gate; where it stays closed, a refresh, and the gate again. */
async function freshOrders(client: AnomalyArmorClient): Promise<GateEvidence> {
  try {
    const evidence = await client.freshness.requireFresh(ORDERS, { maxAgeHours: MAX_AGE_HOURS });
    showEvidence(evidence);
    return evidence;
  } catch (error) {
    if (!(error instanceof StalenessError)) throw error;
    showError(error);
  }
  say("   The platform is asked to look again:");
  await refresh(client);
  const evidence = await client.freshness.requireFresh(ORDERS, { maxAgeHours: MAX_AGE_HOURS });
  showEvidence(evidence);
  return evidence;
}

async function refresh(client: AnomalyArmorClient): Promise<void> {
  const { jobId } = await client.freshness.refresh(ORDERS);
  const { onProgress, stop } = bar("refreshing");
  try {
    await client.jobs.waitForJob(jobId, { timeoutMs: 60_000, pollIntervalMs: 150, onProgress });
  } finally {
    stop();
  }
}

function showInvestigation(capsule: EvidenceCapsule): void {
  say(`   ${capsule.question}`);
  say(
    `   ${paint("bold", capsule.rootCauseHypothesis ?? "No cause was found.")} ${paint("dim", `confidence ${capsule.confidence ?? "?"}`)}`,
  );
  for (const cited of [...capsule.triggers, ...capsule.consequences]) {
    const citation = cited.source === null ? "no citation" : `${cited.source} ${cited.sourceId ?? ""}`.trim();
    say(`     ${cited.timestamp.toISOString().slice(0, 16)}  ${cited.summary} ${paint("dim", `[${citation}]`)}`);
  }
  if (capsule.suggestedFix !== null) say(`   Suggested: ${capsule.suggestedFix}`);
  for (const question of capsule.openQuestions) say(`   Not verified: ${question}`);
}
