import { readdirSync, readFileSync } from "node:fs";
import type { SeenRequest } from "dqgate/testing";
import { describe, expect, it } from "vitest";

/** One call of a tagged method, and what it must put on the wire. */
export interface CallSample<World, Arranged = unknown> {
  /** Namespace and method, such as `assets.list`. */
  readonly method: string;
  /** What must be there first. Its requests are not compared. */
  readonly arrange?: (world: World) => Arranged | Promise<Arranged>;
  readonly call: (world: World, arranged: Arranged) => PromiseLike<unknown>;
  /** The query that is sent. Default: none. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** The JSON that is sent. Default: none. */
  readonly body?: unknown;
  /** Looks at the result. */
  readonly gives: (result: unknown) => void;
}

/** A row of a platform's inventory of endpoints. */
export interface InventoryRow {
  readonly method: string;
  readonly verb: string;
  readonly path: string;
  readonly seed: boolean;
  readonly certainty: string;
}

interface Contract<World extends { readonly requests: SeenRequest[] }> {
  /** The folder of the resource classes, and the inventory. */
  readonly resources: URL;
  readonly inventory: URL;
  readonly isWanted: (row: InventoryRow) => boolean;
  /** What the inventory calls a namespace, and what it is called here. */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Namespaces whose methods send what another one sends already. */
  readonly again: readonly string[];
  readonly samples: readonly CallSample<World>[];
  readonly world: () => World;
}

const lowerFirst = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);
const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Every `@endpoint` tag with the method that it stands above. */
function tagsOf(resources: URL): { method: string; verb: string; path: string }[] {
  return readdirSync(resources).flatMap((file) => {
    const source = readFileSync(new URL(file, resources), "utf8");
    const namespace = lowerFirst(/export class (\w+)/.exec(source)?.[1] ?? "");
    const pattern = /@endpoint ([A-Z]+) (\S+)(?:(?!\*\/)[\s\S])*\*\/\s+(?:async )?(\w+)(?:<[^>]*>)?\(/g;
    return [...source.matchAll(pattern)].map(([, verb, path, name]) => ({
      method: `${namespace}.${name}`,
      verb: verb as string,
      path: path as string,
    }));
  });
}

function inventoryOf(file: URL, renamed: Readonly<Record<string, string>> = {}): InventoryRow[] {
  const [, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => {
    const [namespace = "", name = "", verb = "", path = "", seed, certainty = ""] = line.split("\t");
    const shown = renamed[camel(namespace)] ?? camel(namespace);
    return { method: `${shown}.${camel(name)}`, verb, path, seed: seed === "yes", certainty };
  });
}

/** Holds a platform's tagged methods to its inventory, and calls each of them once. */
export function describeContract<World extends { readonly requests: SeenRequest[] }>(contract: Contract<World>): void {
  const tags = tagsOf(contract.resources);
  const rows = inventoryOf(contract.inventory, contract.renamed).filter(contract.isWanted);
  const told = (some: readonly { method: string; verb: string; path: string }[]): string[] =>
    some.map(({ method, verb, path }) => `${method} ${verb} ${path}`).sort();

  describe("the inventory", () => {
    it("is covered by the tags, row by row, and by nothing else", () => {
      const own = tags.filter(({ method }) => !contract.again.includes(method.split(".")[0] as string));
      expect(told(own)).toEqual(told(rows));
    });

    it("has a sample call for every tag", () => {
      const sampled = new Set(contract.samples.map(({ method }) => method));
      expect(tags.map(({ method }) => method).filter((method) => !sampled.has(method))).toEqual([]);
    });
  });

  describe.each(contract.samples)("$method", ({ method, arrange, call, query, body, gives }) => {
    it("sends what its tag and the inventory say", async () => {
      const tag = tags.find((one) => one.method === method);
      if (tag === undefined) return expect.fail(`${method} has no @endpoint tag`);
      const world = contract.world();
      const arranged = await arrange?.(world);
      world.requests.length = 0;
      gives(await call(world, arranged));
      expect(world.requests).toHaveLength(1);
      const [sent] = world.requests;
      expect(sent?.verb).toBe(tag.verb);
      expect(sent?.path).toMatch(new RegExp(`^${tag.path.replace(/\{[^}]*\}/g, "[^/]+")}$`));
      expect(sent?.query).toEqual(query ?? {});
      expect(sent?.body).toEqual(body);
      return undefined;
    });
  });
}
