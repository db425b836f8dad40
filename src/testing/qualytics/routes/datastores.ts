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
  text,
  word,
} from "../../fastapi/judges.js";
import { filtered, found, holds, nothing, page, refuse, sorted, type Wire } from "../answers.js";
import { startOperation } from "../operations.js";
import { isReachable, newConnection, twinOf } from "../records/connections.js";
import { catalogBody, connectionOf, datastoreBody, datastoreRow, removeDatastore } from "../records/datastores.js";
import type { EmulatedDatastore } from "../records/records.js";
import { datastoreStub } from "../records/stubs.js";
import { newDatastore } from "../seed.js";
import type { QualyticsState } from "../state.js";
import { newConnectionJudge } from "./connections.js";

const name = text(1, 255);

const SETTINGS = {
  name,
  connection_id: orNull(int({ ge: 1 })),
  database: orNull(name),
  schema: orNull(name),
  root_path: orNull(text(1, 4096)),
  folder_globbing_enabled: orNull(bool),
  description: orNull(text(0, 8000)),
  teams: orNull(list(name)),
  tags: orNull(list(name)),
  enrichment_only: orNull(bool),
  enrichment_prefix: orNull(text(0, 60)),
  enrichment_source_record_limit: orNull(int({ ge: 1, le: 1_000_000_000 })),
  enrichment_remediation_strategy: orNull(word("none", "append", "overwrite")),
  enrichment_auto_sync: orNull(bool),
  enrichment_datastore_id: orNull(int({ ge: 1 })),
  high_count_rollup_threshold: orNull(int({ ge: 1, le: 1000 })),
  group_id: orNull(int({ ge: 1 })),
};
const GROUP = record({ name: text(2, 100), icon: orNull(text(1, 100)) }, ["name"]);

const settings = record({ ...SETTINGS, connection: orNull(map) }, ["name"]);
const newSettings = record(
  { ...SETTINGS, connection: orNull(newConnectionJudge), trigger_sync: orNull(bool), group: orNull(GROUP) },
  ["name"],
);
const NO_LONGER = { trigger_catalog: "Extra inputs are not permitted: use trigger_sync" };

/** Builds of 2026 refuse the old word. */
const withoutOld =
  <T>(judge: Judge<T>): Judge<T> =>
  (value, loc) => {
    for (const [key, msg] of Object.entries(NO_LONGER))
      if (isRecord(value) && Object.hasOwn(value, key)) complain("extra_forbidden", msg, value[key], [...loc, key]);
    return judge(value, loc);
  };

const weight = orNull(decimal({ ge: 0, le: 2 }));
const SCORES = record({
  decay_period_days: int({ ge: 7, le: 180 }),
  completeness_weight: weight,
  coverage_weight: weight,
  conformity_weight: weight,
  consistency_weight: weight,
  precision_weight: weight,
  timeliness_weight: weight,
  volumetrics_weight: weight,
  accuracy_weight: weight,
});

