import { byCodePoint, fitted, Names, segment } from "./slugs.js";

/** What a check is known by. */
export interface CheckIdentity {
  /** Null: it has no container. */
  readonly container: string | null;
  readonly rule: string | null;
  /** By name. */
  readonly fields: readonly string[];
}

/** The key of a check's metadata that holds its UID. */
export const UID_KEY = "_qualytics_check_uid";

const NO_CONTAINER = "_no_container";
const ruleOf = (rule: string | null): string => (rule === null || rule === "" ? "unknown" : segment(rule));
const fieldsOf = (fields: readonly string[]): string => [...fields].sort(byCodePoint).map(segment).join("_");
const joined = (...parts: readonly string[]): string => parts.join("__");

/**
 * The UID of a check: `orders__notnull__order_id`. The third part is absent without fields, and the first is empty without
 * a container.
 */
export function checkUid({ container, rule, fields }: CheckIdentity): string {
  const parts = [container === null ? "" : segment(container), ruleOf(rule)];
  return joined(...parts, ...(fields.length === 0 ? [] : [fieldsOf(fields)]));
}

/** The folder of a check: that of its container. Containers with equal slugs share one. */
const directoryOf = ({ container }: CheckIdentity): string =>
  container === null ? NO_CONTAINER : fitted(segment(container));

const stemOf = ({ rule, fields }: CheckIdentity): string =>
  fitted(fields.length === 0 ? ruleOf(rule) : joined(ruleOf(rule), fieldsOf(fields)));

/** A check as a deployment has it. */
export interface KnownCheck extends CheckIdentity {
  readonly id: number;
  /** The UID that its metadata tells. */
  readonly uid: string | null;
  readonly isArchived: boolean;
}

/** A check whose UID was another's already. */
export interface UidCollision {
  readonly id: number;
  /** The check that has it. */
  readonly otherId: number;
  readonly uid: string;
  /** What this one got in its place. */
  readonly given: string;
}

/**
 * Gives each check of a datastore a UID of its own. One that its metadata tells stays, unless an earlier check has it;
 * others are computed, and the second of a kind gets `__2`. Earlier checks (by id, archived ones last) come first, so that
 * a new check takes no UID from another.
 */
export function assignUids(checks: readonly KnownCheck[]): {
  uids: ReadonlyMap<number, string>;
  collisions: readonly UidCollision[];
} {
  const owners = new Map<string, number>();
  const uids = new Map<number, string>();
  const collisions: UidCollision[] = [];
  const give = (id: number, uid: string): void => {
    owners.set(uid, id);
    uids.set(id, uid);
  };
  const next = new Map<string, number>();
  const sorted = [...checks].sort((a, b) => Number(a.isArchived) - Number(b.isArchived) || a.id - b.id);
  for (const { id, uid } of sorted) if (uid !== null && !owners.has(uid)) give(id, uid);
  for (const check of sorted) {
    if (uids.has(check.id)) continue;
    const wanted = check.uid ?? checkUid(check);
    let given = wanted;
    for (let number = next.get(wanted) ?? 2; owners.has(given); number += 1) {
      given = `${wanted}__${number}`;
      next.set(wanted, number + 1);
    }
    if (given !== wanted) collisions.push({ id: check.id, otherId: owners.get(wanted) as number, uid: wanted, given });
    give(check.id, given);
  }
  return { uids, collisions };
}

/**
 * The path of each check below a datastore's folder, without an extension: `checks/orders/notnull__order_id`. Where a name
 * is taken the number of the UID decides (`…_2` for `…__2`), so that another deployment that has these checks by their
 * UIDs gets the same paths, and a new check changes no path.
 */
export function checkPaths(
  checks: readonly KnownCheck[],
  uids: ReadonlyMap<number, string>,
): ReadonlyMap<number, string> {
  const groups = new Map<string, KnownCheck[]>();
  for (const check of [...checks].sort((a, b) => a.id - b.id)) {
    const place = `checks/${directoryOf(check)}/${stemOf(check)}`;
    const group = groups.get(place) ?? [];
    group.push(check);
    groups.set(place, group);
  }
  const numbered = [...groups].flatMap(([place, group]) =>
    numbersOf(group, uids).map(([id, number]) => ({ place, id, number })),
  );
  numbered.sort(
    (a, b) => Math.sign(a.number - 1) - Math.sign(b.number - 1) || byCodePoint(a.place, b.place) || a.number - b.number,
  );
  const names = new Names();
  return new Map(numbered.map(({ place, id, number }) => [id, names.take(place, number)]));
}

/** A number for each check of one place: that of its UID, else the next that is free. */
function numbersOf(group: readonly KnownCheck[], uids: ReadonlyMap<number, string>): [id: number, number: number][] {
  const taken = new Map<number, number>();
  const rest: number[] = [];
  for (const check of group) {
    const number = numberIn(uids.get(check.id) ?? "", checkUid(check));
    if (number === null || taken.has(number)) rest.push(check.id);
    else taken.set(number, check.id);
  }
  let number = 1;
  for (const id of rest) {
    while (taken.has(number)) number += 1;
    taken.set(number, id);
  }
  return [...taken].map(([number, id]) => [id, number]);
}

/** 1 for the computed UID, 2 for `…__2`; null for one that somebody chose. */
function numberIn(uid: string, computed: string): number | null {
  if (uid === computed) return 1;
  const number = uid.startsWith(`${computed}__`) ? uid.slice(computed.length + 2) : "";
  return /^(?:[2-9]|[1-9]\d{1,5})$/.test(number) ? Number(number) : null;
}
