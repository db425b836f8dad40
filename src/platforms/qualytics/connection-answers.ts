import {
  BadRequestError,
  type Http,
  INVALID,
  type Path,
  type RequestOptions,
  ResponseValidationError,
  type Sending,
  type Sent,
} from "../../base.js";
import { maskedWords } from "./connection-calls.js";
import { type ConnectionVerdict, connectionVerdictModel } from "./models/connections.js";

/** What is sent to learn whether a connection works. */
interface Question {
  readonly path: Path;
  readonly body?: Sent;
  /** The secrets in the body. */
  readonly secrets?: readonly string[];
  /** What an answer without a body says. */
  readonly unsaid: boolean | null;
}

/**
 * Asks whether a connection works. A rejected one is a verdict and no error: the platform answers it with a flag, or with
 * 400 and its reason. An answer without a flag says nothing.
 */
export async function askVerdict(
  http: Http,
  { path, body, secrets = [], unsaid }: Question,
  options: RequestOptions | undefined,
): Promise<ConnectionVerdict> {
  const sending = { repeatable: true, ...(body === undefined ? {} : { body }) };
  try {
    const { data, requestId } = await http.raw("POST", path, options, sending);
    if (data === undefined) return { connected: unsaid, message: null };
    const verdict = connectionVerdictModel.read(data);
    if (verdict !== INVALID) return maskedWords(verdict as ConnectionVerdict, secrets);
    const context = { platform: http.platform, operation: `POST ${path.template}`, requestId };
    throw new ResponseValidationError(connectionVerdictModel.name, connectionVerdictModel.issues(data), context);
  } catch (error) {
    if (!isRejection(error)) throw error;
    return { connected: false, message: maskedWords(error.message, secrets) };
  }
}

/** 400 in the platform's own words; complaints about single fields are about the call. */
const isRejection = (error: unknown): error is BadRequestError =>
  error instanceof BadRequestError && error.status === 400 && Object.keys(error.fieldErrors).length === 0;

/** A list of names. */
export async function readNames(
  http: Http,
  verb: "GET" | "POST",
  path: Path,
  options: RequestOptions | undefined,
  sending: Sending,
): Promise<string[]> {
  const { data, requestId } = await http.raw(verb, path, options, { repeatable: true, ...sending });
  if (Array.isArray(data) && data.every((one) => typeof one === "string")) return data;
  const context = { platform: http.platform, operation: `${verb} ${path.template}`, requestId };
  throw new ResponseValidationError("there is no list of names in it", [], context);
}
