import { isRecord } from "../../../base.js";
import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { asked, idOf, judged } from "../../fastapi/inputs.js";
import {
  bool,
  complain,
  decimal,
  int,
  type Judge,
  list,
  map,
  orNull,
  record,
  type Shape,
  text,
  word,
} from "../../fastapi/judges.js";
import { askedAll, filtered, found, nothing, page, refuse, removed, sorted, type Wire } from "../answers.js";
import { abort, CALLER, dispatch, operationBody, startOperation } from "../operations.js";
import type { EmulatedContainer, EmulatedOperation } from "../records/records.js";
import { containerStub } from "../records/stubs.js";
import type { QualyticsState } from "../state.js";

const name = text(1, 255);
const limit = orNull(int({ ge: -1, le: 1_000_000_000 }));
const share = orNull(decimal({ ge: 0, le: 1 }));
const CHOICE = { container_names: orNull(list(name)), container_tags: orNull(list(name)) };
const SINCE = { greater_than_time: orNull(text(10, 40)), greater_than_batch: orNull(decimal()) };
const IN_DATASTORE = { datastore_id: int({ ge: 1 }) };

/** The fields of each type; what a type does not know is dropped, as the server does. */
const TYPES: Readonly<Record<string, { shape: Shape; needed: readonly string[] }>> = {
  sync: {
    shape: { ...IN_DATASTORE, include: orNull(list(word("table", "view"))), prune: bool, recreate: bool },
    needed: ["datastore_id"],
  },
  profile: {
    shape: {
      ...IN_DATASTORE,
      ...CHOICE,
      ...SINCE,
      ai_effort: orNull(word("off", "low", "medium", "high", "xhigh", "max")),
      infer_as_draft: bool,
      max_records_analyzed_per_partition: limit,
      max_count_testing_sample: orNull(int({ le: 100_000 })),
      percent_testing_threshold: share,
      high_correlation_threshold: share,
      histogram_max_distinct_values: orNull(int()),
    },
    needed: ["datastore_id"],
  },
  scan: {
    shape: {
      ...IN_DATASTORE,
      ...CHOICE,
      ...SINCE,
      incremental: bool,
      auto_resolve_passed_anomalies: bool,
      max_records_analyzed_per_partition: limit,
      enrichment_source_record_limit: orNull(int({ ge: 1 })),
      high_count_rollup_threshold: orNull(int({ ge: 1, le: 1000 })),
      check_variables: orNull(map),
      remediation: word("none", "append", "overwrite"),
    },
    needed: ["datastore_id"],
  },
  materialize: {
    shape: { ...IN_DATASTORE, ...CHOICE, max_records_per_partition: limit },
    needed: ["datastore_id"],
  },
  export: {
    shape: {
      ...IN_DATASTORE,
      asset_type: word("anomalies", "checks", "profiles"),
      container_ids: orNull(list(int())),
      container_tags: orNull(list(name)),
      include_deleted: bool,
    },
    needed: ["datastore_id", "asset_type"],
  },
  global_export: {
    shape: {
      asset_type: word("check_templates", "anomalies", "checks"),
      enrichment_datastore_id: int({ ge: 1 }),
      template_ids: orNull(list(int())),
    },
    needed: ["asset_type", "enrichment_datastore_id"],
  },
  promote_quality_check: {
    shape: {
      ...IN_DATASTORE,
      container_id: int(),
      destination_container_id: int(),
      check_ids: orNull(list(int())),
      check_tags: orNull(list(name)),
      check_additional_tags: orNull(list(name)),
      as_draft: bool,
    },
    needed: ["datastore_id", "container_id", "destination_container_id"],
  },
};
const KNOWN = [
  ...Object.keys(TYPES),
  "catalog",
  "promote_computed_field",
  "promote_computed_table",
  "promote_computed_file",
];

/** The body of a new run: its type decides which other fields there are. */
const runBody: Judge<Wire & { type: string }> = (value, loc) => {
  if (!isRecord(value)) return complain("model_attributes_type", "Input should be a valid dictionary", value, loc);
  const told = word(...KNOWN)(value.type, [...loc, "type"]);
  const type = told === "catalog" ? "sync" : told;
  const known = TYPES[type] ?? { shape: IN_DATASTORE as Shape, needed: ["datastore_id"] };
  return { type, ...record(known.shape, known.needed)(value, loc) };
};

const RESUMABLE = (type: string): boolean => type === "profile" || type === "scan" || type.startsWith("promote");

export const operationRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const one = (call: EmulatedCall): EmulatedOperation => found(state.operations, "Operation", idOf(call, "id"));
  const answer = (operation: EmulatedOperation): EmulatedAnswer => ({ body: operationBody(state, operation) });
  return [
    { verb: "GET", path: "/operations", answer: (call) => listed(state, call) },
    { verb: "POST", path: "/operations/run", answer: (call) => answer(run(state, call)) },
    { verb: "GET", path: "/operations/{id}", answer: (call) => answer(one(call)) },
    { verb: "GET", path: "/operations/{id}/containers", answer: (call) => containersOf(state, one(call)) },
    { verb: "PUT", path: "/operations/abort/{id}", answer: (call) => answer(aborted(state, one(call))) },
    { verb: "PUT", path: "/operations/run/{id}", answer: (call) => answer(resumed(state, call, one(call))) },
    { verb: "PUT", path: "/operations/rerun/{id}", answer: (call) => answer(rerun(state, one(call))) },
    {
      verb: "DELETE",
      path: "/operations/{id}",
      answer: (call) => {
        removed(state.operations, one(call));
        return nothing;
      },
    },
  ];
};

