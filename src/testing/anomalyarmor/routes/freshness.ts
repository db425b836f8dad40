import type { EmulatedRoute } from "../../emulator.js";
import { asks, assetOf, bodyOf, change, found, many, namedAsset, one, refuseFields } from "../answers.js";
import { freshnessOf } from "../freshness.js";
import type { AnomalyArmorState, EmulatedAsset } from "../state.js";

const SCHEDULE_FIELDS = [
  "check_interval",
  "expected_interval_hours",
  "freshness_column",
  "monitoring_mode",
  "is_active",
];

export const freshnessRoutes = (state: AnomalyArmorState): EmulatedRoute[] => [
  {
    verb: "GET",
    path: "/sdk/freshness/summary",
    answer: () => {
      const statuses = state.assets.map((asset) => freshnessOf(state, asset).status);
      const count = (status: string): number => statuses.filter((told) => told === status).length;
      const total = statuses.length;
      return one({
        total_assets: total,
        fresh: count("fresh"),
        stale: count("stale"),
        unknown: count("unknown"),
        disabled: count("disabled"),
        fresh_percentage: total === 0 ? 0 : (count("fresh") / total) * 100,
      });
    },
  },
  {
    verb: "GET",
    path: "/sdk/freshness",
    answer: (call) => {
      const matching = state.assets.filter(
        (asset) =>
          asks(call, "source", asset.record.source) &&
          (call.asked("asset_id") === undefined || state.asset(call.asked("asset_id") as string) === asset),
      );
      const statuses = matching.map((asset) => freshnessOf(state, asset));
      return many(
        call,
        statuses.filter(({ status }) => asks(call, "status", status)),
      );
    },
  },
  {
    verb: "GET",
    path: "/sdk/freshness/{asset}",
    answer: ({ params }) => one(freshnessOf(state, assetOf(state, params.asset))),
  },
  {
    verb: "POST",
    path: "/sdk/freshness/{asset}/refresh",
    answer: ({ params }) => {
      const asset = assetOf(state, params.asset);
      const job = state.startJob("freshness_refresh", asset.id, {
        error: asset.refreshFinds === "an error" ? "the source could not be reached" : null,
        effect: () => findNewData(state, asset),
      });
      return one({ job_id: job.id, status: "pending", message: "refresh started" }, 202);
    },
  },
  {
    verb: "GET",
    path: "/sdk/freshness/schedules",
    answer: (call) => {
      const schedules = state
        .of("schedules")
        .filter(
          (one) =>
            isAbout(state, call.asked("asset_id"), one.asset_id) &&
            (call.asked("active_only") !== "true" || one.is_active === true),
        );
      return many(call, schedules);
    },
  },
  {
    verb: "POST",
    path: "/sdk/freshness/schedules",
    answer: (call) => {
      const body = bodyOf(call, ["asset_id", "table_path", "check_interval"]);
      if (body.monitoring_mode === "explicit" && typeof body.expected_interval_hours !== "number") {
        refuseFields({ expected_interval_hours: "is required when monitoring_mode is explicit" });
      }
      const asset = namedAsset(state, body.asset_id);
      const schedule = {
        id: state.newId(),
        expected_update_time: null,
        expected_interval_hours: null,
        freshness_column: null,
        ...body,
        asset_id: asset.id,
        created_at: state.now(),
        last_check: null,
        next_check: null,
        updated_at: null,
      };
      state.of("schedules").push(schedule);
      return one(schedule, 201);
    },
  },
  {
    verb: "PATCH",
    path: "/sdk/freshness/schedules/{schedule}",
    answer: (call) => {
      const schedule = found(state.of("schedules"), "schedule", call.params.schedule);
      return one(Object.assign(change(schedule, bodyOf(call), SCHEDULE_FIELDS), { updated_at: state.now() }));
    },
  },
  {
    verb: "DELETE",
    path: "/sdk/freshness/schedules/{schedule}",
    answer: ({ params }) => {
      const schedules = state.of("schedules");
      schedules.splice(schedules.indexOf(found(schedules, "schedule", params.schedule)), 1);
      return { status: 204 };
    },
  },
  {
    verb: "POST",
    path: "/sdk/freshness/dry-run",
    answer: (call) => {
      const body = bodyOf(call, ["asset_id", "table_path", "expected_interval_hours"]);
      const { hours_since_update } = freshnessOf(state, namedAsset(state, body.asset_id));
      const limit = Number(body.expected_interval_hours);
      const days = Number(body.lookback_days ?? 7);
      const wouldAlert = typeof hours_since_update === "number" && hours_since_update > limit;
      return one({
        table_path: body.table_path,
        threshold_hours: limit,
        lookback_days: days,
        total_checks: days * 24,
        would_alert_count: wouldAlert ? 1 : 0,
        alert_rate_percent: wouldAlert ? 100 / (days * 24) : 0,
        current_age_hours: hours_since_update,
        would_alert_now: wouldAlert,
        sample_alerts: wouldAlert ? [{ timestamp: state.now(), hours_since_update }] : [],
        recommendation: wouldAlert ? "the limit is tight" : "the limit fits",
      });
    },
  },
];

function findNewData(state: AnomalyArmorState, asset: EmulatedAsset): void {
  if (asset.refreshFinds === "new data") asset.lastUpdated = state.clock.now();
}

const isAbout = (state: AnomalyArmorState, asked: string | undefined, id: unknown): boolean =>
  asked === undefined || state.asset(asked)?.id === id;
