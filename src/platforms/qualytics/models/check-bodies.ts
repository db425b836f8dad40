import {
  between,
  type Field,
  filledText,
  flag,
  type Input,
  type InputBy,
  type Issue,
  input,
  isRecord,
  map,
  maybe,
  number,
  oneOf,
  optional,
  type Table,
  text,
  textOf,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { changesSomething, nameList } from "./changes.js";
import { missingProperty, propertiesField } from "./check-properties.js";
import type { PropertiesOf } from "./rule-properties.js";
import { isKnownRule, RULES, type RuleType } from "./rule-types.js";

/** What can be told of a check and of a template. */
interface CheckParts {
  /** At most 8000 characters. */
  description?: string | undefined;
  /** The share of rows that must keep it: 0 to 1. */
  coverage?: number | null | undefined;
  /** Which rows count: the condition of a `WHERE`, as Spark SQL. */
  filter?: string | null | undefined;
  /** By name. */
  tags?: readonly string[] | undefined;
  /** Its keys are yours, and go out as they are. */
  additionalMetadata?: Readonly<Record<string, unknown>> | null | undefined;
  /** The field whose value is told in the message of an anomaly. */
  anomalyMessageField?: string | null | undefined;
}

/** The rule, and what it needs: `properties` is checked by the rule, here and by the compiler. */
interface ByRule<Rule extends RuleType> {
  rule: Rule;
  /** See `RuleProperties`. */
  properties?: PropertiesOf<Rule> | null | undefined;
}

/** A check to make. Default of `description`: `{rule} quality check`. */
export interface CheckCreateBody<Rule extends RuleType = RuleType> extends CheckParts, ByRule<Rule> {
  containerId: string | number;
  /** By name. Needed for the rules that are about fields. */
  fields?: readonly string[] | undefined;
  /** A user. An owner can be changed later, and not taken away. */
  ownerId?: string | number | undefined;
  /** The user who is assigned to its anomalies. */
  defaultAnomalyAssigneeId?: string | number | null | undefined;
  templateId?: string | number | undefined;
  /** `Draft`: scans do not assert it. The server's default is `Active`. */
  status?: "Active" | "Draft" | undefined;
}

/** A template to make. Default of `description`: `{rule} quality check template`. */
export interface CheckTemplateCreateBody<Rule extends RuleType = RuleType> extends CheckParts, ByRule<Rule> {
  /** Default false. */
  templateLocked?: boolean | undefined;
}

const description: Field<string> = textOf(0, 8000);
const metadata = optional(maybe(map)) as unknown as Field<CheckParts["additionalMetadata"]>;

const parts: Omit<Table<CheckParts>, "description"> = {
  coverage: optional(maybe(between(number, 0, 1))),
  filter: optional(maybe(text)),
  tags: optional(nameList),
  additionalMetadata: metadata,
  anomalyMessageField: optional(maybe(filledText)),
};

type Properties = ByRule<RuleType>["properties"];

const byRule = (rule: string): Table<ByRule<RuleType>> => ({
  rule: filledText as Field<RuleType>,
  properties: optional(maybe(propertiesField(rule))) as unknown as Field<Properties>,
});

/** A rule about fields needs some; how many is the server's to say. */
function missingFields({ rule, fields }: CheckCreateBody): Issue | undefined {
  const takes = isKnownRule(rule) ? RULES[rule].fields : "none";
  if ((takes !== "single" && takes !== "multi") || (fields ?? []).length > 0) return undefined;
  return { path: ["fields"], code: "too_small", message: `must hold at least one name: ${rule} is about fields` };
}

/** A body whose rule decides which properties it has. */
const bodyByRule = <T extends ByRule<RuleType>>(name: string, of: (rule: string) => Input<T>): InputBy<T> => ({
  name,
  of: (value) => ({
    encode() {
      const rule: unknown = isRecord(value) ? value.rule : undefined;
      return of(typeof rule === "string" ? rule : "")
        .of(value)
        .encode();
    },
  }),
});

/** The body of `POST /quality-checks`. */
export const checkCreateBody: InputBy<CheckCreateBody> = bodyByRule("CheckCreateBody", (rule) =>
  input<CheckCreateBody>(
    "CheckCreateBody",
    {
      containerId: intIdField,
      ...byRule(rule),
      description: optional(description, `${rule} quality check`),
      fields: optional(nameList),
      ...parts,
      ownerId: optional(intIdField),
      defaultAnomalyAssigneeId: optional(maybe(intIdField)),
      templateId: optional(intIdField),
      status: optional(oneOf("Active", "Draft")),
    },
    { also: (body) => missingFields(body) ?? missingProperty(body.rule, body.properties) },
  ),
);

/** The body of `POST /quality-check-templates`. */
export const checkTemplateCreateBody: InputBy<CheckTemplateCreateBody> = bodyByRule("CheckTemplateCreateBody", (rule) =>
  input<CheckTemplateCreateBody>(
    "CheckTemplateCreateBody",
    {
      ...byRule(rule),
      description: optional(description, `${rule} quality check template`),
      ...parts,
      templateLocked: optional(flag, false),
    },
    { also: (body) => missingProperty(body.rule, body.properties) },
  ),
);

/** What to change of a check: what is left out stays as it is, and null clears. */
export interface CheckUpdate extends CheckParts {
  /** By name. */
  fields?: readonly string[] | undefined;
  /**
   * The whole of them, in the place of those that are there. The rule's own are taken in camelCase, and all in the platform's
   * spelling: `{ ...check.properties, min: 5 }`.
   */
  properties?: Readonly<Record<string, unknown>> | null | undefined;
  /** `Active` publishes a draft, and brings an archived check back. */
  status?: CheckUpdateStatus | undefined;
  /** A user. An owner cannot be taken away. */
  ownerId?: string | number | undefined;
  /** The user who is assigned to its anomalies. */
  defaultAnomalyAssigneeId?: string | number | null | undefined;
}

type CheckUpdateStatus = "Active" | "Draft";

const people = { ownerId: optional(intIdField), defaultAnomalyAssigneeId: optional(maybe(intIdField)) };

/** The changes of `PUT /quality-checks/{id}`. Without a rule, the properties are taken as they are. */
export const checkUpdate = (rule?: string): Input<CheckUpdate> =>
  input<CheckUpdate>(
    "CheckUpdate",
    {
      description: optional(description),
      fields: optional(nameList),
      ...parts,
      properties: optional(maybe(rule === undefined ? map : propertiesField(rule))) as unknown as Field<
        CheckUpdate["properties"]
      >,
      status: optional(oneOf("Active", "Draft")),
      ...people,
    },
    {
      also: (changes) =>
        changesSomething()(changes) ??
        (rule === undefined || changes.properties === undefined
          ? undefined
          : missingProperty(rule, changes.properties)),
    },
  );

/** One check of `checks.bulkUpdate`: what is left out stays as it is. */
export interface CheckBulkUpdate {
  id: string | number;
  /** At most 8000 characters. */
  description?: string | undefined;
  filter?: string | null | undefined;
  /** By name. */
  tags?: readonly string[] | undefined;
  status?: CheckUpdateStatus | undefined;
  additionalMetadata?: Readonly<Record<string, unknown>> | null | undefined;
  /** A user. An owner cannot be taken away. */
  ownerId?: string | number | undefined;
  /** The user who is assigned to its anomalies; null for nobody. */
  defaultAnomalyAssigneeId?: string | number | null | undefined;
}

export const checkBulkUpdate: Input<CheckBulkUpdate> = input<CheckBulkUpdate>(
  "CheckBulkUpdate",
  {
    id: intIdField,
    description: optional(description),
    filter: optional(maybe(text)),
    tags: optional(nameList),
    status: optional(oneOf("Active", "Draft")),
    additionalMetadata: metadata,
    ...people,
  },
  { also: changesSomething("id") },
);
