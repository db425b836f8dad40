import {
  ConflictError,
  type Http,
  OperationAbortedError,
  OperationFailedError,
  path,
  type RequestOptions,
  ResponseValidationError,
  type WaitOptions,
  type WaitSource,
  waitUntilOver,
} from "../../../base.js";
import { intId } from "../ids.js";
import { maskedMessage, type Operation, operationModel } from "../models/operations.js";

/** Who aborts operations. */
export interface Aborter {
  abort(operation: string | number, options?: RequestOptions): Promise<Operation>;
}

interface OperationReader extends Aborter {
  get(operation: string | number, options?: RequestOptions): Promise<Operation>;
}

/** How an operation is looked at, and aborted. */
export function operationSource(
  http: Http,
  operations: OperationReader,
  operation: string | number,
): WaitSource<Operation> {
  const context = { platform: http.platform, operation: "operations.waitForOperation" };
  return {
    what: `operation ${operation}`,
    look: async (options) => {
      const seen = await operations.get(operation, options);
      if (String(seen.id) === String(operation)) return seen;
      throw new ResponseValidationError("it is about another operation", [], context);
    },
    isOver: ({ isTerminal }) => isTerminal,
    abort: (options) =>
      operations.abort(operation, options).catch((error: unknown) => {
        if (!(error instanceof ConflictError)) throw error; // it has ended meanwhile
      }),
    clock: http.clock,
    random: http.random,
    totalTimeoutMs: http.totalTimeoutMs,
    context,
  };
}

/** Waits for an operation to succeed. It is read strictly, as gates read, whatever the client's validation is. */
export async function waitForOperation(
  caller: Http,
  operations: Aborter,
  operation: string | number,
  options: WaitOptions<Operation>,
): Promise<Operation> {
  const { http } = caller.track();
  const reader: OperationReader = {
    get: (id, request) => http.one("GET", path`/operations/${intId({ operation: id })}`, operationModel, request),
    abort: (id, request) => operations.abort(id, request),
  };
  const source = operationSource(http, reader, operation);
  const last = await waitUntilOver(source, options);
  if (last.state === "succeeded") return last;
  const what = `${last.type} ${last.id}${last.datastore?.name == null ? "" : ` of ${last.datastore.name}`}`;
  const message = maskedMessage(last);
  const why = message === null ? "" : `: ${message}`;
  if (last.state === "aborted") {
    const by = last.abortedBy ?? last.abortedByUser?.name;
    throw new OperationAbortedError(`${what} was aborted${by == null ? "" : ` by ${by}`}${why}`, last, source.context);
  }
  const how = last.state === "failed" ? "failed" : `ended as ${last.result}, which is no word for success`;
  throw new OperationFailedError(`${what} ${how}${why}`, last, source.context);
}
