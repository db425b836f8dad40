import { flag, type Input, input, int, type Model, map, maybe, model, optional, text, time } from "../../../base.js";
import { intIdField } from "../ids.js";
import { type Limits, type LimitsInput, limitFields, limitInputs, loneLimit, unnamed } from "./limits.js";
import { nameField } from "./names.js";
import { type Watermark, watermarkField } from "./watermarks.js";

/** Something that moves data. */
export interface Pipeline extends Limits {
  id: number;
  /** Unique; in lower case. */
  name: string;
  pipelineTypeId: number;
  /** How far the data was read. A successful end sets it to what `nextWatermark` is then, null included. */
  watermark: string | null;
  /** How far the next run is to read. */
  nextWatermark: string | null;
  pipelineMetadata: Record<string, unknown> | null;
  /** The end of the last successful run that inserted rows. */
  lastTargetInsert: Date | null;
  /** The end of the last successful run that updated rows. */
  lastTargetUpdate: Date | null;
  /** The end of the last successful run that marked rows as deleted. */
  lastTargetSoftDelete: Date | null;
  muteFreshnessCheck: boolean;
  muteTimelinessCheck: boolean;
  /** Whether `addressLineage.create` writes anything. The first successful end makes it false. */
  loadLineage: boolean;
  active: boolean;
  /** The server's mark of what was last posted; not all versions tell it. */
  inputHash: string | null;
  createdAt: Date;
  /** Null until the first change. No proof of one: the server also moves it when the same is posted after its restart. */
  updatedAt: Date | null;
}

export const pipelineModel: Model<Pipeline> = model("Pipeline", {
  id: int,
  name: text,
  pipelineTypeId: int,
  watermark: maybe(text),
  nextWatermark: maybe(text),
  pipelineMetadata: maybe(map),
  lastTargetInsert: maybe(time),
  lastTargetUpdate: maybe(time),
  lastTargetSoftDelete: maybe(time),
  ...limitFields,
  muteFreshnessCheck: flag,
  muteTimelinessCheck: flag,
  loadLineage: flag,
  active: flag,
  inputHash: maybe(text),
  createdAt: time,
  updatedAt: maybe(time),
});

/** A pipeline to make or to find. A number of a limit needs its unit, and a unit its number. */
export interface PipelineCreateBody extends LimitsInput {
  /** 1 to 150 characters; its key. The server lower-cases and trims it. */
  name: string;
  /** 1 to 150 characters. A type of this name is made where there is none. */
  pipelineTypeName: string;
  /** Stored where it is not null, also on a pipeline that is there already. */
  nextWatermark?: Watermark | null | undefined;
  /** Sent as it is. */
  pipelineMetadata?: Record<string, unknown> | null | undefined;
}

export const pipelineCreateBody: Input<PipelineCreateBody> = input(
  "PipelineCreateBody",
  {
    name: nameField,
    pipelineTypeName: nameField,
    nextWatermark: optional(maybe(watermarkField)),
    pipelineMetadata: optional(maybe(map)),
    ...limitInputs,
  },
  { also: loneLimit },
);

/** A pipeline that was made or found. */
export interface PipelineMade {
  id: number;
  /** False: it is not to run. The server does not enforce it. */
  active: boolean;
  /** Whether `addressLineage.create` writes anything. */
  loadLineage: boolean;
  /** How far the data was read. Always null where no `nextWatermark` was sent, even when one is stored. */
  watermark: string | null;
  /** False: it was there already. Also after an answer that was lost on the way, where the call was repeated. */
  created: boolean;
}

export const pipelineMadeModel: Model<Omit<PipelineMade, "created">> = model("PipelineMade", {
  id: int,
  active: flag,
  loadLineage: flag,
  watermark: maybe(text),
});

/** What to change of a pipeline: what is left out stays; null clears. A lone number or unit of a limit is stored, and sets none. */
export interface PipelineUpdateBody extends LimitsInput {
  /** Needed where there is no `name`. */
  id?: string | number | undefined;
  /** Without `id` it says which pipeline; with `id` it is the new name. */
  name?: string | undefined;
  pipelineTypeId?: string | number | undefined;
  watermark?: Watermark | null | undefined;
  nextWatermark?: Watermark | null | undefined;
  pipelineMetadata?: Record<string, unknown> | null | undefined;
  muteFreshnessCheck?: boolean | undefined;
  muteTimelinessCheck?: boolean | undefined;
  loadLineage?: boolean | undefined;
  active?: boolean | undefined;
}

export const pipelineUpdateBody: Input<PipelineUpdateBody> = input(
  "PipelineUpdateBody",
  {
    id: optional(intIdField),
    name: optional(nameField),
    pipelineTypeId: optional(intIdField),
    watermark: optional(maybe(watermarkField)),
    nextWatermark: optional(maybe(watermarkField)),
    pipelineMetadata: optional(maybe(map)),
    ...limitInputs,
    muteFreshnessCheck: optional(flag),
    muteTimelinessCheck: optional(flag),
    loadLineage: optional(flag),
    active: optional(flag),
  },
  { also: unnamed },
);
