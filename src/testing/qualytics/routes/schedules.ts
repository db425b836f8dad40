import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { idOf, judged } from "../../fastapi/inputs.js";
import { bool, complain, int, type Judge, map, orNull, record, text, word } from "../../fastapi/judges.js";
import { found, nothing, page, refuse, removed, type Wire } from "../answers.js";
import type { EmulatedSchedule } from "../records/records.js";
import { datastoreStub } from "../records/stubs.js";
import type { QualyticsState } from "../state.js";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** The least and the greatest number of each field, and its words. */
const FIELDS: readonly (readonly [number, number, readonly string[]])[] = [
  [0, 59, []],
  [0, 23, []],
  [1, 31, []],
  [1, 12, MONTHS],
  [0, 7, DAYS],
];

/** Whether a field makes sense: `*`, a number, a range or a list of them, each with a step or without. */
function isField(told: string, [least, greatest, words]: (typeof FIELDS)[number]): boolean {
  const numberOf = (one: string): number => {
    const word = words.indexOf(one.toLowerCase());
    return word >= 0 ? word + least : /^\d+$/.test(one) ? Number(one) : Number.NaN;
  };
  return told.split(",").every((part) => {
    const [range = "", step, ...more] = part.split("/");
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (range === "*") return true;
    const ends = range.split("-").map(numberOf);
    const [from = Number.NaN, to = from] = ends;
    return ends.length <= 2 && from >= least && to <= greatest && from <= to;
  });
}

const crontab: Judge<string> = (value, loc) => {
  const told = text(1, 255)(value, loc);
  const fields = told.trim().split(/\s+/);
  const isGood = fields.length === FIELDS.length && FIELDS.every((field, at) => isField(fields[at] as string, field));
  const error = "Invalid crontab expression";
  return isGood ? told : complain("value_error", `Value error, ${error}`, value, loc, { error });
};

const TIMING = {
  type: text(1, 50),
  crontab,
  name: orNull(text(1, 255)),
  deactivated: bool,
  trigger_type: word("operation", "action"),
};
const OWN = Object.keys(TIMING);
const GLOBAL = "global_export";

/** A schedule's own fields, and those of the run that it starts, which nobody judges before it is started. */
const scheduleBody: Judge<Pick<EmulatedSchedule, "crontab" | "name" | "deactivated" | "trigger_type" | "body">> = (
  value,
  loc,
) => {
  const { type, ...timing } = record(TIMING, ["type", "crontab"])(value, loc);
  const run = Object.fromEntries(Object.entries(map(value, loc)).filter(([name]) => !OWN.includes(name)));
  return {
    crontab: timing.crontab,
    name: timing.name ?? null,
    deactivated: timing.deactivated ?? false,
    trigger_type: timing.trigger_type ?? "operation",
    body: { ...run, type: type === "catalog" ? "sync" : type },
  };
};

const inDatastore = record({ datastore_id: int({ ge: 1 }) }, ["datastore_id"]);

/** Schedules, as they are kept: here they start nothing. */
export const scheduleRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const path = "/operations/schedule";
  const one = (call: EmulatedCall): EmulatedSchedule => found(state.schedules, "Schedule", idOf(call, "id"));
  const answer = (schedule: EmulatedSchedule): EmulatedAnswer => ({ body: scheduleBodyOf(state, schedule) });
  return [
    {
      verb: "GET",
      path,
      answer: (call) => page(call, state.schedules, (schedule) => scheduleBodyOf(state, schedule)),
    },
    { verb: "POST", path, answer: (call) => answer(created(state, call)) },
    { verb: "GET", path: `${path}/{id}`, answer: (call) => answer(one(call)) },
    { verb: "PUT", path: `${path}/{id}`, answer: (call) => answer(replaced(one(call), call)) },
    {
      verb: "DELETE",
      path: `${path}/{id}`,
      answer: (call) => {
        removed(state.schedules, one(call));
        return nothing;
      },
    },
    {
      verb: "PATCH",
      path: `${path}/{id}/deactivation`,
      answer: (call) => answer(Object.assign(one(call), judged(call, record({ deactivated: bool }, ["deactivated"])))),
    },
  ];
};

function created(state: QualyticsState, call: EmulatedCall): EmulatedSchedule {
  const told = judged(call, scheduleBody);
  if (told.body.type === "external_scan") refuse(400, "An external scan cannot be scheduled");
  if (told.body.type !== GLOBAL) found(state.datastores, "Datastore", judged(call, inDatastore).datastore_id);
  const schedule: EmulatedSchedule = { id: state.newId("schedule"), created: state.now(), ...told };
  state.schedules.push(schedule);
  return schedule;
}

/** What the body leaves out is gone, but for the datastore. */
function replaced(schedule: EmulatedSchedule, call: EmulatedCall): EmulatedSchedule {
  const { body, ...timing } = judged(call, scheduleBody);
  const { datastore_id } = schedule.body;
  return Object.assign(schedule, timing, {
    body: { ...body, ...(datastore_id === undefined ? {} : { datastore_id }) },
  });
}

/** A schedule, as the server answers it: with what it starts its runs with. */
function scheduleBodyOf(state: QualyticsState, { body, ...own }: EmulatedSchedule): Wire {
  const { datastore_id, ...run } = body;
  return { ...run, ...own, datastore: datastoreStub(state, (datastore_id as number | undefined) ?? null) };
}
