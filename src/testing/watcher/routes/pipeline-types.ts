import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { idOf } from "../../fastapi/inputs.js";
import { bool, int, orNull } from "../../fastapi/judges.js";
import { copied, fits32, made, notNull } from "../answers.js";
import { bodyOf, idOrName } from "../inputs.js";
import type { EmulatedPipelineType, WatcherState } from "../state.js";
import { changed, datePart, found, got, name, pipelineTypeOf } from "../tables.js";

const SETTINGS = {
  freshness_number: orNull(int({ gt: 0 })),
  freshness_datepart: orNull(datePart),
  mute_freshness_check: orNull(bool),
  timeliness_number: orNull(int({ gt: 0 })),
  timeliness_datepart: orNull(datePart),
  mute_timeliness_check: orNull(bool),
};

export const pipelineTypeRoutes = (state: WatcherState): EmulatedRoute[] => [
  { verb: "POST", path: "/pipeline_type", answer: (call) => createOrGet(state, call) },
  { verb: "GET", path: "/pipeline_type", answer: () => ({ body: copied(state.pipelineTypes) }) },
  {
    verb: "GET",
    path: "/pipeline_type/{pipeline_type_id}",
    answer: (call) => ({ body: copied(got(state.pipelineTypes, idOf(call, "pipeline_type_id"))) }),
  },
  { verb: "PATCH", path: "/pipeline_type", answer: (call) => update(state, call) },
];

function createOrGet(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const { name: called, ...settings } = bodyOf(call, { name, ...SETTINGS }, ["name"]);
  if (!state.pipelineTypes.some((one) => one.name === called)) {
    fits32(settings.freshness_number, settings.timeliness_number);
    notNull(settings, "mute_freshness_check", "mute_timeliness_check");
  }
  // A type that is there stays as it is.
  const { row, isNew } = pipelineTypeOf(state, called, settings as Partial<EmulatedPipelineType>);
  return made(isNew, { id: row.id });
}

function update(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const body = bodyOf(call, { id: orNull(int()), name: orNull(name), ...SETTINGS }, [], idOrName);
  fits32(body.id, body.freshness_number, body.timeliness_number);
  const row = found(state.pipelineTypes, body, "Pipeline Type Not Found");
  notNull(body, "name", "mute_freshness_check", "mute_timeliness_check");
  return { body: copied(changed(state, state.pipelineTypes, row, body)) };
}