export const datastoreRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const one = (call: EmulatedCall): EmulatedDatastore => found(state.datastores, "Datastore", idOf(call, "id"));
  const answer = (datastore: EmulatedDatastore): EmulatedAnswer => ({ body: datastoreBody(state, datastore) });
  return [
    { verb: "GET", path: "/datastores", answer: (call) => listed(state, call) },
    {
      verb: "GET",
      path: "/datastores/listing",
      answer: (call) => ({ body: chosen(state, call).map(({ id }) => datastoreStub(state, id)) }),
    },
    { verb: "POST", path: "/datastores", answer: (call) => answer(made(state, call)) },
    { verb: "POST", path: "/datastores/connection", answer: (call) => validated(state, call) },
    { verb: "GET", path: "/datastores/{id}", answer: (call) => answer(one(call)) },
    { verb: "PUT", path: "/datastores/{id}", answer: (call) => answer(changed(state, call, one(call))) },
    {
      verb: "DELETE",
      path: "/datastores/{id}",
      answer: (call) => {
        removeDatastore(state, one(call));
        return nothing;
      },
    },
    { verb: "POST", path: "/datastores/{id}/connection", answer: (call) => verified(state, one(call)) },
    {
      verb: "PATCH",
      path: "/datastores/{id}/enrichment/{enrichment_id}",
      answer: (call) => answer(linked(state, one(call), idOf(call, "enrichment_id"))),
    },
    { verb: "DELETE", path: "/datastores/{id}/enrichment", answer: (call) => unlinked(state, one(call)) },
    {
      verb: "PATCH",
      path: "/datastores/{id}/favorite",
      answer: (call) => {
        const datastore = one(call);
        datastore.favorite = judged(call, record({ favorite: bool }, ["favorite"])).favorite;
        return answer(datastore);
      },
    },
    {
      verb: "PATCH",
      path: "/datastores/{id}/assign-group",
      answer: (call) => {
        const datastore = one(call);
        const { group_id } = judged(call, record({ group_id: orNull(int({ ge: 1 })) }, ["group_id"]));
        if (group_id !== null) found(state.groups, "Group", group_id);
        datastore.group_id = group_id;
        return answer(datastore);
      },
    },
    {
      verb: "GET",
      path: "/datastores/{id}/score-settings",
      answer: (call) => ({
        body:
          one(call).score_settings ?? refuse(404, `No quality score settings found for datastore ${call.params.id}`),
      }),
    },
    {
      verb: "PUT",
      path: "/datastores/{id}/score-settings",
      answer: (call) => {
        const datastore = one(call);
        datastore.score_settings = { decay_period_days: 180, ...judged(call, SCORES) };
        return { body: datastore.score_settings };
      },
    },
    {
      verb: "GET",
      path: "/datastores/{id}/quality-scores",
      answer: (call) => ({ body: one(call).quality_scores.slice(0, 10) }),
    },
    { verb: "GET", path: "/datastores/{id}/catalog", answer: (call) => ({ body: catalogBody(state, one(call)) }) },
  ];
};

/** The datastores that the filters leave. */
function chosen(state: QualyticsState, call: EmulatedCall): readonly EmulatedDatastore[] {
  let rows: readonly EmulatedDatastore[] = state.datastores;
  const groupOf = ({ group_id }: EmulatedDatastore): string[] =>
    state.groups.filter(({ id }) => id === group_id).flatMap((group) => [String(group.id), group.name]);
  rows = filtered(call, rows, "id", int(), (one, id) => one.id === id);
  rows = filtered(call, rows, "name", name, (one, told) => one.name === told);
  rows = filtered(call, rows, "search", name, (one, part) => holds(one.name, part) || holds(one.description, part));
  rows = filtered(call, rows, "datastore_type", name, (one, type) => connectionOf(state, one)?.type === type);
  rows = filtered(call, rows, "tag", name, (one, tag) => one.tags.includes(tag));
  rows = filtered(call, rows, "group", name, (one, group) => groupOf(one).includes(group));
  return asked(call, "enrichment_only", bool) === true ? rows.filter((one) => one.enrichment_only) : rows;
}

function listed(state: QualyticsState, call: EmulatedCall): EmulatedAnswer {
  const metric = (one: EmulatedDatastore, key: string): number =>
    (datastoreRow(state, one).metrics as Record<string, number>)[key] ?? 0;
  const rows = sorted(call, chosen(state, call), {
    id: ({ id }) => id,
    datastore_type: (one) => connectionOf(state, one)?.type,
    favorite: ({ favorite }) => favorite,
    group: ({ group_id }) => group_id,
    created: ({ id }) => id,
    name: (one) => one.name,
    containers: (one) => metric(one, "containers"),
    records: (one) => metric(one, "records"),
    active_checks: (one) => metric(one, "active_checks"),
    active_anomalies: (one) => metric(one, "active_anomalies"),
  });
  return page(call, rows, (one) => datastoreRow(state, one));
}

interface Source {
  readonly connection_id?: number | null;
  readonly connection?: Wire | null;
}

/** The connection that a body tells inline; null where it names one that is there. */
function inlineOf(state: QualyticsState, { connection_id, connection }: Source): Wire | null {
  if ((connection_id == null) === (connection == null))
    refuse(400, "Exactly one of connection_id and connection is required");
  if (connection == null) {
    found(state.connections, "Connection", connection_id);
    return null;
  }
  return connection;
}

const unreachable = (told: Wire): string => `${told.host ?? told.uri ?? "The store"} cannot be reached`;

