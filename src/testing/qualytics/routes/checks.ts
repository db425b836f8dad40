import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { asked, idOf, judged } from "../../fastapi/inputs.js";
import { bool, decimal, int, list, map, orNull, record, type Shape, text, word } from "../../fastapi/judges.js";
import { found, nothing, page, type Wire } from "../answers.js";
import { createCheck, patchCheck, removeCheck, replaceCheck, saveAsTemplate } from "../check-changes.js";
import { chosenChecks, ruleWord } from "../check-filters.js";
import { RULES, ruleBody } from "../records/check-rules.js";
import { checkBody, checkRow, shortCheckBody } from "../records/checks.js";
import type { EmulatedCheck } from "../records/records.js";
import type { QualyticsState } from "../state.js";

const name = text(1, 255);
const id = int({ ge: 1 });
const description = text(0, 8000);

const PARTS = {
  description,
  coverage: orNull(decimal({ ge: 0, le: 1 })),
  filter: orNull(text(0, 100_000)),
  properties: orNull(map),
  tags: orNull(list(name)),
  additional_metadata: orNull(map),
  anomaly_message_field: orNull(name),
};
/** The fields that templates have too. */
export const CHECK_PARTS: Shape = PARTS;
const PEOPLE = { owner_id: orNull(int({ gt: 0 })), default_anomaly_assignee_id: orNull(id) };

const created = record(
  {
    container_id: id,
    rule: ruleWord,
    fields: orNull(list(name)),
    ...PARTS,
    ...PEOPLE,
    template_id: orNull(id),
    status: word("Active", "Draft"),
  },
  ["container_id", "rule", "description"],
);
const replaced = record({
  ...PARTS,
  description: orNull(description),
  fields: orNull(list(name)),
  ...PEOPLE,
  status: word("Active", "Draft", "Invalid", "Discarded"),
});
const patched = list(
  record(
    {
      id,
      description,
      filter: PARTS.filter,
      tags: PARTS.tags,
      status: word("Active", "Draft"),
      additional_metadata: PARTS.additional_metadata,
      ...PEOPLE,
    },
    ["id"],
  ),
);
const archivedWord = word("Invalid", "Discarded");
const removedOnes = list(record({ id, archive: bool, status: archivedWord, delete_anomalies: bool }, ["id"]));
const favorite = record({ favorite: bool }, ["favorite"]);

export const checkRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const byId = (number: number): EmulatedCheck => found(state.checks, "Quality check", number);
  const one = (call: EmulatedCall): EmulatedCheck => byId(idOf(call, "id"));
  const answer = (check: EmulatedCheck): EmulatedAnswer => ({ body: checkBody(state, check) });
  return [
    {
      verb: "GET",
      path: "/quality-checks",
      answer: (call) => page(call, chosenChecks(state, call), (check) => checkRow(state, check)),
    },
    {
      verb: "POST",
      path: "/quality-checks",
      answer: (call) => answer(createCheck(state, judged(call, created) as Wire)),
    },
    {
      verb: "PATCH",
      path: "/quality-checks",
      answer: (call) => {
        const changes = judged(call, patched).map((told) => ({ check: byId(told.id), told: told as Wire }));
        for (const { check, told } of changes) patchCheck(state, check, told);
        return { body: changes.map(({ check }) => shortCheckBody(check)) };
      },
    },
    {
      verb: "DELETE",
      path: "/quality-checks",
      answer: (call) => {
        const removals = judged(call, removedOnes).map((told) => ({ check: byId(told.id), told }));
        for (const { check, told } of removals) removeCheck(state, check, told);
        return nothing;
      },
    },
    { verb: "GET", path: "/quality-checks/{id}", answer: (call) => answer(one(call)) },
    {
      verb: "PUT",
      path: "/quality-checks/{id}",
      answer: (call) => {
        const check = one(call);
        replaceCheck(state, check, judged(call, replaced) as Wire);
        return answer(check);
      },
    },
    {
      verb: "DELETE",
      path: "/quality-checks/{id}",
      answer: (call) => {
        removeCheck(state, one(call), {
          archive: asked(call, "archive", bool),
          status: asked(call, "status", archivedWord),
          delete_anomalies: asked(call, "delete_anomalies", bool),
        });
        return nothing;
      },
    },
    {
      verb: "PATCH",
      path: "/quality-checks/{id}/favorite",
      answer: (call) => {
        const check = one(call);
        check.favorite = judged(call, favorite).favorite;
        return answer(check);
      },
    },
    {
      verb: "GET",
      path: "/quality-checks/specifications/rules",
      answer: () => ({ body: Object.keys(RULES).map((rule) => ruleBody(state, rule)) }),
    },
    {
      verb: "POST",
      path: "/quality-checks/{id}/template",
      answer: (call) => answer(saveAsTemplate(state, one(call))),
    },
  ];
};
