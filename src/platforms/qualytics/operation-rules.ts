import { type RequestOptions, UnsupportedError } from "../../base.js";
import type { Operation } from "./models/operations.js";

/** An operation, or its id. */
export type OperationRef = string | number | Operation;

type Known = Pick<Operation, "id" | "type">;

// By the platform's page on runs. A type that is not named here may do whatever the server says.
const NOT_RESUMED: readonly string[] = ["sync", "external_scan", "export", "materialize"];
const NOT_RERUN: readonly string[] = ["external_scan"];

/** The operation that is meant; one that is told by its id is looked up. */
export async function refOf(
  operations: { get(operation: string | number, options?: RequestOptions): Promise<Operation> },
  operation: OperationRef,
  options: RequestOptions | undefined,
): Promise<Known> {
  return typeof operation === "object" && operation !== null ? operation : await operations.get(operation, options);
}

export function refuseResume({ id, type }: Known, platform: string): void {
  if (NOT_RESUMED.includes(type))
    refuse(
      platform,
      "resume",
      `operation ${id} is a ${type}; profiles, scans and promotions can be resumed, others rerun`,
    );
}

export function refuseRerun({ id, type }: Known, platform: string): void {
  if (NOT_RERUN.includes(type))
    refuse(platform, "rerun", `operation ${id} is a ${type}: start another with its records`);
}

function refuse(platform: string, method: string, message: string): never {
  throw new UnsupportedError(message, { platform, operation: `operations.${method}` });
}