function listed(state: QualyticsState, call: EmulatedCall): EmulatedAnswer {
  let rows: readonly EmulatedOperation[] = state.operations;
  const day = text(10, 10);
  rows = filtered(call, rows, "id", int(), (one, id) => one.id === id);
  rows = filtered(call, rows, "schedule_id", int(), (one, id) => one.schedule_id === id);
  rows = filtered(
    call,
    rows,
    "operation_type",
    text(1, 50),
    ({ type }, told) => type === (told === "catalog" ? "sync" : told),
  );
  rows = filtered(call, rows, "finished", bool, (one, isOver) => (one.end_time !== null) === isOver);
  rows = filtered(
    call,
    rows,
    "result",
    word("queued", "running", "success", "failure", "aborted"),
    (one, word) => one.result === word,
  );
  rows = filtered(call, rows, "created_date", day, (one, date) => one.created.startsWith(date));
  rows = filtered(call, rows, "start_date", day, (one, date) => (one.start_time ?? "").startsWith(date));
  rows = filtered(call, rows, "end_date", day, (one, date) => (one.end_time ?? "").startsWith(date));
  rows = filtered(call, rows, "datastore", int(), (one, id) => one.datastore_id === id);
  rows = filtered(call, rows, "container", int(), (one, id) => one.container_ids.includes(id));
  rows = filtered(call, rows, "has_logs", bool, (_, wanted) => !wanted);
  asked(call, "offset", int());
  rows = sorted(call, rows, {
    created: ({ id }) => id,
    duration: ({ start_time, end_time }) =>
      start_time === null || end_time === null ? null : Date.parse(end_time) - Date.parse(start_time),
  });
  const isSorted = askedAll(call, "sort_created", text(1, 9)) ?? askedAll(call, "sort_duration", text(1, 9));
  return page(call, isSorted === undefined ? [...rows].reverse() : rows, (one) => operationBody(state, one));
}

function run(state: QualyticsState, call: EmulatedCall): EmulatedOperation {
  const { type, ...body } = judged(call, runBody);
  const target = body.datastore_id ?? body.enrichment_datastore_id;
  found(state.datastores, "Datastore", target);
  if (type === "promote_quality_check" && (body.check_ids == null) === (body.check_tags == null))
    refuse(400, "Exactly one of check_ids and check_tags is required");
  return startOperation(state, type, body, chosen(state, body));
}

/** The containers that a run is about. */
function chosen(state: QualyticsState, body: Wire): EmulatedContainer[] {
  const names = (body.container_names as string[] | null | undefined) ?? [];
  const tags = (body.container_tags as string[] | null | undefined) ?? [];
  const ids = (body.container_ids as number[] | null | undefined) ?? [];
  const all = state.containers.filter((one) => one.datastore_id === body.datastore_id && one.deleted_at === null);
  if (names.length + tags.length + ids.length === 0) return all;
  const missing = names.find((name) => !all.some((one) => one.name === name));
  if (missing !== undefined) refuse(404, `Container ${missing} not found`);
  return all.filter(
    (one) => names.includes(one.name) || ids.includes(one.id) || one.tags.some((tag) => tags.includes(tag)),
  );
}

/** A row for each container that the run is about; the server tells no more of the page than the number of rows. */
function containersOf(state: QualyticsState, operation: EmulatedOperation): EmulatedAnswer {
  const items = operation.container_ids.map((id, at) => {
    const done = operation.work.find(({ container_id }) => container_id === id);
    return {
      id: operation.id * 1000 + at,
      container: containerStub(state, id),
      start_time: done?.start_time ?? null,
      end_time: done?.end_time ?? null,
      records_processed: done?.records_processed ?? null,
      anomaly_count: done?.anomaly_count ?? 0,
      result: done?.result ?? (operation.end_time === null ? "running" : "aborted"),
      message: null,
    };
  });
  return { body: { items, total: items.length } };
}

function aborted(state: QualyticsState, operation: EmulatedOperation): EmulatedOperation {
  if (operation.end_time !== null) refuse(409, `Operation ${operation.id} has already finished`);
  abort(state, operation, CALLER);
  return operation;
}

function resumed(state: QualyticsState, call: EmulatedCall, operation: EmulatedOperation): EmulatedOperation {
  const isForced = asked(call, "force_abort", bool) ?? false;
  if (!RESUMABLE(operation.type)) refuse(409, `Operations of type ${operation.type} cannot be resumed`);
  if (isForced && operation.end_time === null) abort(state, operation, CALLER);
  if (!["aborted", "failure"].includes(operation.result))
    refuse(409, `Only aborted and failed operations can be resumed; ${operation.id} is ${operation.result}`);
  dispatch(state, operation);
  return operation;
}

function rerun(state: QualyticsState, operation: EmulatedOperation): EmulatedOperation {
  if (operation.type === "external_scan") refuse(409, "An external scan cannot be rerun");
  const containers = state.containers.filter(({ id }) => operation.container_ids.includes(id));
  return startOperation(state, operation.type, operation.body, containers);
}
