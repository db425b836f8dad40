import * as z from "zod/mini";
import {
  between,
  type Field,
  field,
  flag,
  INVALID,
  type Input,
  input,
  int,
  type Model,
  maybe,
  model,
  number,
  type Open,
  optional,
  time,
  word,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { normalized, wordIn } from "./names.js";

export const METRICS = ["duration_seconds", "inserts", "updates", "soft_deletes", "total_rows", "throughput"] as const;

/** A figure of a run that a rule may watch. */
export type Metric = (typeof METRICS)[number];

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** A number, or the text of one: the server writes its decimals so. */
const decimal: Field<number> = field({
  read: (value) => {
    const told = typeof value === "string" && DECIMAL.test(value) ? Number(value) : value;
    return number.read(told);
  },
  write: number.write,
  schema: () =>
    z.pipe(
      z.pipe(
        z.union([
          z.number(),
          z.string().check(z.refine((value) => DECIMAL.test(value), { error: "expected a number" })),
        ]),
        z.transform(Number),
      ),
      z.number(),
    ),
  inputSchema: () => z.number(),
});

/** When a figure of a pipeline's runs counts as unusual. At most one for a pipeline and a figure. */
export interface AnomalyRule {
  id: number;
  pipelineId: number;
  /** In lower case. */
  metricField: Open<Metric>;
  /** How many standard deviations from the mean are too many. */
  zThreshold: number;
  /** How far back runs are compared, in days. Only those that began in the same hour of the day, in UTC, are. */
  lookbackDays: number;
  /** With fewer runs to compare there is no verdict. */
  minimumExecutions: number;
  active: boolean;
  createdAt: Date;
  /** The server leaves it null, also after a change. */
  updatedAt: Date | null;
}

export const anomalyRuleModel: Model<AnomalyRule> = model("AnomalyRule", {
  id: int,
  pipelineId: int,
  metricField: word(...METRICS),
  zThreshold: decimal,
  lookbackDays: int,
  minimumExecutions: int,
  active: flag,
  createdAt: time,
  updatedAt: maybe(time),
});

interface RuleSettings {
  /** 1 to 10; the server keeps two decimals. Default 3. */
  zThreshold?: number | undefined;
  /** 1 to 365. Default 30. */
  lookbackDays?: number | undefined;
  /** 5 to 1000. Default 30. */
  minimumExecutions?: number | undefined;
  /** Default true. */
  active?: boolean | undefined;
}

const settings = {
  zThreshold: optional(between(number, 1, 10)),
  lookbackDays: optional(between(int, 1, 365)),
  minimumExecutions: optional(between(int, 5, 1_000)),
  active: optional(flag),
};

export type MetricInput = Metric | Uppercase<Metric>;

const metric: Field<MetricInput> = wordIn(METRICS);

/** A rule to make or to find. */
export interface AnomalyRuleCreateBody extends RuleSettings {
  pipelineId: string | number;
  metricField: MetricInput;
}

export const anomalyRuleCreateBody: Input<AnomalyRuleCreateBody> = input("AnomalyRuleCreateBody", {
  pipelineId: intIdField,
  metricField: metric,
  ...settings,
});

/** What to change of a rule: what is left out stays. */
export interface AnomalyRuleUpdateBody extends RuleSettings {
  id: string | number;
  pipelineId?: string | number | undefined;
  metricField?: MetricInput | undefined;
}

export const anomalyRuleUpdateBody: Input<AnomalyRuleUpdateBody> = input("AnomalyRuleUpdateBody", {
  id: intIdField,
  pipelineId: optional(intIdField),
  metricField: optional(metric),
  ...settings,
});

/** Sent in lower case: in a list, the server takes no other. */
export const loweredMetric: Field<MetricInput> = field({
  read: metric.read,
  write: (value) => {
    const told = metric.write(value);
    return typeof told === "string" ? normalized(told) : INVALID;
  },
  schema: () => metric.schema,
});
