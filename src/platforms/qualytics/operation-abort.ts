import {
  ConflictError,
  type Http,
  inCall,
  isOptions,
  optionIssue,
  path,
  type RequestOptions,
  ValidationError,
} from "../../base.js";
import { intId } from "./ids.js";
import { type Operation, operationModel } from "./models/operations.js";

/** How an operation is aborted. */
export interface AbortOptions extends RequestOptions {
  /** True: an operation that has ended already is given as it ended. Default: the platform's `ConflictError` is thrown. */
  acceptEnded?: boolean | undefined;
}

interface OperationReader {
  get(operation: string | number, options?: RequestOptions): Promise<Operation>;
}

/** See `Operations.abort`. */
export async function abortOperation(
  http: Http,
  operations: OperationReader,
  operation: string | number,
  options: AbortOptions,
): Promise<Operation> {
  const target = path`/operations/abort/${intId({ operation })}`;
  inCall(() => checkOptions(options), { platform: http.platform, operation: `PUT ${target.template}` });
  const { acceptEnded, ...request } = options;
  try {
    return await http.one("PUT", target, operationModel, request);
  } catch (error) {
    if (acceptEnded === true && error instanceof ConflictError) return await operations.get(operation, request);
    throw error;
  }
}

/** Those of the request are checked where it is sent. */
function checkOptions(options: unknown): void {
  if (!isOptions(options))
    throw new ValidationError([{ path: ["options"], code: "invalid_type", message: "expected an object" }]);
  const { acceptEnded } = options as AbortOptions;
  if (acceptEnded !== undefined && typeof acceptEnded !== "boolean")
    throw new ValidationError([optionIssue("acceptEnded", "expected true or false")]);
}
