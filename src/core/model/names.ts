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

/** Sets a property that may be called `__proto__`. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown, enumerable = true): void {
  if (key !== "__proto__" && enumerable) target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable, writable: true, configurable: true });
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
