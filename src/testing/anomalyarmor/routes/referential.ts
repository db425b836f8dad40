import type { EmulatedRoute } from "../../emulator.js";
import { asks, assetOf, bodyOf, change, many, one, refuse } from "../answers.js";
import {
  addReference,
  type EmulatedCheck,
  keepNew,
  latestOf,
  namedCheck,
  nextOf,
  ofAsset,
  referenceResultOf,
  referencesOf,
} from "../checks.js";
import type { AnomalyArmorState, Wire } from "../state.js";

const NEEDED = ["child_table_path", "child_column_name", "parent_table_path", "parent_column_name"];

const CHANGEABLE = [
  "is_active",
  "name",
  "description",
  "capture_interval",
  "max_orphan_count",
  "max_orphan_percent",
  "min_child_count",
  "max_child_count",
];

export const referentialRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "GET",
    path: "/sdk/referential/{asset}/summary",
    answer: ({ params }) => one(summaryOf(ofAsset(state, referencesOf(state), params.asset))),
  },
  {
    verb: "GET",
    path: "/sdk/referential/{asset}",
    answer: (call) => {
      const checks = ofAsset(state, referencesOf(state), call.params.asset)
        .map(recordOf)
        .filter((record) => asks(call, "is_active", record.is_active));
      return many(call, checks, { under: "items" });
    },
  },
  {
    verb: "GET",
    path: "/sdk/referential/{asset}/{check}",
    answer: ({ params }) => one(recordOf(namedCheck(state, referencesOf(state), "check", params))),
  },
  {
    verb: "POST",
    path: "/sdk/referential/{asset}",
    answer: (call) => {
      const asset = assetOf(state, call.params.asset);
      return one(recordOf(addReference(state, asset, bodyOf(call, NEEDED))), 201);
    },
  },
  {
    verb: "PATCH",
    path: "/sdk/referential/{asset}/{check}",
    answer: (call) => {
      const check = namedCheck(state, referencesOf(state), "check", call.params);
      change(check.record, bodyOf(call), CHANGEABLE);
      return one(recordOf(check));
    },
  },
  {
    verb: "DELETE",
    path: "/sdk/referential/{asset}/{check}",
    answer: ({ params }) => {
      const checks = referencesOf(state);
      checks.splice(checks.indexOf(namedCheck(state, checks, "check", params)), 1);
      return { status: 204 };
    },
  },
  {
    verb: "POST",
    path: "/sdk/referential/{asset}/{check}/execute",
    answer: ({ params }) => {
      const check = namedCheck(state, referencesOf(state), "check", params);
      if (check.record.is_active !== true) refuse(422, "VALIDATION_ERROR", "this check is not active");
      const result = referenceResultOf(state, check, { ...nextOf(check), hoursAgo: 0 });
      return one(keepNew(check, result, "checked_at", "created_at"));
    },
  },
  {
    verb: "GET",
    path: "/sdk/referential/{asset}/{check}/results",
    answer: (call) => {
      const { results } = namedCheck(state, referencesOf(state), "check", call.params);
      return many(call, results, { under: "items", defaultLimit: 100, maxLimit: 1_000 });
    },
  },
];

function summaryOf(checks: readonly EmulatedCheck[]): Wire {
  const latest = checks.map((check) => latestOf(check, "checked_at")).filter((result) => result !== undefined);
  const count = (status: string): number =>
    latest.filter((result) => String(result.status).toLowerCase() === status).length;
  return {
    total_checks: checks.length,
    active_checks: checks.filter(({ record }) => record.is_active === true).length,
    passing_checks: count("pass"),
    failing_checks: count("fail"),
    last_check_at:
      latest
        .map((result) => String(result.checked_at))
        .sort()
        .at(-1) ?? null,
  };
}

/** The record as it stands: with the time of the newest result. */
const recordOf = (check: EmulatedCheck): Wire => ({
  last_checked_at: latestOf(check, "checked_at")?.checked_at ?? null,
  ...check.record,
});
