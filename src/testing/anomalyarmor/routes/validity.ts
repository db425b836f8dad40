import type { EmulatedRoute } from "../../emulator.js";
import { asks, assetOf, bodyOf, change, many, one, refuseFields } from "../answers.js";
import {
  addRule,
  type EmulatedCheck,
  keepNew,
  latestOf,
  namedCheck,
  nextOf,
  ofAsset,
  ruleResultOf,
  rulesOf,
} from "../checks.js";
import type { AnomalyArmorState, Wire } from "../state.js";

const CHANGEABLE = [
  "is_active",
  "severity",
  "name",
  "description",
  "alert_threshold_percent",
  "treat_null_as_valid",
  "check_interval",
  "rule_config",
];

export const validityRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "GET",
    path: "/sdk/validity/{asset}/summary",
    answer: ({ params }) => {
      const rules = ofAsset(state, rulesOf(state), params.asset);
      const statuses = rules.map(statusOf);
      const count = (status: string): number => statuses.filter((told) => told === status).length;
      return one({
        total_rules: rules.length,
        passing: count("pass"),
        failing: count("fail"),
        error: count("error"),
      });
    },
  },
  {
    verb: "GET",
    path: "/sdk/validity/{asset}",
    answer: (call) => {
      const rules = ofAsset(state, rulesOf(state), call.params.asset)
        .map(recordOf)
        .filter((record) => asks(call, "rule_type", record.rule_type) && asks(call, "is_active", record.is_active));
      return many(call, rules, { under: "items" });
    },
  },
  {
    verb: "GET",
    path: "/sdk/validity/{asset}/{rule}",
    answer: ({ params }) => one(recordOf(namedCheck(state, rulesOf(state), "rule", params))),
  },
  {
    verb: "POST",
    path: "/sdk/validity/{asset}",
    answer: (call) => {
      const asset = assetOf(state, call.params.asset);
      return one(recordOf(addRule(state, asset, bodyOf(call, ["rule_type", "table_path"]))), 201);
    },
  },
  {
    verb: "PATCH",
    path: "/sdk/validity/{asset}/{rule}",
    answer: (call) => {
      const rule = namedCheck(state, rulesOf(state), "rule", call.params);
      change(rule.record, bodyOf(call), CHANGEABLE);
      return one(recordOf(rule));
    },
  },
  {
    verb: "DELETE",
    path: "/sdk/validity/{asset}/{rule}",
    answer: ({ params }) => {
      const rules = rulesOf(state);
      rules.splice(rules.indexOf(namedCheck(state, rules, "rule", params)), 1);
      return { status: 204 };
    },
  },
  {
    verb: "POST",
    path: "/sdk/validity/{asset}/{rule}/check",
    answer: (call) => {
      const rule = namedCheck(state, rulesOf(state), "rule", call.params);
      const limit = bodyOf(call).sample_limit ?? 10;
      if (typeof limit !== "number" || !Number.isInteger(limit) || limit < 0)
        return refuseFields({ sample_limit: "must be a whole number of 0 or more" });
      const result = ruleResultOf(state, rule, { ...nextOf(rule), hoursAgo: 0 }, limit);
      return one(keepNew(rule, result, "checked_at", "created_at"));
    },
  },
  {
    verb: "GET",
    path: "/sdk/validity/{asset}/{rule}/results",
    answer: (call) => {
      const { results } = namedCheck(state, rulesOf(state), "rule", call.params);
      return many(call, results, { under: "items", defaultLimit: 100, maxLimit: 1_000 });
    },
  },
];

function statusOf(rule: EmulatedCheck): string | null {
  const status = latestOf(rule, "checked_at")?.status;
  return typeof status === "string" ? status.toLowerCase() : null;
}

/** The record as it stands: with the status of the newest result. */
const recordOf = (rule: EmulatedCheck): Wire => ({ latest_status: statusOf(rule), ...rule.record });
