import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { needed } from "../../fastapi/inputs.js";
import { int } from "../../fastapi/judges.js";
import { askedAll, found, nothing, refuse } from "../answers.js";
import type { QualyticsState } from "../state.js";

/** The old exports: nothing is told of how they go. */
export const exportRoutes = (state: QualyticsState): EmulatedRoute[] => [
  { verb: "POST", path: "/export/check-templates", answer: (call) => checkTemplates(state, call) },
  ...["anomalies", "checks", "field-profiles"].map(
    (what): EmulatedRoute => ({ verb: "POST", path: `/export/${what}`, answer: (call) => ofDatastore(state, call) }),
  ),
];

function ofDatastore(state: QualyticsState, call: EmulatedCall): EmulatedAnswer {
  const datastore = found(state.datastores, "Datastore", needed(call, "datastore", int()));
  const own = state.containers.filter(({ datastore_id }) => datastore_id === datastore.id);
  for (const id of askedAll(call, "containers", int()) ?? []) found(own, "Container", id);
  return nothing;
}

function checkTemplates(state: QualyticsState, call: EmulatedCall): EmulatedAnswer {
  const datastore = found(state.datastores, "Datastore", needed(call, "enrich_datastore_id", int()));
  if (!datastore.enrichment_only) refuse(409, `Datastore ${datastore.id} is not an enrichment datastore`);
  const templates = state.checks.filter(({ is_template }) => is_template);
  for (const id of askedAll(call, "template_ids", int()) ?? []) found(templates, "Quality check template", id);
  return nothing;
}
