import type { EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { asked, idOf, judged, needed } from "../../fastapi/inputs.js";
import { bool, int, list, record, text, word } from "../../fastapi/judges.js";
import { filtered, found, holds, nothing, page, refuse, type Wire } from "../answers.js";
import { change, drop, historyBody, merge, restore } from "../field-changes.js";
import { chosen } from "../field-filters.js";
import { fieldBody, fieldStub } from "../records/fields.js";
import type { EmulatedField } from "../records/records.js";
import type { QualyticsState } from "../state.js";
import { fieldProfileRoutes } from "./field-profiles.js";

const status = word("active", "excluded", "missing", "masked");
const tags = list(text(1, 255));
const id = int({ ge: 1 });
const changes = record({ name: text(1, 255), tags, status });
const manyChanges = list(record({ id, tags, status }, ["id"]));
const manyDeletes = list(record({ id, archive: bool }, ["id", "archive"]));
const manyRestores = list(record({ id }, ["id"]));

export const fieldRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const all = (): EmulatedField[] => [...state.fields, ...state.archivedFields];
  const byId = (number: number): EmulatedField => found(all(), "Field", number);
  const one = (call: EmulatedCall): EmulatedField => byId(idOf(call, "id"));
  const body = (field: EmulatedField): Wire => fieldBody(state, field);
  const inContainer = (call: EmulatedCall): readonly EmulatedField[] =>
    filtered(call, state.fields, "container_id", id, (field, told) => field.container_id === told);
  const unused = (field: EmulatedField, name: string | undefined): void => {
    const isTaken = state.fields.some(
      (other) => other !== field && other.container_id === field.container_id && other.name === name,
    );
    if (isTaken) refuse(409, `Field ${name} already exists`);
  };
  return [
    {
      verb: "GET",
      path: "/fields",
      answer: (call) => page(call, chosen(state, call, inContainer(call)), body),
    },
    {
      verb: "GET",
      path: "/fields/listing",
      answer: (call) => {
        const part = asked(call, "name", text(0, 255)) ?? "";
        return {
          body: inContainer(call)
            .filter(({ name }) => holds(name, part))
            .map(fieldStub),
        };
      },
    },
    { verb: "GET", path: "/fields/{id}", answer: (call) => ({ body: body(one(call)) }) },
    { verb: "GET", path: "/fields/{id}/history", answer: (call) => ({ body: historyBody(one(call)) }) },
    {
      verb: "PUT",
      path: "/fields/{id}",
      answer: (call) => {
        const field = one(call);
        // Tags and status that are left out are reset.
        const { name = field.name, ...told } = judged(call, changes);
        unused(field, name);
        change(state, field, { tags: [], status: "active", ...told, name });
        return { body: body(field) };
      },
    },
    {
      verb: "PATCH",
      path: "/fields",
      answer: (call) => {
        const all = judged(call, manyChanges).map(({ id, ...told }) => ({ field: byId(id), told }));
        for (const { field, told } of all) change(state, field, told);
        return { body: all.map(({ field }) => body(field)) };
      },
    },
    {
      verb: "DELETE",
      path: "/fields/{id}",
      answer: (call) => {
        drop(state, one(call), asked(call, "archive", bool) ?? true);
        return nothing;
      },
    },
    {
      verb: "DELETE",
      path: "/fields",
      answer: (call) => {
        const all = judged(call, manyDeletes).map(({ id, archive }) => ({ field: byId(id), archive }));
        for (const { field, archive } of all) drop(state, field, archive);
        return nothing;
      },
    },
    {
      verb: "POST",
      path: "/fields/{id}/restore",
      answer: (call) => ({ body: body(restore(state, one(call))) }),
    },
    {
      verb: "PATCH",
      path: "/fields/restore",
      answer: (call) => {
        const fields = judged(call, manyRestores).map(({ id }) => byId(id));
        return { body: fields.map((field) => body(restore(state, field))) };
      },
    },
    {
      verb: "POST",
      path: "/fields/merge",
      answer: (call) => {
        const source = byId(needed(call, "source_field_id", id));
        return { body: body(merge(state, source, byId(needed(call, "target_field_id", id)))) };
      },
    },
    ...fieldProfileRoutes(state, one),
  ];
};
