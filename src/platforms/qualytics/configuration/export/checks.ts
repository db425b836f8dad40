import { assignUids, checkPaths, type KnownCheck } from "../check-uids.js";
import type { Deployment } from "../deployment.js";
import { knownCheck, portableCheck } from "../portable/checks.js";
import { References } from "../portable/references.js";
import { idOf, namesOf, type Wire } from "../wire.js";
import type { Exported } from "./result.js";

/** Which checks of a datastore are exported. */
export interface CheckChoice {
  /** Ids. */
  readonly containers?: readonly number[] | undefined;
  /** Those that have one of these tags. */
  readonly tags?: readonly string[] | undefined;
  readonly status?: string | undefined;
}

/**
 * Puts the checks of a datastore into an export, and tells of every one that is. UIDs and paths are found for all of them, whatever is chosen: a check must
 * not get another's UID because that one is left out.
 */
export async function addChecks(
  into: Exported,
  deployment: Deployment,
  datastore: number,
  folder: string,
  choice: CheckChoice = {},
  onFile?: (path: string) => void,
): Promise<void> {
  into.count("checks");
  const isArchived = choice.status?.toLowerCase() === "archived";
  const records = await deployment.checks(datastore, isArchived || isArchivedWord(choice.status));
  const known = records.map(knownCheck);
  const { uids, collisions } = assignUids(known);
  const paths = checkPaths(known, uids);
  const pathOf = (id: number): string => `${folder}${paths.get(id)}.yaml`;

  const chosen = new Set<number>();
  for (const [at, record] of records.entries()) {
    const check = known[at] as KnownCheck;
    if (!isChosen(record, check, choice)) continue;
    chosen.add(check.id);
    const path = pathOf(check.id);
    const references = new References(deployment, (message) => into.warn(message, path));
    into.add("checks", path, await portableCheck(record, uids.get(check.id) as string, references));
    onFile?.(path);
  }
  for (const { id, otherId, uid, given } of collisions)
    if (chosen.has(id))
      into.warn(`checks ${otherId} and ${id} have one UID, ${uid}: the second is exported as ${given}`, pathOf(id));
}

const isArchivedWord = (status: string | undefined): boolean =>
  ["invalid", "discarded"].includes(status?.toLowerCase() ?? "");

function isChosen(record: Wire, check: KnownCheck, { containers, tags, status }: CheckChoice): boolean {
  if (containers !== undefined && !containers.includes(idOf(record.container) ?? 0)) return false;
  if (tags !== undefined && !namesOf(record.global_tags ?? record.tags).some((tag) => tags.includes(tag))) return false;
  if (status === undefined) return !check.isArchived;
  if (status.toLowerCase() === "archived") return check.isArchived;
  return String(record.status ?? "Active").toLowerCase() === status.toLowerCase();
}
