import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { idOf, judged } from "../../fastapi/inputs.js";
import { type Judge, map, orNull, record, text } from "../../fastapi/judges.js";
import { found, nothing, removed, type Wire } from "../answers.js";
import { type EmulatedIntegration, integrationBody, integrationFields } from "../records/integrations.js";
import { historyBody, remember } from "../records/versions.js";
import type { QualyticsState } from "../state.js";

interface Told {
  name: string | null;
  type: string | null;
  settings: Wire;
}

const common = { name: orNull(text(1, 255)), type: text(1, 100) };
const needed = record(common, ["type"]);
const any = record(common);

/** Name and type, and beside them the fields of the type. */
const integration =
  (own: typeof needed | typeof any): Judge<Told> =>
  (value, loc) => {
    const { name: _, type: __, ...settings } = map(value, loc);
    const { name = null, type = null } = own(value, loc);
    return { name, type, settings };
  };

const SPECIFICATIONS = [
  { type: "slack", fields: [{ name: "api_key", required: true }] },
  {
    type: "jira",
    fields: [
      { name: "api_url", required: true },
      { name: "api_key", required: true },
    ],
  },
];

export const integrationRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const one = (call: EmulatedCall): EmulatedIntegration => found(state.integrations, "Integration", idOf(call, "id"));
  const answer = (integration: EmulatedIntegration): EmulatedAnswer => ({ body: integrationBody(integration) });
  return [
    { verb: "GET", path: "/integrations", answer: () => ({ body: state.integrations.map(integrationBody) }) },
    { verb: "POST", path: "/integrations", answer: (call) => answer(made(state, call)) },
    { verb: "GET", path: "/integrations/{id}", answer: (call) => answer(one(call)) },
    { verb: "PUT", path: "/integrations/{id}", answer: (call) => answer(replaced(state, call, one(call))) },
    {
      verb: "DELETE",
      path: "/integrations/{id}",
      answer: (call) => {
        removed(state.integrations, one(call));
        return nothing;
      },
    },
    {
      verb: "POST",
      path: "/integrations/{id}/sync",
      answer: (call) => {
        one(call).last_synced = state.now();
        return nothing;
      },
    },
    { verb: "GET", path: "/integrations/{id}/history", answer: (call) => ({ body: historyBody(one(call)) }) },
    { verb: "GET", path: "/integrations-specifications", answer: () => ({ body: SPECIFICATIONS }) },
  ];
};

function made(state: QualyticsState, call: EmulatedCall): EmulatedIntegration {
  const { type, ...told } = judged(call, integration(needed));
  const id = state.newId("integration");
  const one: EmulatedIntegration = {
    id,
    created: state.now(),
    versions: [],
    last_synced: null,
    type: String(type),
    ...told,
  };
  remember(state, one, {}, integrationFields(one));
  state.integrations.push(one);
  return one;
}

/** A replaced integration has nothing of what it was but its id, and its type where none is told. */
function replaced(state: QualyticsState, call: EmulatedCall, one: EmulatedIntegration): EmulatedIntegration {
  const { type, ...told } = judged(call, integration(any));
  const before = integrationFields(one);
  Object.assign(one, told, { type: type ?? one.type });
  remember(state, one, before, integrationFields(one));
  return one;
}
