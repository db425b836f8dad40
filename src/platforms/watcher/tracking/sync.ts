import {
  type ErrorContext,
  type Http,
  INVALID,
  inCall,
  isRecord,
  type RequestOptions,
  ValidationError,
} from "../../../base.js";
import type { AddressCreateBody } from "../models/addresses.js";
import { addressLineageBody } from "../models/lineage.js";
import {
  type Pipeline,
  type PipelineCreateBody,
  type PipelineMade,
  type PipelineUpdateBody,
  pipelineCreateBody,
} from "../models/pipelines.js";
import type { Watermark } from "../models/watermarks.js";
import { AddressLineage } from "../resources/address-lineage.js";
import { PipelineTypes } from "../resources/pipeline-types.js";
import { watermarkText } from "./asked.js";
import { type Settings, settingsThatDiffer } from "./settings.js";

/** What a program wants a pipeline to be. What is left out or null is cleared on the server, the watermarks excepted. */
export interface PipelineConfig extends PipelineCreateBody {
  /** Where to start where the server has no watermark. Never stored. */
  defaultWatermark?: Watermark | null | undefined;
  /** From which addresses to which it moves data. Skipped where it is null or one of the lists is empty. */
  addressLineage?:
    | { sourceAddresses: readonly AddressCreateBody[]; targetAddresses: readonly AddressCreateBody[] }
    | null
    | undefined;
}

export interface SyncOptions extends Omit<RequestOptions, "idempotencyKey"> {
  /**
   * True: settings that were changed by an update meanwhile are set back, at the cost of two or three more requests. The
   * server itself does not notice them while the configuration stays the same. Default: false.
   */
  enforce?: boolean | undefined;
}

/** What a synchronisation found and did. */
export interface SyncFacts {
  readonly id: number;
  /** False: nothing but the first request was sent; `executions.track` skips the pipeline's runs. */
  readonly active: boolean;
  /** True: the pipeline was made by this. */
  readonly created: boolean;
  /** How far the data was read: the server's, else the default. Null where there is neither, and where it is not active. */
  readonly watermark: string | null;
  /** How far to read: that of the configuration, else the one that is stored. */
  readonly nextWatermark: string | null;
  /** Null: the lineage was not sent. */
  readonly lineageRelationshipsCreated: number | null;
  /** The settings that `enforce` set back. */
  readonly restored: readonly string[];
}

/** The configuration, and what came of it. */
export type SyncedPipeline<C extends PipelineConfig = PipelineConfig> = Omit<C, keyof SyncFacts> & SyncFacts;

/** The calls on pipelines that a synchronisation makes. */
interface PipelineCalls {
  createOrGet(body: PipelineCreateBody, options?: RequestOptions): Promise<PipelineMade>;
  get(pipeline: number, options?: RequestOptions): Promise<Pipeline>;
  update(body: PipelineUpdateBody, options?: RequestOptions): Promise<Pipeline>;
}

/** Brings a pipeline to what the configuration says, and gives what a run needs. */
export async function syncPipeline<C extends PipelineConfig>(
  http: Http,
  pipelines: PipelineCalls,
  config: C,
  options: SyncOptions = {},
): Promise<SyncedPipeline<C>> {
  const context: ErrorContext = { platform: http.platform, operation: "pipelines.syncPipeline" };
  const { enforce, ...request } = options;
  const { body, wanted, defaultWatermark, lineage } = checked(config, enforce, context);

  const made = await pipelines.createOrGet(body, request);
  const facts: SyncFacts = {
    id: made.id,
    active: made.active,
    created: made.created,
    watermark: null,
    nextWatermark: watermarkText(body.nextWatermark) as string | null,
    lineageRelationshipsCreated: null,
    restored: [],
  };
  if (!made.active) {
    http.logger.warn(`dqgate ${context.operation}: pipeline ${made.id} is not active: it is left as it is`);
    return { ...config, ...facts };
  }

  // Without a next watermark the first answer tells no watermark, whatever is stored.
  const isTold = made.created || facts.nextWatermark !== null;
  const stored = isTold && (enforce !== true || made.created) ? null : await pipelines.get(made.id, request);
  const current = isTold ? made.watermark : (stored?.watermark ?? null);
  const nextWatermark = facts.nextWatermark ?? stored?.nextWatermark ?? null;
  if (current !== null && nextWatermark === null) {
    http.logger.warn(
      `dqgate ${context.operation}: pipeline ${made.id} has a watermark and no next one: a successful run will clear it`,
    );
  }
  const restored =
    enforce === true && stored !== null ? await restore(http, pipelines, wanted, body, stored, request) : [];
  const created =
    lineage === null || !made.loadLineage
      ? null
      : await new AddressLineage(http).create({ pipelineId: made.id, ...lineage }, request);
  return {
    ...config,
    ...facts,
    watermark: current ?? defaultWatermark,
    nextWatermark,
    lineageRelationshipsCreated: created?.lineageRelationshipsCreated ?? null,
    restored,
  };
}

