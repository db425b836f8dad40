import { ConflictError } from "../../../../base.js";
import type { Operation } from "../../models/operations.js";
import type { ConfigProgress } from "../types.js";
import type { Target } from "./datastores.js";
import { type ImportRun, rethrowEnd } from "./run.js";
import { isUnsure, pause } from "./write.js";

const SYNC = { timeoutMs: 600_000, pollIntervalMs: 10_000 } as const;

/** Has each datastore synchronised, so that its containers are there. A failure is reported, and the import goes on. */
export async function syncDatastores(run: ImportRun, targets: readonly Target[]): Promise<void> {
  for (const { id, folder } of targets) {
    if (id === null) continue;
    let outcome: ConfigProgress["outcome"] = "created";
    try {
      await synced(run, id);
      run.tally("sync").created += 1;
    } catch (error) {
      rethrowEnd(error);
      run.tally("sync").fail(folder.path, error);
      outcome = "failed";
    }
    run.deployment.forget(`containers ${id}`);
    run.settings.onProgress?.({ type: "sync", file: folder.path, outcome });
  }
}

async function synced(run: ImportRun, datastore: number): Promise<void> {
  const { operations } = run.records.client;
  const options = run.records.options;
  const start = (): Promise<Operation> =>
    operations.run({ type: "sync", datastoreId: datastore, prune: false, recreate: false }, options);
  let operation: Operation;
  try {
    operation = await start();
  } catch (error) {
    // One that is under way already, or was begun by the call whose answer was lost, will do.
    const isConflict = error instanceof ConflictError;
    if (!isConflict && !isUnsure(error)) throw error;
    if (!isConflict) await pause(run.records, error, 1);
    const under = await operations.list(
      { datastore, operationType: "sync", finished: false, sortCreated: "desc" },
      options,
    );
    operation = under.items[0] ?? (await start());
  }
  const { timeoutMs: _, ...rest } = options;
  await operations.waitForOperation(operation.id, { ...rest, ...SYNC });
}
