import {
  AbortedError,
  type AssetRef,
  DqgateError,
  type ErrorContext,
  type Http,
  int,
  type Model,
  model,
  NotFoundError,
  type PagePromise,
  type Path,
  path,
  type RequestOptions,
  ResponseValidationError,
  type Sending,
  ServerError,
  ValidationError,
  withinOneCall,
} from "../../base.js";
import { executionId, intId } from "./ids.js";
import { type AddressType, addressTypeModel } from "./models/address-types.js";
import { type Address, addressModel } from "./models/addresses.js";
import { type AnomalyRule, anomalyRuleModel } from "./models/anomaly-rules.js";
import { type PipelineExecution, pipelineExecutionModel } from "./models/executions.js";
import { normalized } from "./models/names.js";
import { type PipelineType, pipelineTypeModel } from "./models/pipeline-types.js";
import { type Pipeline, pipelineModel } from "./models/pipelines.js";

/** A thing that the server gives one by one and as a list. */
export interface Known<T> {
  /** What it is, such as `pipeline type`. */
  readonly kind: string;
  readonly one: (id: unknown) => Path;
  readonly all: Path;
  readonly model: Model<T>;
}

export const PIPELINES: Known<Pipeline> = {
  kind: "pipeline",
  one: (pipeline) => path`/pipeline/${intId({ pipeline })}`,
  all: path`/pipeline`,
  model: pipelineModel,
};

export const ADDRESSES: Known<Address> = {
  kind: "address",
  one: (address) => path`/address/${intId({ address })}`,
  all: path`/address`,
  model: addressModel,
};

export const PIPELINE_TYPES: Known<PipelineType> = {
  kind: "pipeline type",
  one: (pipelineType) => path`/pipeline_type/${intId({ pipelineType })}`,
  all: path`/pipeline_type`,
  model: pipelineTypeModel,
};

export const ADDRESS_TYPES: Known<AddressType> = {
  kind: "address type",
  one: (addressType) => path`/address_type/${intId({ addressType })}`,
  all: path`/address_type`,
  model: addressTypeModel,
};

export const ANOMALY_RULES: Known<AnomalyRule> = {
  kind: "anomaly detection rule",
  one: (anomalyRule) => path`/anomaly_detection_rule/${intId({ anomalyRule })}`,
  all: path`/anomaly_detection_rule`,
  model: anomalyRuleModel,
};

/** All that is needed of a row to see whether it is there. */
const rowModel: Model<{ id: number }> = model("Row", { id: int });

const HIDDEN_NOT_FOUND = 500;

/**
 * Gives one thing by its number. The server answers 500 for a number that it does not know, as for a failure of its own:
 * then its list decides. Throws `NotFoundError` where the list does not hold it; where it does, asks once more.
 */
export async function byId<T>(
  http: Http,
  known: Known<T>,
  id: unknown,
  options: RequestOptions | undefined,
): Promise<T> {
  const one = known.one(id);
  const next = withinOneCall(http, `GET ${one.template}`, options);
  let first: ServerError;
  const read = async (options: RequestOptions | undefined, sending: Sending = {}): Promise<T> =>
    asAsked(http, known.kind, one, id, await http.one("GET", one, known.model, options, sending));
  try {
    return await read(next(), { finalStatuses: [HIDDEN_NOT_FOUND] });
  } catch (error) {
    if (!isHidden(error)) throw error;
    first = error;
  }
  if (!(await isListed(http, known, id, first, next))) {
    const message = `there is no ${known.kind} ${id}: the server answered ${first.status}, and its list does not hold it`;
    throw new NotFoundError(
      { status: first.status, message, resourceType: known.kind, resourceId: String(id) },
      contextOf(first),
    );
  }
  try {
    return await read(next());
  } catch (error) {
    if (!isHidden(error)) throw error;
    throw explained(error, `the server's list holds ${known.kind} ${id}, and the server fails to give it`);
  }
}