function made(state: QualyticsState, call: EmulatedCall): EmulatedDatastore {
  const body = judged(call, withoutOld(newSettings));
  const inline = inlineOf(state, body);
  if (inline !== null && twinOf(state, inline) !== undefined)
    refuse(409, "A connection to the same store already exists");
  const known = state.connections.find(({ id }) => id === body.connection_id);
  if (inline === null ? known?.reachable === false : !isReachable(inline))
    refuse(400, unreachable(inline ?? { ...known }));
  const { group, trigger_sync, connection: _, connection_id: __, ...told } = body;
  const one = newDatastore(state, {
    name: body.name,
    connection_id: known?.id ?? newConnection(state, inline ?? {}).id,
  });
  assign(state, one, told);
  if (group != null) {
    one.group_id = state.newId("group");
    state.groups.push({ id: one.group_id, name: group.name, icon: group.icon ?? null });
  }
  if (trigger_sync === true) startOperation(state, "sync", { datastore_id: one.id }, []);
  return one;
}

/** Puts a body over a datastore: null leaves what there is. */
function assign(state: QualyticsState, one: EmulatedDatastore, told: Wire): void {
  const { enrichment_datastore_id, group_id, ...fields } = told;
  if (enrichment_datastore_id != null)
    one.enrich_datastore_id = found(state.datastores, "Datastore", enrichment_datastore_id).id;
  if (group_id != null) one.group_id = found(state.groups, "Group", group_id).id;
  Object.assign(one, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)));
}

/** What a body leaves out is as with a new datastore. */
const DEFAULTS: Partial<EmulatedDatastore> = {
  description: null,
  database: null,
  schema: null,
  root_path: null,
  folder_globbing_enabled: false,
  teams: ["Public"],
  tags: [],
  enrichment_only: false,
  enrichment_prefix: null,
  enrichment_source_record_limit: 10,
  enrichment_remediation_strategy: "none",
  enrichment_auto_sync: false,
  high_count_rollup_threshold: 10,
};

function changed(state: QualyticsState, call: EmulatedCall, one: EmulatedDatastore): EmulatedDatastore {
  const { connection, ...told } = judged(call, withoutOld(settings));
  const isNative = connectionOf(state, one)?.connection_type === "native";
  if (isNative ? typeof connection?.type !== "string" : connection != null)
    refuse(400, "Only native datastores are changed with a connection, and they need its type");
  found(state.connections, "Connection", told.connection_id);
  const omitted = Object.entries(DEFAULTS).filter(([key]) => !Object.hasOwn(told, key));
  Object.assign(one, structuredClone(Object.fromEntries(omitted)));
  assign(state, one, told);
  return one;
}

function validated(state: QualyticsState, call: EmulatedCall): EmulatedAnswer {
  const body = judged(call, withoutOld(newSettings));
  const inline = inlineOf(state, body);
  const known = state.connections.find(({ id }) => id === body.connection_id);
  if (inline === null ? known?.reachable !== false : isReachable(inline)) return nothing;
  return { status: 400, body: { message: unreachable(inline ?? { ...known }) } };
}

function verified(state: QualyticsState, one: EmulatedDatastore): EmulatedAnswer {
  const connection = connectionOf(state, one);
  one.connected = connection?.reachable ?? false;
  return { body: { connected: one.connected, message: one.connected ? null : unreachable({ ...connection }) } };
}

function linked(state: QualyticsState, one: EmulatedDatastore, enrichment: number): EmulatedDatastore {
  const target = found(state.datastores, "Datastore", enrichment);
  if (one.enrichment_only) refuse(409, `Datastore ${one.id} is an enrichment datastore itself`);
  if (!target.enrichment_only) refuse(409, `Datastore ${enrichment} is not an enrichment datastore`);
  one.enrich_datastore_id = enrichment;
  return one;
}

function unlinked(state: QualyticsState, one: EmulatedDatastore): EmulatedAnswer {
  const isBusy = state.operations.some(
    (run) => run.datastore_id === one.id && run.end_time === null && ["export", "materialize"].includes(run.type),
  );
  if (isBusy) refuse(409, `Datastore ${one.id} has export or materialize operations that are running`);
  one.enrich_datastore_id = null;
  one.enrichment_remediation_strategy = "none";
  return nothing;
}
