import type { EmulatedRoute } from "../../emulator.js";
import { bodyOf, one, refuse, refuseFields, shortlyNamedAsset } from "../answers.js";
import { neighbours } from "../lineage.js";
import { addIntelligence } from "../seeds/knowledge.js";
import type { AnomalyArmorState, EmulatedAsset, Wire } from "../state.js";
import { columnsOf, tablesOf } from "../tables.js";

export const intelligenceRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "POST",
    path: "/sdk/intelligence/ask",
    answer: (call) => {
      const body = bodyOf(call, ["asset_id", "question"]);
      const { question } = body;
      if (typeof question !== "string" || question.length < 3 || question.length > 2000) {
        refuseFields({ question: "must have 3 to 2000 characters" });
      }
      const asset = shortlyNamedAsset(state, body.asset_id);
      const known = learned(state, asset.id);
      if (known === undefined) {
        refuse(422, "INTELLIGENCE_NOT_GENERATED", `nothing was generated for ${asset.qualifiedName}`);
      }
      const related = body.include_related_assets === true ? relatives(state, asset) : [];
      const sources = [known, ...related].map(({ uuid: _, ...source }) => source);
      return one({
        answer: answerOf(state, asset),
        confidence: sources.length > 1 ? "high" : "medium",
        sources,
        question,
        token_usage: {
          tokens_in: 400 * sources.length,
          tokens_out: 50,
          tokens_total: 400 * sources.length + 50,
          cost_usd: 0.002 * sources.length,
        },
      });
    },
  },
  {
    verb: "POST",
    path: "/sdk/intelligence/generate",
    answer: (call) => {
      const body = bodyOf(call, ["asset_id"]);
      const { include_schemas = null, force_refresh = false } = body;
      if (include_schemas !== null && typeof include_schemas !== "string") {
        refuseFields({ include_schemas: "must be names with commas between them" });
      }
      const asset = shortlyNamedAsset(state, body.asset_id);
      if (!isDiscovered(state, asset)) {
        refuse(422, "SCHEMA_NOT_DISCOVERED", `the schema of ${asset.qualifiedName} was not discovered yet`);
      }
      const job = state.startJob("intelligence", asset.id, {
        effect: () => addIntelligence(state, asset, force_refresh === true),
      });
      return one({ job_id: job.id, status: "started", asset_id: asset.id, message: "generation started" }, 202);
    },
  },
];

const learned = (state: AnomalyArmorState, id: string): Wire | undefined =>
  state.of("intelligence").find(({ uuid }) => uuid === id);

/** The neighbours of which something is known. */
function relatives(state: AnomalyArmorState, { qualifiedName }: EmulatedAsset): Wire[] {
  const names = [...neighbours(state, qualifiedName, "upstream"), ...neighbours(state, qualifiedName, "downstream")];
  return state.of("intelligence").filter(({ asset_name }) => names.includes(String(asset_name)));
}

/** An asset is discovered unless it was seeded otherwise; then a discovery has to end first. */
function isDiscovered(state: AnomalyArmorState, { id }: EmulatedAsset): boolean {
  return (
    state.of("undiscovered").every(({ asset_id }) => asset_id !== id) ||
    state.jobs.some(
      (job) =>
        job.workflow === "discovery" && job.assetId === id && job.error === null && job.endsAt <= state.clock.now(),
    )
  );
}

function answerOf(state: AnomalyArmorState, asset: EmulatedAsset): string {
  const tables = tablesOf(state, asset);
  const columns = tables.flatMap((table) => columnsOf(table).map(({ name }) => name));
  const told = columns.length === 0 ? "no known columns" : `the columns ${columns.join(", ")}`;
  return `${asset.qualifiedName} holds ${tables.length} table${tables.length === 1 ? "" : "s"} with ${told}.`;
}
