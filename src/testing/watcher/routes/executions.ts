import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { idOf } from "../../fastapi/inputs.js";
import { bool, int, map, orNull } from "../../fastapi/judges.js";
import { copied, fits32, fits50, nothing, refuse } from "../answers.js";
import { endExecution, link, startExecution } from "../executions.js";
import { bodyOf } from "../inputs.js";
import { moment, watermark } from "../judges.js";
import type { WatcherState } from "../state.js";

const START = {
  pipeline_id: int(),
  start_date: orNull(moment),
  watermark,
  next_watermark: watermark,
  parent_id: orNull(int()),
};
const count = orNull(int({ ge: 0 }));
const END = {
  id: int(),
  end_date: moment,
  completed_successfully: bool,
  inserts: count,
  updates: count,
  soft_deletes: count,
  total_rows: count,
  execution_metadata: orNull(map),
};

export const executionRoutes = (state: WatcherState): EmulatedRoute[] => [
  { verb: "POST", path: "/start_pipeline_execution", answer: (call) => start(state, call) },
  { verb: "POST", path: "/end_pipeline_execution", answer: (call) => end(state, call) },
  { verb: "GET", path: "/pipeline_execution/{pipeline_execution_id}", answer: (call) => get(state, call) },
];

function start(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const { start_date, ...body } = bodyOf(call, START, ["pipeline_id"]);
  fits32(body.pipeline_id, body.parent_id);
  fits50(body.watermark, body.next_watermark);
  const run = startExecution(state, { ...body, start_date: start_date ?? state.now() });
  if ((run.parent_id ?? 0) !== 0) state.enqueue("pipeline_execution_closure_maintain_task", () => link(state, run));
  return { status: 201, body: { id: run.id } };
}

function end(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const { id, ...told } = bodyOf(call, END, ["id", "end_date", "completed_successfully"]);
  fits32(told.inserts, told.updates, told.soft_deletes, told.total_rows);
  endExecution(state, id, told);
  return nothing;
}

function get(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const id = idOf(call, "pipeline_execution_id");
  const run = state.executions.find((one) => one.id === id) ?? refuse(404, "Pipeline execution not found");
  const below = state.closure.filter(({ parent, depth }) => parent === id && depth === 1).map(({ child }) => child);
  const children = state.executions.filter((one) => below.includes(one.id));
  return {
    body: copied({ ...run, child_executions: children.map((child) => ({ ...child, child_executions: [] })) }),
  };
}
