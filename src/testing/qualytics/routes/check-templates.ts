import type { EmulatedRoute } from "../../emulator.js";
import { judged } from "../../fastapi/inputs.js";
import { bool, record, type Shape } from "../../fastapi/judges.js";
import { page, type Wire } from "../answers.js";
import { createTemplate } from "../check-changes.js";
import { chosenTemplates, ruleWord } from "../check-filters.js";
import { checkBody, checkRow, isArchived } from "../records/checks.js";
import type { QualyticsState } from "../state.js";
import { CHECK_PARTS } from "./checks.js";

const created = record<Shape, string>({ rule: ruleWord, ...CHECK_PARTS, template_locked: bool }, [
  "rule",
  "description",
  "template_locked",
]);

export const checkTemplateRoutes = (state: QualyticsState): EmulatedRoute[] => [
  {
    verb: "GET",
    path: "/quality-check-templates",
    answer: (call) => {
      const all = state.checks.filter((one) => one.is_template && !isArchived(one));
      return page(call, chosenTemplates(call, all), (one) => checkRow(state, one));
    },
  },
  {
    verb: "POST",
    path: "/quality-check-templates",
    answer: (call) => ({ body: checkBody(state, createTemplate(state, judged(call, created) as Wire)) }),
  },
];
