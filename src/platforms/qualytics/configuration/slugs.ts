/** Lower case; whatever is not `a-z0-9` becomes one `_`, and none stands at the ends. Empty for a name of other scripts. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .trim()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");

/**
 * The slug of a name; for one that has none, such as `売上`, its code points (`u58f2_u4e0a`), so that two such names stay
 * apart and a path never has an empty part.
 */
export function segment(name: string): string {
  const own = slug(name);
  if (own !== "") return own;
  const points = [...name].map((point) => `u${(point.codePointAt(0) as number).toString(16)}`);
  return points.join("_") || "unnamed";
}

/** What Windows takes for a device, whatever its extension. */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)\d)$/;
const LONGEST = 120;

/** A part of a path that every file system takes: no device's name, and no longer than 120 characters. */
export function fitted(part: string): string {
  if (DEVICE.test(part)) return `${part}_`;
  if (part.length <= LONGEST) return part;
  const mark = fingerprint(part);
  return `${part.slice(0, LONGEST - mark.length - 1)}_${mark}`;
}

/** FNV-1a, in 32 bits: short, and the same on every machine. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}

/** Names that are used up: the second of a kind gets `_2`, the third `_3`. */
export class Names {
  readonly #taken = new Set<string>();

  /** The name, or the first numbered one from `number` that is free. */
  take(name: string, number = 1): string {
    for (let at = number; ; at += 1) {
      const told = at === 1 ? name : `${name}_${at}`;
      if (this.#taken.has(told)) continue;
      this.#taken.add(told);
      return told;
    }
  }
}

/** The part of a path for each of several names; where slugs are equal the order of the names decides, not that of the list. */
export function segmentsOf(names: Iterable<string>): ReadonlyMap<string, string> {
  const used = new Names();
  const sorted = [...new Set(names)].sort(byCodePoint);
  return new Map(sorted.map((name) => [name, used.take(fitted(segment(name)))]));
}

/** Orders texts by their code points, whatever the machine's language. */
export function byCodePoint(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const difference = (a[at]?.codePointAt(0) ?? 0) - (b[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Orders paths as the numbers in them say: `check_2` before `check_10`, so that a folder is read as it was numbered. */
export function byPath(one: string, other: string): number {
  const [a, b] = [chunks(one), chunks(other)];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const [x, y] = [a[at] as string, b[at] as string];
    const isNumbers = /^\d/.test(x) && /^\d/.test(y);
    const difference =
      (isNumbers ? x.replace(/^0+(?=\d)/, "").length - y.replace(/^0+(?=\d)/, "").length : 0) || byCodePoint(x, y);
    if (difference !== 0) return difference;
  }
  return a.length - b.length || byCodePoint(one, other);
}

const chunks = (text: string): readonly string[] => text.match(/\d+|\D+/g) ?? [];
