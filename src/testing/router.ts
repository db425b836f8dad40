/** A route's path: literal segments, and `{name}` for the others. */
export interface Routed {
  readonly verb: string;
  readonly path: string;
}

export interface Match<R extends Routed> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

interface Entry<R> {
  readonly segments: readonly string[];
  readonly route: R;
}

/** Finds routes as a server does: by whole segments, with their case, a literal before a parameter. */
export class Router<R extends Routed> {
  readonly #entries = new Map<string, Entry<R>[]>();

  constructor(routes: readonly R[]) {
    for (const route of routes) {
      const segments = route.path.split("/");
      const key = `${route.verb} ${segments.length}`;
      const entries = this.#entries.get(key) ?? [];
      entries.push({ segments, route });
      entries.sort((a, b) => parameters(a.segments) - parameters(b.segments));
      this.#entries.set(key, entries);
    }
  }

  find(verb: string, path: string): Match<R> | undefined {
    const told = path.split("/");
    for (const { segments, route } of this.#entries.get(`${verb} ${told.length}`) ?? []) {
      const params = matched(segments, told);
      if (params !== undefined) return { route, params };
    }
    return undefined;
  }
}

const isParameter = (segment: string): boolean => segment.startsWith("{");
const parameters = (segments: readonly string[]): number => segments.filter(isParameter).length;

function matched(segments: readonly string[], told: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    const value = told[at] as string;
    if (!isParameter(segment)) {
      if (segment !== value) return undefined;
    } else {
      if (value === "") return undefined;
      try {
        params[segment.slice(1, -1)] = decodeURIComponent(value);
      } catch {
        return undefined;
      }
    }
  }
  return params;
}
