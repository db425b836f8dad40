import {
  type Http,
  inCall,
  path,
  type RequestOptions,
  type Sent,
  UnsupportedError,
  withinOneCall,
} from "../../base.js";
import { intId } from "./ids.js";
import { containerById } from "./lookups.js";
import { anyContainerChanges, type ContainerChanges, containerChanges } from "./models/container-changes.js";
import type { ContainerKind } from "./models/container-kinds.js";
import { type Container, containerModel } from "./models/containers.js";
import { idOf, isWhole, namesOf } from "./whole-records.js";

/** A container as `containers.get` gives it, or its id. */
export type ContainerRef = string | number | Container;

type Known = Exclude<ContainerKind, "other">;

const OPERATION = "PUT /containers/{container}";

const CARRIED_BY_ALL = ["description", "additionalMetadata"];
const TABLE = ["partitionField", "incrementalFieldName", "incrementalIdentifierType", "inferDatatypes"];
/** Of a join by a field alone: a join by a query has its conditions in the query. */
const CLAUSES = ["whereClause", "groupByClause"];
/** What the platform may set back where a change leaves it out. */
const CARRIED: Readonly<Record<Known, readonly string[]>> = {
  table: TABLE,
  view: TABLE,
  file: ["escapeCharacter", "inferDatatypes", "hasHeader", "treatEmptyAsNull"],
  computed_table: ["name", "query", "incrementalFieldName", "incrementalIdentifierType"],
  computed_file: ["name", "selectClause", ...CLAUSES, "lateralViews"],
  computed_join: ["name", ...CLAUSES],
};

/**
 * Changes a container: the platform takes no single changes, so that what it has goes along with them. One that is told by
 * its id, or by a part of it, is read first.
 */
export async function updateContainer(
  http: Http,
  ref: ContainerRef,
  changes: ContainerChanges,
  options: RequestOptions | undefined,
): Promise<Container> {
  // What no kind of container takes is said before anything is read.
  inCall(() => anyContainerChanges.of(changes as never).encode(), { platform: http.platform, operation: OPERATION });
  const next = withinOneCall(http, OPERATION, options);
  const current = isWhole(containerModel, ref) ? ref : await containerById(http, idOf(ref), next());
  const kind = knownKind(http, current);
  const body: Sent = {
    encode() {
      const told = containerChanges[kind].of(changes).encode();
      return { container_type: current.containerType, ...carried(current, kind, told), ...told };
    },
  };
  // The whole record goes out: sent twice, it changes nothing twice.
  const sending = { body, repeatable: true };
  return await http.one("PUT", path`/containers/${intId({ container: current.id })}`, containerModel, next(), sending);
}

function knownKind({ platform }: Http, { id, kind, containerType }: Container): Known {
  if (kind !== "other" && kind in CARRIED) return kind;
  const why = `what a change must carry of a container of the type ${containerType} is not known`;
  throw new UnsupportedError(`container ${id}: ${why}; use client.request`, {
    platform,
    operation: "containers.update",
  });
}

/** What the container has and must keep, in the platform's spelling. */
function carried(current: Container, kind: Known, told: Record<string, unknown>): Record<string, unknown> {
  const has = current as unknown as Record<string, unknown>;
  const wireNames: Readonly<Record<string, readonly string[]>> = containerModel.wireNames;
  const isSql = kind === "computed_join" && (has.query != null || told.query !== undefined);
  const out: Record<string, unknown> = {};
  for (const name of [...CARRIED[kind], ...CARRIED_BY_ALL]) {
    const value = isSql && CLAUSES.includes(name) ? null : has[name];
    if (value != null) out[wireNames[name]?.[0] ?? name] = value;
  }
  // A container that shows none may be a row of a list that is lighter: an empty list would take them away.
  const tags = namesOf(current.tags);
  if (tags.length > 0) out.tags = tags;
  return out;
}
