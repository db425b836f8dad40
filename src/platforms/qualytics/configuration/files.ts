import { optionIssue, ValidationError } from "../../../base.js";
import { byPath } from "./slugs.js";

/** Files in memory: paths with slashes, relative to a folder, and their texts. */
export type ConfigFiles = ReadonlyMap<string, string>;

/** One file. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
}

/** The files that hold YAML or JSON, in the order of their paths; `check_2` stands before `check_10`. */
export function configFilesOf(files: ConfigFiles): ConfigFile[] {
  if (typeof (files as Partial<ConfigFiles> | null | undefined)?.[Symbol.iterator] !== "function")
    throw new ValidationError([
      optionIssue("files", "expected a Map of paths to texts, such as readConfigFolder gives"),
    ]);
  return [...files]
    .map(([path, text]) => {
      if (typeof path !== "string" || typeof text !== "string")
        throw new ValidationError([optionIssue("files", "expected texts")]);
      return { path: path.replaceAll("\\", "/").replace(/^(?:\.\/)+/, ""), text };
    })
    .filter(({ path }) => /\.(?:ya?ml|json)$/i.test(path))
    .sort((a, b) => byPath(a.path, b.path));
}

/** Puts files in the order of their paths. */
export const inOrder = (files: Iterable<readonly [string, string]>): Map<string, string> =>
  new Map([...files].sort(([a], [b]) => byPath(a, b)));
