import { BadRequestError, type Http, isOptions, isRecord, path, type RequestOptions, type Sent } from "../../base.js";
import {
  type ContainerDefinition,
  type ContainerValidateBody,
  containerDefinition,
} from "./models/container-bodies.js";
import { type ContainerValidateParams, containerValidateParams, VALIDATE_SECONDS } from "./models/container-params.js";
import { redactCredentials } from "./secrets.js";

/** Whether the platform could run a definition. */
export interface ContainerVerdict {
  readonly valid: boolean;
  /** What the source says against it; null where it says nothing. Credentials in it are masked. */
  readonly message: string | null;
}

/** The platform wants a name for what has none yet. */
const NAME = "validation_test";
/** What an answer may take at least, and beyond the time that the platform tries. */
const LEAST_MS = 30_000;
const GRACE_MS = 15_000;

/** Lets the platform try a definition. A refusal (400) is a verdict; every other failure is thrown. */
export async function validateContainer(
  http: Http,
  definition: ContainerValidateBody,
  params: ContainerValidateParams = {},
  options?: RequestOptions,
): Promise<ContainerVerdict> {
  const whole = isOptions(definition) ? ({ name: NAME, ...definition } as ContainerDefinition) : definition;
  const body: Sent = { encode: () => ({ container: containerDefinition.of(whole).encode() }) };
  const seconds = params?.timeoutSeconds ?? VALIDATE_SECONDS;
  try {
    const { data } = await http.raw("POST", path`/containers/validate`, options, {
      body,
      query: containerValidateParams.of(params),
      repeatable: true, // Nothing is made.
      timeoutMs: Math.max(LEAST_MS, seconds * 1000 + GRACE_MS),
    });
    return verdictOf(data);
  } catch (error) {
    if (error instanceof BadRequestError && error.status === 400) return { valid: false, message: error.message };
    throw error;
  }
}

/** An answer without a body is a yes; one with a body may say no. */
function verdictOf(data: unknown): ContainerVerdict {
  const { valid, success, message, detail } = isRecord(data) ? data : {};
  const said = [message, detail].find((one): one is string => typeof one === "string" && one !== "");
  return { valid: valid !== false && success !== false, message: said === undefined ? null : redactCredentials(said) };
}