/** Sets back what differs from the configuration. Gives the names of these settings. */
async function restore(
  http: Http,
  pipelines: PipelineCalls,
  wanted: Settings,
  body: PipelineCreateBody,
  stored: Pipeline,
  request: RequestOptions,
): Promise<readonly string[]> {
  const type = await new PipelineTypes(http).createOrGet({ name: body.pipelineTypeName }, request);
  const changes: Partial<Settings> & { pipelineTypeId?: number } = settingsThatDiffer(wanted, stored);
  if (type.id !== stored.pipelineTypeId) changes.pipelineTypeId = type.id;
  const names = Object.keys(changes);
  if (names.length > 0) await pipelines.update({ id: stored.id, ...changes }, request);
  return names;
}

interface Checked {
  readonly body: PipelineCreateBody;
  readonly wanted: Settings;
  readonly defaultWatermark: string | null;
  readonly lineage: { sourceAddresses: AddressCreateBody[]; targetAddresses: AddressCreateBody[] } | null;
}

/** Checks the whole configuration, so that no half of it is sent. Throws `ValidationError` naming the field. */
function checked(config: PipelineConfig, enforce: unknown, context: ErrorContext): Checked {
  if (!isRecord(config)) return refuse([], "expected a configuration", context);
  if (enforce !== undefined && typeof enforce !== "boolean")
    return refuse(["enforce"], "expected true or false", context);
  const { defaultWatermark, addressLineage, ...pipeline } = config;
  const wanted: Settings = {
    pipelineMetadata: pipeline.pipelineMetadata ?? null,
    freshnessNumber: pipeline.freshnessNumber ?? null,
    freshnessDatepart: pipeline.freshnessDatepart ?? null,
    timelinessNumber: pipeline.timelinessNumber ?? null,
    timelinessDatepart: pipeline.timelinessDatepart ?? null,
  };
  const body: PipelineCreateBody = { ...pipeline, ...wanted };
  inCall(() => pipelineCreateBody.of(body).encode(), context);
  const start = watermarkText(defaultWatermark);
  if (start === INVALID) {
    return refuse(["defaultWatermark"], "expected a text of up to 50 characters, a whole number or a Date", context);
  }
  return { body, wanted, defaultWatermark: start, lineage: lineageOf(addressLineage, context) };
}

function lineageOf(told: PipelineConfig["addressLineage"], context: ErrorContext): Checked["lineage"] {
  if (told === undefined || told === null) return null;
  if (!isRecord(told)) return refuse(["addressLineage"], "expected sourceAddresses and targetAddresses", context);
  const isEmpty = (list: unknown): boolean => Array.isArray(list) && list.length === 0;
  if (isEmpty(told.sourceAddresses) || isEmpty(told.targetAddresses)) return null;
  const lineage = { ...told } as NonNullable<Checked["lineage"]>;
  inCall(() => addressLineageBody.of({ pipelineId: 1, ...lineage }).encode(), context, ["addressLineage"]);
  return lineage;
}

function refuse(path: string[], message: string, context: ErrorContext): never {
  throw new ValidationError([{ path, code: "invalid_type", message }], context);
}