/** Gives a run by its number. Throws `NotFoundError` where there is none. */
export async function executionById(
  http: Http,
  execution: unknown,
  options: RequestOptions | undefined,
): Promise<PipelineExecution> {
  const one = path`/pipeline_execution/${executionId({ execution })}`;
  return asAsked(http, "execution", one, execution, await http.one("GET", one, pipelineExecutionModel, options));
}

/** An answer about another thing is no answer. */
function asAsked<T>({ platform }: Http, kind: string, { template }: Path, id: unknown, found: T): T {
  const { id: told } = found as { id?: unknown };
  // A lenient client may be told none.
  if (typeof told !== "number" || told === Number(id)) return found;
  const context = { platform, operation: `GET ${template}` };
  throw new ResponseValidationError(`${kind} ${id} is asked for, and it is about ${told}`, [], context);
}

async function isListed<T>(
  http: Http,
  known: Known<T>,
  id: unknown,
  first: ServerError,
  next: () => RequestOptions | undefined,
): Promise<boolean> {
  try {
    // As a gate reads: a number that is read wrongly, or not at all, would be a number that is not there.
    const rows = await http.track().http.whole(known.all, rowModel, next()).toArray();
    return rows.some((row) => row.id === Number(id));
  } catch (error) {
    if (error instanceof AbortedError || !(error instanceof DqgateError)) throw error;
    const why = `the server answers so too where there is no such ${known.kind}, and whether there is one could not be found out: ${error.message}`;
    throw explained(first, why, error);
  }
}

const isHidden = (error: unknown): error is ServerError =>
  error instanceof ServerError && error.status === HIDDEN_NOT_FOUND;

const contextOf = ({ platform, operation, requestId }: DqgateError): ErrorContext => ({
  platform,
  operation,
  requestId,
});

const explained = (error: ServerError, why: string, cause?: DqgateError): ServerError =>
  new ServerError(
    {
      status: error.status,
      message: `${error.message} (${why})`,
      details: error.details,
      retryAfterMs: error.retryAfterMs,
    },
    { ...contextOf(error), retryable: error.retryable, cause },
  );

/** Gives the one of this name, in any case. Throws `NotFoundError` where the list holds none. */
export async function byName<T extends { name: string }>(
  http: Http,
  known: Known<T>,
  name: string,
  options: RequestOptions | undefined,
): Promise<T> {
  const items = await everyOne(http, known, options).toArray();
  return items.find((item) => isNamed(item, name)) ?? unlisted(http, known, name);
}

/** Says that the list holds no such thing. */
export function unlisted(http: Http, { kind, all }: Pick<Known<unknown>, "kind" | "all">, ref: AssetRef): never {
  throw new NotFoundError(
    { status: 200, message: `the server's list holds no ${kind} ${ref}`, resourceType: kind, resourceId: String(ref) },
    { platform: http.platform, operation: `GET ${all.template}` },
  );
}

export const isNamed = (item: { name: string }, name: string): boolean => normalized(item.name) === normalized(name);

/** All of a kind. */
export const everyOne = <T>(
  http: Http,
  { all, model }: Known<T>,
  options: RequestOptions | undefined,
): PagePromise<T> => http.whole(all, model, options);

/** A number, or a name. */
export type Ref = { readonly id: number } | { readonly name: string };

/** Takes a number, its digits in a text, or a name. Throws `ValidationError` naming the argument for anything else. */
export function refOf(argument: string, value: unknown, context: ErrorContext): Ref {
  const { complaint } = intId({ [argument]: value });
  const text = String(value);
  if ((typeof value === "number" || typeof value === "string") && complaint?.(text) === undefined)
    return { id: Number(value) };
  if (typeof value === "string" && normalized(value) !== "") return { name: value };
  const message = `expected a name, or ${complaint?.(text)?.replace("expected ", "") ?? "a number"}`;
  throw new ValidationError([{ path: [argument], code: "invalid_id", message }], context);
}

/** Gives a thing by its number or name. */
export const byRef = <T extends { name: string }>(
  http: Http,
  known: Known<T>,
  ref: Ref,
  options: RequestOptions | undefined,
): Promise<T> => ("id" in ref ? byId(http, known, ref.id, options) : byName(http, known, ref.name, options));
