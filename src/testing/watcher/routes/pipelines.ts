import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { idOf } from "../../fastapi/inputs.js";
import { bool, int, map, orNull } from "../../fastapi/judges.js";
import { copied, fits32, fits50, made, notNull } from "../answers.js";
import { bodyOf, idOrName } from "../inputs.js";
import { watermark } from "../judges.js";
import type { WatcherState } from "../state.js";
import {
  bothOrNeither,
  changed,
  datePart,
  found,
  got,
  inputHash,
  name,
  newPipeline,
  pipelineTypeOf,
  refers,
} from "../tables.js";

const SETTINGS = {
  pipeline_metadata: orNull(map),
  freshness_number: orNull(int({ gt: 0 })),
  freshness_datepart: orNull(datePart),
  timeliness_number: orNull(int({ gt: 0 })),
  timeliness_datepart: orNull(datePart),
};
const NEW = { name, pipeline_type_name: name, next_watermark: watermark, ...SETTINGS };
const CHANGE = {
  id: orNull(int()),
  name: orNull(name),
  pipeline_type_id: orNull(int()),
  watermark,
  next_watermark: watermark,
  ...SETTINGS,
  mute_freshness_check: orNull(bool),
  mute_timeliness_check: orNull(bool),
  load_lineage: orNull(bool),
  active: orNull(bool),
};
const bothPairs = bothOrNeither("freshness", "timeliness");

export const pipelineRoutes = (state: WatcherState): EmulatedRoute[] => [
  { verb: "POST", path: "/pipeline", answer: (call) => createOrGet(state, call) },
  { verb: "GET", path: "/pipeline", answer: () => ({ body: copied(state.pipelines) }) },
  {
    verb: "GET",
    path: "/pipeline/{pipeline_id}",
    answer: (call) => ({ body: copied(got(state.pipelines, idOf(call, "pipeline_id"))) }),
  },
  { verb: "PATCH", path: "/pipeline", answer: (call) => update(state, call) },
];

function createOrGet(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const body = bodyOf(call, NEW, ["name", "pipeline_type_name"], bothPairs);
  const { next_watermark = null, ...sent } = body;
  fits32(sent.freshness_number, sent.timeliness_number);
  fits50(next_watermark);
  const { pipeline_type_name, ...fields } = sent;
  const input_hash = inputHash(state, sent);
  const known = state.pipelines.find((one) => one.name === fields.name);
  const typeId = (): number => pipelineTypeOf(state, pipeline_type_name).row.id;
  if (known !== undefined && known.input_hash !== input_hash)
    Object.assign(known, fields, { pipeline_type_id: typeId(), input_hash, updated_at: state.now() });
  const row = known ?? newPipeline(state, { ...fields, pipeline_type_id: typeId(), input_hash });
  if (next_watermark !== null) row.next_watermark = next_watermark;
  const { id, active, load_lineage, watermark } = row;
  // The watermark is told to those alone who bring the next one.
  return made(known === undefined, {
    id,
    active,
    load_lineage,
    watermark: next_watermark === null ? null : watermark,
  });
}

function update(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const body = bodyOf(call, CHANGE, [], idOrName);
  fits32(body.id, body.pipeline_type_id, body.freshness_number, body.timeliness_number);
  const row = found(state.pipelines, body, "Pipeline Not Found");
  fits50(body.watermark, body.next_watermark);
  notNull(body, "name", "mute_freshness_check", "mute_timeliness_check", "load_lineage", "active");
  refers(state.pipelineTypes, body.pipeline_type_id);
  return { body: copied(changed(state, state.pipelines, row, body)) };
}
