import type { EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { judged } from "../../fastapi/inputs.js";
import { int, orNull, record, text, word } from "../../fastapi/judges.js";
import { nothing, page, refuse, removed, type Wire } from "../answers.js";
import { adoptTags, newTag, renameTag, tagBody } from "../records/people.js";
import type { EmulatedTag } from "../records/records.js";
import type { QualyticsState } from "../state.js";

const words = orNull(text(0, 8000));
const told = record(
  {
    type: word("global", "entity", "lineage"),
    name: text(1, 255),
    color: words,
    description: words,
    category: words,
    weight_modifier: int({ ge: -10, le: 10 }),
    parent_lineage_tag_id: orNull(int({ ge: 1 })),
  },
  ["type", "name"],
);

export const tagRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const all = (): EmulatedTag[] => {
    adoptTags(state);
    return state.tags;
  };
  const one = (call: EmulatedCall): EmulatedTag =>
    all().find(({ name }) => name === call.params.name) ?? refuse(404, `Tag ${call.params.name} not found`);
  const unused = (name: string, but?: EmulatedTag): void => {
    if (all().some((tag) => tag.name === name && tag !== but)) refuse(409, `A tag named ${name} already exists`);
  };
  const body = (tag: EmulatedTag): Wire => tagBody(state, tag);
  return [
    { verb: "GET", path: "/global-tags", answer: (call) => page(call, all(), body) },
    { verb: "GET", path: "/global-tags/listing", answer: () => ({ body: all().map(body) }) },
    {
      verb: "POST",
      path: "/global-tags",
      answer: (call) => {
        const made = judged(call, told);
        unused(made.name);
        return { status: 201, body: body(newTag(state, made)) };
      },
    },
    { verb: "GET", path: "/global-tags/{name}", answer: (call) => ({ body: body(one(call)) }) },
    {
      verb: "PUT",
      path: "/global-tags/{name}",
      answer: (call) => {
        const tag = one(call);
        const change = judged(call, told);
        unused(change.name, tag);
        if (change.name !== tag.name) renameTag(state, tag.name, change.name);
        // What is left out is reset.
        Object.assign(tag, { color: null, description: null, category: null, weight_modifier: 0 }, change);
        return { body: body(tag) };
      },
    },
    {
      verb: "DELETE",
      path: "/global-tags/{name}",
      answer: (call) => {
        const tag = one(call);
        renameTag(state, tag.name, null);
        removed(state.tags, tag);
        return nothing;
      },
    },
  ];
};
