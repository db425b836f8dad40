import { type ImportConfigOptions, importConfig } from "dqgate/qualytics/config";
import type { QualyticsEmulator, QualyticsSeed } from "dqgate/testing";
import { type World, world } from "../world.js";

type DatastoreSeed = NonNullable<QualyticsSeed["datastores"]>[number];
type ContainerSeed = NonNullable<DatastoreSeed["containers"]>[number];
type SourceSeed = NonNullable<DatastoreSeed["sources"]>[number];

/** Twelve containers with names that no file system likes; two pairs have one slug. */
export const AWKWARD = [
  "Orders",
  "orders!",
  "Order Items",
  "order-items",
  "売上",
  "顧客",
  "a/b\\c",
  "../../etc/passwd",
  "con",
  "...",
  "Größe (m²)",
  `very long ${"name ".repeat(40)}`.trim(),
] as const;

const FIELDS = ["id", "Customer Id", "金額", "a/b", "..", "nul"];

/** Rules that need no properties, on each field and on none. */
const RULES = ["notNull", "unique", "notEmpty", "positive", "notNegative", "notFuture"];

/** So many checks over the awkward containers, some of them alike but for their properties. */
export function awkwardContainers(checks: number): ContainerSeed[] {
  return AWKWARD.map((name, at) => ({
    name,
    fields: FIELDS,
    checks: Array.from({ length: Math.ceil((checks - at) / AWKWARD.length) }, (_, number) => {
      // The last of each container share a UID: same rule and field, other properties.
      if (number >= 12) return { rule: "between", fields: ["id"], properties: { min: number, max: 100 + number } };
      const rule = RULES[number % RULES.length] as string;
      return {
        rule,
        fields: [FIELDS[number % FIELDS.length] as string, ...(number >= 6 ? ["id"] : [])],
        description: number % 3 === 0 ? `yes: ${"a long line ".repeat(20)}` : "2026-01-05",
        coverage: number % 2 === 0 ? 0.5 : null,
        filter: number % 4 === 0 ? "a = 'x'\nAND b > 1" : null,
        tags: number % 5 === 0 ? ["pii", "yes"] : [],
        status: number % 7 === 0 ? "Draft" : "Active",
        metadata: number % 6 === 0 ? { note: "no", "from quality check id": 4, when: "2026-01-05T00:00:00Z" } : null,
      };
    }),
  }));
}

export const sourcesOf = (containers: readonly ContainerSeed[]): SourceSeed[] =>
  containers.map(({ name, fields }) => ({ name, ...(fields === undefined ? {} : { fields }) }));

/** Imports into a deployment in which each datastore that is created has tables, in the order in which they are given. */
export function importWithSources(
  { server, client }: World,
  files: ReadonlyMap<string, string>,
  sources: Readonly<Record<string, readonly SourceSeed[]>>,
  options: ImportConfigOptions = {},
): ReturnType<typeof importConfig> {
  return importConfig(client, files, {
    ...options,
    onProgress: (progress) => {
      if (progress.type === "datastores") attach(server, sources);
      options.onProgress?.(progress);
    },
  });
}

function attach(server: QualyticsEmulator, sources: Readonly<Record<string, readonly SourceSeed[]>>): void {
  for (const datastore of server.state.datastores) {
    if (datastore.source.length > 0) continue;
    datastore.source = (sources[datastore.name] ?? []).map(({ name, fields = [] }) => ({
      name,
      container_type: "table",
      table_type: "table",
      row_count: 10,
      fields: fields.map((field) =>
        typeof field === "string"
          ? { name: field, type: "String" }
          : { name: field.name, type: field.type ?? "String" },
      ),
      last_modification_time: null,
    }));
  }
}

/** What stands for a variable of the environment. */
export const placeholder = (name: string): string => `\${${name}}`;

/** Files in memory. */
export const files = (texts: Record<string, string>): Map<string, string> => new Map(Object.entries(texts));
export const named = (name: string, more = ""): string => `name: ${name}\n${more}`;

/** A datastore with two tables, and nothing else. */
export const shop = (): World =>
  world({
    connections: [{ name: "pg", username: "reader" }],
    datastores: [
      {
        name: "shop",
        connection: "pg",
        containers: [
          { name: "Orders", fields: ["id", "total"] },
          { name: "customers", fields: ["id"] },
        ],
      },
    ],
  });

export const SHOP = "datastores/shop/_datastore.yaml";
export const container = (name: string): string => `datastores/shop/containers/${name}/_container.yaml`;
export const computedTable = (name: string): string =>
  named(name, "container_type: computed_table\nquery: SELECT id FROM Orders\n");
export const computedFile = (name: string, source: string): string =>
  named(name, `container_type: computed_file\nsource_container_name: ${source}\nselect_clause: id\n`);
