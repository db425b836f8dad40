import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { idOf } from "../../fastapi/inputs.js";
import { bool, decimal, int, list, orNull } from "../../fastapi/judges.js";
import { copied, crash, fits32, made, nothing, refuse } from "../answers.js";
import { bodyOf } from "../inputs.js";
import type { WatcherState } from "../state.js";
import { got, metric, newRule, twoDecimals } from "../tables.js";

const RULE = {
  pipeline_id: int(),
  metric_field: metric,
  z_threshold: decimal({ ge: 1, le: 10 }),
  lookback_days: int({ ge: 1, le: 365 }),
  minimum_executions: int({ ge: 5, le: 1000 }),
  active: bool,
};
const CHANGE = {
  id: int(),
  pipeline_id: orNull(RULE.pipeline_id),
  metric_field: orNull(RULE.metric_field),
  z_threshold: orNull(RULE.z_threshold),
  lookback_days: orNull(RULE.lookback_days),
  minimum_executions: orNull(RULE.minimum_executions),
  active: orNull(RULE.active),
};
const UNFLAG = { pipeline_id: int(), pipeline_execution_id: int(), metric_field: list(metric) };

export const ruleRoutes = (state: WatcherState): EmulatedRoute[] => [
  { verb: "POST", path: "/anomaly_detection_rule", answer: (call) => createOrGet(state, call) },
  { verb: "GET", path: "/anomaly_detection_rule", answer: () => ({ body: copied(state.rules) }) },
  {
    verb: "GET",
    path: "/anomaly_detection_rule/{anomaly_detection_rule_id}",
    answer: (call) => ({ body: copied(got(state.rules, idOf(call, "anomaly_detection_rule_id"))) }),
  },
  { verb: "PATCH", path: "/anomaly_detection_rule", answer: (call) => update(state, call) },
  { verb: "POST", path: "/unflag_anomaly", answer: (call) => unflag(state, call) },
];

const isPipeline = (state: WatcherState, wanted: number): boolean => state.pipelines.some(({ id }) => id === wanted);

function createOrGet(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const body = bodyOf(call, RULE, ["pipeline_id", "metric_field"]);
  const { pipeline_id, metric_field, z_threshold = 3, ...settings } = body;
  fits32(pipeline_id);
  const known = state.rules.find((one) => one.pipeline_id === pipeline_id && one.metric_field === metric_field);
  if (known !== undefined) return made(false, { id: known.id });
  if (!isPipeline(state, pipeline_id)) crash();
  const row = newRule(state, pipeline_id, metric_field, { ...settings, z_threshold: twoDecimals(z_threshold) });
  return made(true, { id: row.id });
}

function update(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const { id, z_threshold, ...fields } = bodyOf(call, CHANGE, ["id"]);
  fits32(id, fields.pipeline_id);
  const row = state.rules.find((one) => one.id === id) ?? refuse(404, "Anomaly detection rule not found");
  if (z_threshold === null || Object.values(fields).includes(null)) crash();
  const { pipeline_id, metric_field } = { ...row, ...fields };
  const isTaken = state.rules.some(
    (one) => one !== row && one.pipeline_id === pipeline_id && one.metric_field === metric_field,
  );
  if (isTaken || !isPipeline(state, pipeline_id as number)) crash();
  // It never notes when.
  Object.assign(row, fields, z_threshold === undefined ? {} : { z_threshold: twoDecimals(z_threshold) });
  return { body: copied(row) };
}

/** The pipeline of the body is read, and not compared with the execution's. */
function unflag(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const body = bodyOf(call, UNFLAG, ["pipeline_id", "pipeline_execution_id", "metric_field"]);
  const { pipeline_execution_id: id, metric_field: metrics } = body;
  const run = state.executions.find((one) => one.id === id) ?? refuse(404, `Pipeline execution ${id} not found`);
  const flags = run.anomaly_flags ?? refuse(404, `No anomaly flags found for execution ${id}`);
  const flagged = metrics.filter((one) => flags[one] === true);
  if (flagged.length === 0) {
    const named = metrics.map((one) => `'${one}'`).join(", ");
    refuse(404, `None of the requested metrics [${named}] are currently flagged`);
  }
  for (const one of flagged) flags[one] = false;
  return nothing;
}
