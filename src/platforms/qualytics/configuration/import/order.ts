/** Something that may be built on others. */
export interface Dependent {
  /** What it is called, for those that are built on it. */
  readonly key: string;
  readonly dependsOn: readonly string[];
}

/**
 * Puts things behind those that they are built on; else they keep their order. Those in a circle, and those built on them,
 * have no place: each is given with the circle, as its keys in a row.
 */
export function inDependencyOrder<T extends Dependent>(
  things: readonly T[],
): { ordered: readonly T[]; circular: readonly { thing: T; circle: readonly string[] }[] } {
  const byKey = new Map(things.map((thing) => [thing.key, thing]));
  const ordered: T[] = [];
  const done = new Set<T>();
  const circles = new Map<T, readonly string[]>();

  const visit = (thing: T, way: readonly T[]): void => {
    if (done.has(thing) || circles.has(thing)) return;
    const at = way.indexOf(thing);
    if (at >= 0) {
      const circle = [...way.slice(at), thing].map(({ key }) => key);
      for (const one of way.slice(at)) circles.set(one, circle);
      return;
    }
    for (const key of thing.dependsOn) {
      const other = byKey.get(key);
      if (other === undefined) continue;
      visit(other, [...way, thing]);
      const circle = circles.get(other);
      if (circle !== undefined && !circles.has(thing)) circles.set(thing, circle);
    }
    if (circles.has(thing)) return;
    done.add(thing);
    ordered.push(thing);
  };
  for (const thing of things) visit(thing, []);
  return {
    ordered,
    circular: things.flatMap((thing) => (circles.has(thing) ? [{ thing, circle: circles.get(thing) ?? [] }] : [])),
  };
}
