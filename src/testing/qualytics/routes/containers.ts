import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { asked, idOf, judged } from "../../fastapi/inputs.js";
import { bool, int, list, record, text, word } from "../../fastapi/judges.js";
import { filtered, found, holds, nothing, page, refuse, sorted, unlessArchived, type Wire } from "../answers.js";
import { changeContainer, changesOf, removeContainer } from "../container-changes.js";
import { definition, resultOf } from "../container-definitions.js";
import { containerBody, containerListingBody, containerRow } from "../records/containers.js";
import type { EmulatedContainer } from "../records/records.js";
import { newContainer } from "../seed.js";
import type { ContainerSeed } from "../seeds.js";
import type { QualyticsState } from "../state.js";
import { containerDataRoutes } from "./container-data.js";
import { containerWorkRoutes } from "./container-work.js";

const id = int({ ge: 1 });
const patches = list(
  record({ id, tags: list(text(1, 255)), description: text(1, 8000), display_name: text(1, 255) }, ["id"]),
);
const validated = record({ container: definition }, ["container"]);
const favorite = record({ favorite: bool }, ["favorite"]);

export const containerRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const byId = (number: number): EmulatedContainer => found(state.containers, "Container", number);
  const one = (call: EmulatedCall): EmulatedContainer => byId(idOf(call, "id"));
  const answer = (container: EmulatedContainer): EmulatedAnswer => ({ body: containerBody(state, container) });
  return [
    { verb: "GET", path: "/containers", answer: (call) => listed(state, call) },
    { verb: "POST", path: "/containers", answer: (call) => answer(created(state, call)) },
    {
      verb: "PATCH",
      path: "/containers",
      answer: (call) => {
        const all = judged(call, patches).map(({ id, ...told }) => ({ container: byId(id), told }));
        for (const { container, told } of all) Object.assign(container, told);
        return { body: all.map(({ container }) => containerRow(state, container)) };
      },
    },
    {
      verb: "DELETE",
      path: "/containers",
      answer: (call) => {
        for (const container of judged(call, list(id)).map(byId)) removeContainer(state, container);
        return nothing;
      },
    },
    {
      verb: "GET",
      path: "/containers/listing",
      answer: (call) => {
        const shown = state.containers.filter(({ deleted_at }) => deleted_at === null);
        const rows = filtered(call, shown, "datastore", id, (row, told) => row.datastore_id === told);
        return { body: rows.map((row) => containerListingBody(state, row)) };
      },
    },
    {
      verb: "POST",
      path: "/containers/validate",
      answer: (call) => {
        asked(call, "timeout_seconds", id);
        const { container } = judged(call, validated);
        resultOf(state, container.container_type, container);
        return nothing;
      },
    },
    { verb: "GET", path: "/containers/{id}", answer: (call) => answer(one(call)) },
    {
      verb: "PUT",
      path: "/containers/{id}",
      answer: (call) => {
        const container = one(call);
        changeContainer(state, container, judged(call, changesOf(container)));
        return answer(container);
      },
    },
    {
      verb: "DELETE",
      path: "/containers/{id}",
      answer: (call) => {
        removeContainer(state, one(call));
        return nothing;
      },
    },
    {
      verb: "PATCH",
      path: "/containers/{id}/favorite",
      answer: (call) => {
        const container = one(call);
        container.favorite = judged(call, favorite).favorite;
        return answer(container);
      },
    },
    ...containerDataRoutes(state, one),
    ...containerWorkRoutes(state, one),
  ];
};

function created(state: QualyticsState, call: EmulatedCall): EmulatedContainer {
  const {
    container_type: type,
    datastore_id: _,
    name,
    description,
    additional_metadata,
    ...settings
  } = judged(call, definition);
  const told: Wire = { ...settings, datastore_id: _ };
  const { datastore_id, fields } = resultOf(state, type, told);
  const isTaken = state.containers.some((row) => row.datastore_id === datastore_id && row.name === name);
  if (isTaken) refuse(409, `Container with name ${name} already exists in datastore ${datastore_id}`);
  const container = newContainer(state, found(state.datastores, "Datastore", datastore_id), {
    name,
    type: type as NonNullable<ContainerSeed["type"]>,
    description: (description as string | null | undefined) ?? undefined,
    measuredHoursAgo: null,
    fields,
    settings,
  });
  container.additional_metadata = (additional_metadata as Wire | null | undefined) ?? null;
  return container;
}

/** The words that containers are asked for by. A view is a table, too. */
const isOfType = ({ container_type, settings }: EmulatedContainer, told: string): boolean =>
  told === "view" ? settings.table_type === "view" : container_type === told;

function listed(state: QualyticsState, call: EmulatedCall): EmulatedAnswer {
  let rows: readonly EmulatedContainer[] = unlessArchived(call, state.containers, (one) => one.deleted_at !== null);
  const words = ["table", "view", "file", "computed_table", "computed_file", "computed_join"] as const;
  const name = text(1, 255);
  rows = filtered(call, rows, "id", id, (one, told) => one.id === told);
  rows = filtered(call, rows, "datastore", id, (one, told) => one.datastore_id === told);
  rows = filtered(call, rows, "operation", id, (one, told) =>
    state.operations.some((operation) => operation.id === told && operation.container_ids.includes(one.id)),
  );
  rows = filtered(call, rows, "schedule", id, (one, told) =>
    state.schedules.some((schedule) => schedule.id === told && isScheduled(one, schedule.body)),
  );
  rows = filtered(call, rows, "name", name, (one, told) => holds(one.name, told));
  rows = filtered(call, rows, "search", name, (one, told) => holds(one.name, told) || holds(one.description, told));
  rows = filtered(call, rows, "tag", name, (one, told) => one.tags.includes(told));
  rows = filtered(call, rows, "container_type", word(...words), isOfType);
  rows = filtered(call, rows, "purpose", name, (one, told) => one.settings.purpose === told);
  const metrics = new Map(rows.map((one) => [one, containerRow(state, one).metrics as Record<string, number | null>]));
  const metric = (column: string) => (one: EmulatedContainer) => metrics.get(one)?.[column];
  rows = sorted(call, rows, {
    id: (one) => one.id,
    favorite: (one) => one.favorite,
    created: (one) => one.created,
    name: (one) => one.name,
    records: metric("records"),
    fields: metric("fields"),
    active_checks: metric("active_checks"),
    active_anomalies: metric("active_anomalies"),
    completeness: metric("completeness"),
    container_type: (one) => one.container_type,
    quality_score: metric("quality_score"),
    last_profiled: (one) => one.last_profiled,
    last_scanned: (one) => one.last_scanned,
    purpose: (one) => one.settings.purpose as string | undefined,
  });
  return page(call, rows, (one) => containerRow(state, one));
}

/** A schedule is about the containers that it names; about all of its datastore where it names none. */
function isScheduled(one: EmulatedContainer, { datastore_id, container_names, container_tags }: Wire): boolean {
  const names = (container_names as string[] | null | undefined) ?? [];
  const tags = (container_tags as string[] | null | undefined) ?? [];
  if (one.datastore_id !== datastore_id) return false;
  if (names.length + tags.length === 0) return true;
  return names.includes(one.name) || one.tags.some((tag) => tags.includes(tag));
}
