import { Client, InconclusiveError, StalenessError } from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { heading, paint, say, showError, showEvidence, table } from "./screen.js";

/** The part of the demo that only reads, against the real service. */
export async function liveDemo(): Promise<void> {
  const client = new Client(anomalyArmor(), { appInfo: "dqgate-demo" });
  say(paint("bold", "dqgate demo: AnomalyArmor, the real service, read only"));

  heading("How fresh everything is");
  const summary = await client.freshness.summary();
  say(`   ${summary.totalAssets} assets: ${summary.fresh} fresh, ${summary.stale} stale, ${summary.unknown} unknown`);

  heading("The first assets");
  const { items, total } = await client.assets.list({ limit: 10 });
  table(
    items.map((asset) => [
      asset.qualifiedName,
      asset.assetType,
      asset.source ?? "",
      asset.rowCount?.toLocaleString("en") ?? "",
    ]),
  );
  if (total !== null && total > items.length) say(paint("dim", `   and ${total - items.length} more`));

  const [first] = items;
  if (first === undefined) {
    say("\nThere are no assets to gate on.");
    return;
  }
  heading(`Is ${first.qualifiedName} fresh?`);
  try {
    showEvidence(await client.freshness.requireFresh(first.id));
  } catch (error) {
    // Here the answer is what is to be seen, whatever it is.
    if (!(error instanceof StalenessError || error instanceof InconclusiveError)) throw error;
    showError(error);
  }
}
