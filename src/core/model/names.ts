const cache = new Map<string, string>();

/** The wire's spelling of a property: `lastUpdated` is `last_updated`. */
export function wireName(property: string): string {
  let name = cache.get(property);
  if (name === undefined) {
    name = property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    cache.set(property, name);
  }
  return name;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
