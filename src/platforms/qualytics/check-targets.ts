import { AuthorizationError, boundedMap, type Http, NotFoundError, type RequestOptions } from "../../base.js";
import { containerById } from "./lookups.js";
import type { QualityCheck } from "./models/checks.js";
import { parentIdOf } from "./models/referential.js";
import type { DatastoreStub } from "./models/stubs.js";

interface Named {
  readonly name: string | null;
  readonly datastore: DatastoreStub | null;
}

const WIDTH = 4;

const pathOf = ({ name, datastore }: Named): string | null =>
  name === null || datastore?.name == null ? null : `${datastore.name}.${name}`;

/**
 * The paths of the containers that checks are about and refer to, by their ids: `datastore.container`. Those that the checks
 * do not name themselves cost a request each. A container that is gone, or that the token may not see, is told by its id.
 */
export async function tablePaths(
  http: Http,
  checks: readonly QualityCheck[],
  options: RequestOptions | undefined,
): Promise<(container: number | null) => string> {
  const paths = new Map<number, string>();
  for (const { asset, container, datastore } of checks) {
    const path = pathOf({ name: container?.name ?? null, datastore });
    if (path !== null && asset !== null) paths.set(asset, path);
  }
  const asked = new Set(checks.flatMap((check) => [check.asset, parentIdOf(check)]));
  const missing = [...asked].filter((id) => id !== null && !paths.has(id)) as number[];
  await boundedMap(missing, WIDTH, async (id) => {
    paths.set(id, pathOf(await named(http, id, options)) ?? String(id));
  });
  return (container) => (container === null ? "" : (paths.get(container) ?? ""));
}

async function named(http: Http, id: number, options: RequestOptions | undefined): Promise<Named> {
  try {
    return await containerById(http, id, options);
  } catch (error) {
    if (error instanceof NotFoundError || error instanceof AuthorizationError) return { name: null, datastore: null };
    throw error;
  }
}
