import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { asked } from "../../fastapi/inputs.js";
import { int } from "../../fastapi/judges.js";
import { namesOf, refreshReport, reported } from "../reporting.js";
import type { WatcherState } from "../state.js";

export const reportingRoutes = (state: WatcherState): EmulatedRoute[] => [
  { verb: "GET", path: "/reporting/daily-pipeline-metrics", answer: (call) => dailyMetrics(state, call) },
  {
    verb: "GET",
    path: "/reporting/pipeline-names",
    answer: (call) => {
      const rows = reported(state, { type: call.asked("pipeline_type_name") });
      return { body: { pipeline_names: namesOf(rows, "pipeline_name") } };
    },
  },
  {
    verb: "GET",
    path: "/reporting/pipeline-type-names",
    answer: () => ({ body: { pipeline_type_names: namesOf(state.report, "pipeline_type_name") } }),
  },
  {
    verb: "POST",
    path: "/reporting/refresh",
    answer: () => {
      refreshReport(state);
      return { body: { status: "success", message: "the report is up to date" } };
    },
  },
];

function dailyMetrics(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const page = asked(call, "page", int({ ge: 1 })) ?? 1;
  const page_size = asked(call, "page_size", int({ ge: 1, le: 1000 })) ?? 50;
  const days = asked(call, "days", int({ ge: 1, le: 30 }));
  const rows = reported(state, {
    days,
    pipeline: call.asked("pipeline_name"),
    type: call.asked("pipeline_type_name"),
  });
  const total_pages = Math.ceil(rows.length / page_size);
  return {
    body: {
      data: rows.slice((page - 1) * page_size, page * page_size),
      pagination: {
        page,
        page_size,
        total_records: rows.length,
        total_pages,
        has_next: page < total_pages,
        has_prev: page > 1,
      },
    },
  };
}
