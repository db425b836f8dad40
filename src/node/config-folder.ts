import type { Dirent } from "node:fs";
import { lstat, mkdir, readdir, readFile, realpath, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { ConfigurationError, optionIssue, ValidationError } from "../base.js";

/** What `writeConfigFolder` did. */
export interface WrittenFolder {
  /** The paths of the files that are new or have another text now. */
  readonly written: readonly string[];
  /** The paths of those that had the text already; they were not touched. */
  readonly unchanged: readonly string[];
}

const READ = /\.(?:ya?ml|json)$/i;
const PASSED_OVER = /^(?:\.|node_modules$)/;

/**
 * Reads the `.yaml`, `.yml` and `.json` files of a folder and of those below it, as `importConfig` and `importChecks` of
 * `dqgate/qualytics/config` take them: texts by their paths within the folder, with slashes. Folders and files whose names
 * begin with a dot, and `node_modules`, are passed over.
 *
 * Throws `ConfigurationError` where there is no such folder, where a link leads out of it, and where a file is not UTF-8.
 */
export async function readConfigFolder(directory: string): Promise<Map<string, string>> {
  const root = await rootOf(directory);
  const files = new Map<string, string>();
  const walk = async (folder: string, way: readonly string[]): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (PASSED_OVER.test(entry.name)) continue;
      const path = join(folder, entry.name);
      const isFolder = await leadsToFolder(root, path, entry);
      if (isFolder) {
        const real = await realpath(path);
        if (!way.includes(real)) await walk(path, [...way, real]); // A link to a folder above has been read.
      } else if (READ.test(entry.name)) files.set(inside(root, path), await textOf(root, path));
    }
  };
  await walk(root, [root]);
  return files;
}

/**
 * Writes files below a folder, which is made where it is missing. A file that has its text already is not touched, and none
 * is deleted. All paths are looked at before anything is written: throws `ValidationError` for one that is not relative or
 * leaves the folder, and `ConfigurationError` where a link would lead out of it.
 */
export async function writeConfigFolder(directory: string, files: ReadonlyMap<string, string>): Promise<WrittenFolder> {
  const all = checkedFiles(files);
  await mkdir(checkedDirectory(directory), { recursive: true });
  const root = await rootOf(directory);
  for (const [path] of all) await refuseLinkOut(root, join(root, path));
  const written: string[] = [];
  const unchanged: string[] = [];
  for (const [path, text] of all) {
    const place = join(root, path);
    if ((await oldText(place)) === text) {
      unchanged.push(path);
      continue;
    }
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, text, "utf8");
    written.push(path);
  }
  return { written, unchanged };
}

function checkedDirectory(directory: string): string {
  if (typeof directory !== "string" || directory === "" || directory.includes("\0"))
    throw new ValidationError([optionIssue("directory", "expected the path of a folder")]);
  return resolve(directory);
}

/** The folder without links. */
async function rootOf(directory: string): Promise<string> {
  const path = checkedDirectory(directory);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true) throw new ConfigurationError(`${directory} is no folder`);
  return realpath(path);
}

const inside = (root: string, path: string): string => relative(root, path).split(sep).join("/");
const isWithin = (root: string, path: string): boolean =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);

/** Whether an entry is a folder, itself or through a link. Throws where it is a link that leads out. */
async function leadsToFolder(root: string, path: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined) throw new ConfigurationError(`${inside(root, path)} is a link that leads nowhere`);
  if (!isWithin(root, real)) throw leadsOut(root, path);
  return (await stat(real)).isDirectory();
}

const leadsOut = (root: string, path: string): ConfigurationError =>
  new ConfigurationError(`${inside(root, path)} is a link that leads out of the folder`);

async function textOf(root: string, path: string): Promise<string> {
  const bytes = await readFile(path);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ConfigurationError(`${inside(root, path)} is not UTF-8`);
  }
}

/** The text of a file; undefined where there is none. */
const oldText = (path: string): Promise<string | undefined> =>
  readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });

/** Paths that stay below the folder. Backslashes and colons mean other places on Windows. */
function checkedFiles(files: ReadonlyMap<string, string>): [path: string, text: string][] {
  if (typeof (files as Partial<ReadonlyMap<string, string>> | null)?.[Symbol.iterator] !== "function")
    throw new ValidationError([optionIssue("files", "expected a Map of paths to texts")]);
  const all = [...files];
  const issues = all.flatMap(([path, text]) => {
    if (typeof path !== "string" || typeof text !== "string") return [optionIssue("files", "expected texts by paths")];
    const parts = path.split("/");
    const isWrong = parts.some((part) => part === "" || part === "." || part === ".." || /[\\:\0]/.test(part));
    return isWrong
      ? [optionIssue(["files", path], "expected a path below the folder, such as checks/orders/x.yaml")]
      : [];
  });
  if (issues.length > 0) throw new ValidationError(issues);
  return all;
}

/** Looks at every link on the way to a file; one that leads nowhere would be followed by the write. */
async function refuseLinkOut(root: string, place: string): Promise<void> {
  for (let path = place; path !== root; path = dirname(path)) {
    const isLink = await lstat(path).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    const real = isLink ? await realpath(path).catch(() => undefined) : path;
    if (real === undefined || !isWithin(root, real)) throw leadsOut(root, path);
  }
}
