import {
  between,
  type Field,
  type Input,
  input,
  int,
  json,
  type Model,
  maybe,
  model,
  number,
  optional,
  type Table,
  time,
} from "../../../base.js";
import { changesSomething } from "./changes.js";

/** How good the data was on a day, as a whole and by dimension. Null where the platform tells no figure. */
export interface QualityScore {
  createdAt: Date | null;
  total: number | null;
  completeness: number | null;
  coverage: number | null;
  conformity: number | null;
  consistency: number | null;
  precision: number | null;
  timeliness: number | null;
  volumetrics: number | null;
  accuracy: number | null;
  /** Days after which what was found counts no more. */
  decayPeriodDays: number | null;
  /** Of newer builds, as it came. */
  dimensions: unknown;
  /** Of newer builds, as it came. */
  explanation: unknown;
}

export const qualityScoreModel: Model<QualityScore> = model(
  "QualityScore",
  {
    createdAt: maybe(time),
    total: maybe(number),
    completeness: maybe(number),
    coverage: maybe(number),
    conformity: maybe(number),
    consistency: maybe(number),
    precision: maybe(number),
    timeliness: maybe(number),
    volumetrics: maybe(number),
    accuracy: maybe(number),
    decayPeriodDays: maybe(int),
    dimensions: json,
    explanation: json,
  },
  { wire: { createdAt: "created" } },
);

/** How the scores of a datastore are worked out. */
export interface ScoreSettings {
  /** Days after which what was found counts no more: 7 to 180. */
  decayPeriodDays: number | null;
  /** The weight of a dimension: 0 to 2. Null: the platform's own. */
  completenessWeight: number | null;
  coverageWeight: number | null;
  conformityWeight: number | null;
  consistencyWeight: number | null;
  precisionWeight: number | null;
  timelinessWeight: number | null;
  volumetricsWeight: number | null;
  accuracyWeight: number | null;
}

export const scoreSettingsModel: Model<ScoreSettings> = model("ScoreSettings", {
  decayPeriodDays: maybe(int),
  completenessWeight: maybe(number),
  coverageWeight: maybe(number),
  conformityWeight: maybe(number),
  consistencyWeight: maybe(number),
  precisionWeight: maybe(number),
  timelinessWeight: maybe(number),
  volumetricsWeight: maybe(number),
  accuracyWeight: maybe(number),
});

type Weight = number | null | undefined;

/** How the scores of a datastore are to be worked out. The sources do not tell what becomes of what is left out. */
export interface ScoreSettingsBody {
  /** Days after which what was found counts no more: 7 to 180. The server's default is 180. */
  decayPeriodDays?: number | undefined;
  /** The weight of a dimension: 0 to 2. Null: the platform's own. */
  completenessWeight?: Weight;
  coverageWeight?: Weight;
  conformityWeight?: Weight;
  consistencyWeight?: Weight;
  precisionWeight?: Weight;
  timelinessWeight?: Weight;
  volumetricsWeight?: Weight;
  accuracyWeight?: Weight;
}

const weight: Field<Weight> = optional(maybe(between(number, 0, 2))) as Field<Weight>;

const fields: Table<ScoreSettingsBody> = {
  decayPeriodDays: optional(between(int, 7, 180)),
  completenessWeight: weight,
  coverageWeight: weight,
  conformityWeight: weight,
  consistencyWeight: weight,
  precisionWeight: weight,
  timelinessWeight: weight,
  volumetricsWeight: weight,
  accuracyWeight: weight,
};

export const scoreSettingsBody: Input<ScoreSettingsBody> = input("ScoreSettingsBody", fields, {
  also: changesSomething(),
});
