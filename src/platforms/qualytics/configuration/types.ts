import {
  isOptions,
  optionIssue,
  REQUEST_OPTIONS,
  type RequestOptions,
  unknownOptions,
  ValidationError,
} from "../../../base.js";

/** The types of files in a configuration folder. */
export type ConfigType = "connections" | "datastores" | "containers" | "computedFields" | "checks";

export const CONFIG_TYPES: readonly ConfigType[] = [
  "connections",
  "datastores",
  "containers",
  "computedFields",
  "checks",
];

/** How far an export or an import has come. */
export interface ConfigProgress {
  /** `sync` for the synchronisation of datastores. */
  readonly type: ConfigType | "sync";
  /** The file that is done, with a place in it where it holds several; or the row, or the datastore, where there is none. */
  readonly file: string;
  readonly outcome: "exported" | "created" | "updated" | "failed" | "skipped";
}

const FLAGS = ["dryRun", "skipChecks", "skipProfileWait", "locked"] as const;

/** Checks options, and gives those of requests apart. Throws `ValidationError` naming the option. */
export function checkedOptions<T extends RequestOptions>(
  options: T,
  known: readonly (keyof T & string)[],
): RequestOptions {
  if (!isOptions(options)) throw new ValidationError([optionIssue("options", "expected an object")]);
  const issues = unknownOptions(options, [...REQUEST_OPTIONS, ...known], {
    dry_run: "dryRun",
    datastore: "datastores",
  });
  if ("onProgress" in options && options.onProgress !== undefined && typeof options.onProgress !== "function")
    issues.push(optionIssue("onProgress", "expected a function"));
  // What is no flag might be taken for one that is not set, and a dry run would write.
  for (const flag of FLAGS) {
    const value: unknown = (options as Readonly<Record<string, unknown>>)[flag];
    if (value !== undefined && typeof value !== "boolean") issues.push(optionIssue(flag, "expected true or false"));
  }
  if (issues.length > 0) throw new ValidationError(issues);
  const own = Object.entries(options).filter(([name]) => REQUEST_OPTIONS.includes(name as keyof RequestOptions));
  return Object.fromEntries(own);
}

/** The types that are included, in their order. Throws `ValidationError` for a word that is none. */
export function checkedInclude(include: unknown): readonly ConfigType[] {
  if (include === undefined) return CONFIG_TYPES;
  const known: readonly unknown[] = CONFIG_TYPES;
  if (!Array.isArray(include) || include.length === 0 || include.some((one) => !known.includes(one)))
    throw new ValidationError([optionIssue("include", `expected a list of ${CONFIG_TYPES.join(", ")}`)]);
  return CONFIG_TYPES.filter((one) => include.includes(one));
}

/** A list of ids or names, or nothing. Throws `ValidationError`: an empty list would mean nothing, or everything. */
export function checkedRefs(option: string, refs: unknown): readonly (string | number)[] | undefined {
  if (refs === undefined) return undefined;
  const isRef = (one: unknown): boolean =>
    typeof one === "string" ? one.trim() !== "" : Number.isSafeInteger(one) && (one as number) > 0;
  if (!Array.isArray(refs) || refs.length === 0 || !refs.every(isRef))
    throw new ValidationError([optionIssue(option, "expected a list of at least one id or name")]);
  return refs as (string | number)[];
}
