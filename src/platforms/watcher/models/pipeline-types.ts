import { flag, type Input, input, int, type Model, maybe, model, optional, text, time } from "../../../base.js";
import { intIdField } from "../ids.js";
import { type Limits, type LimitsInput, limitFields, limitInputs, unnamed } from "./limits.js";
import { nameField } from "./names.js";

/** A kind of pipeline. Its limits hold for those of its pipelines that have none of their own. */
export interface PipelineType extends Limits {
  id: number;
  /** Unique; in lower case. */
  name: string;
  /** True: the freshness of none of its pipelines is checked, whatever they say themselves. */
  muteFreshnessCheck: boolean;
  /** True: the timeliness of none of its pipelines is checked. */
  muteTimelinessCheck: boolean;
  createdAt: Date;
  /** Null until the first change. */
  updatedAt: Date | null;
}

export const pipelineTypeModel: Model<PipelineType> = model("PipelineType", {
  id: int,
  name: text,
  ...limitFields,
  muteFreshnessCheck: flag,
  muteTimelinessCheck: flag,
  createdAt: time,
  updatedAt: maybe(time),
});

/** A pipeline type to make or to find. A lone number or unit of a limit is stored, and sets none. */
export interface PipelineTypeCreateBody extends LimitsInput {
  /** 1 to 150 characters; its key. The server lower-cases and trims it. */
  name: string;
  /** Default false. */
  muteFreshnessCheck?: boolean | undefined;
  /** Default false. */
  muteTimelinessCheck?: boolean | undefined;
}

const mutes = { muteFreshnessCheck: optional(flag), muteTimelinessCheck: optional(flag) };

export const pipelineTypeCreateBody: Input<PipelineTypeCreateBody> = input("PipelineTypeCreateBody", {
  name: nameField,
  ...limitInputs,
  ...mutes,
});

/** What to change of a pipeline type: what is left out stays; null clears. */
export interface PipelineTypeUpdateBody extends LimitsInput {
  /** Needed where there is no `name`. */
  id?: string | number | undefined;
  /** Without `id` it says which type; with `id` it is the new name. */
  name?: string | undefined;
  muteFreshnessCheck?: boolean | undefined;
  muteTimelinessCheck?: boolean | undefined;
}

export const pipelineTypeUpdateBody: Input<PipelineTypeUpdateBody> = input(
  "PipelineTypeUpdateBody",
  { id: optional(intIdField), name: optional(nameField), ...limitInputs, ...mutes },
  { also: unnamed },
);
