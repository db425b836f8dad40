import type { ConfigFile } from "./files.js";

/** The files of one datastore. */
export interface DatastoreFolder {
  /** The folder's path, or `.` where it is the folder that was given. */
  readonly path: string;
  /** Its own file; undefined where there is none. */
  datastore: ConfigFile | undefined;
  /** Files of containers. */
  readonly containers: FileOfContainer[];
  readonly computedFields: FileOfContainer[];
  readonly checks: ConfigFile[];
}

/** A file in the folder of a container. */
export interface FileOfContainer extends ConfigFile {
  /** The name of the container's folder. */
  readonly folder: string;
}

/** What a folder of configuration holds. */
export interface Layout {
  readonly connections: readonly ConfigFile[];
  readonly datastores: readonly DatastoreFolder[];
  /** Files that have no place in it. */
  readonly ignored: readonly string[];
}

const OWN = /^_datastore\.(?:ya?ml|json)$/i;
const CONTAINER = /^containers\/([^/]+)\/_container\.(?:ya?ml|json)$/i;
const FIELD = /^containers\/([^/]+)\/computed_fields\/[^/]+$/i;
const CHECK = /^checks\/.+/i;
const CONNECTION = /^connections\/[^/]+$/i;
const IN_DATASTORE = /^datastores\/([^/]+)\/(.+)$/i;

/**
 * Sorts files by what they are. The folder may be the whole configuration, its `datastores` folder, or that of one
 * datastore.
 */
export function layoutOf(files: readonly ConfigFile[]): Layout {
  const inside = insideOf(files.map(({ path }) => path));
  const connections: ConfigFile[] = [];
  const datastores = new Map<string, DatastoreFolder>();
  const ignored: string[] = [];
  for (const file of files) {
    const path = inside + file.path;
    const [, name, rest] = IN_DATASTORE.exec(path) ?? [];
    if (CONNECTION.test(path)) connections.push(file);
    else if (
      name === undefined ||
      rest === undefined ||
      !placed(folderOf(datastores, name, file.path, rest), file, rest)
    )
      ignored.push(file.path);
  }
  const found = [...datastores.values()].filter(
    ({ datastore, containers, computedFields, checks }) =>
      datastore !== undefined || containers.length + computedFields.length + checks.length > 0,
  );
  return { connections, datastores: found, ignored };
}

/** What stands in front of the paths in a whole configuration. */
function insideOf(paths: readonly string[]): string {
  if (paths.some((path) => IN_DATASTORE.test(path))) return "";
  if (paths.some((path) => OWN.test(path))) return "datastores/./";
  if (paths.some((path) => OWN.test(path.replace(/^[^/]+\//, "")))) return "datastores/";
  const isPart = paths.some((path) => CHECK.test(path) || CONTAINER.test(path) || FIELD.test(path));
  return isPart && !paths.some((path) => CONNECTION.test(path)) ? "datastores/./" : "";
}

function folderOf(known: Map<string, DatastoreFolder>, name: string, path: string, rest: string): DatastoreFolder {
  const folder = known.get(name) ?? {
    path: path.slice(0, path.length - rest.length).replace(/\/$/, "") || ".",
    datastore: undefined,
    containers: [],
    computedFields: [],
    checks: [],
  };
  known.set(name, folder);
  return folder;
}

/** Puts a file where it belongs; false: nowhere. */
function placed(folder: DatastoreFolder, file: ConfigFile, rest: string): boolean {
  if (OWN.test(rest)) {
    if (folder.datastore !== undefined) return false;
    folder.datastore = file;
    return true;
  }
  const container = CONTAINER.exec(rest)?.[1];
  const field = FIELD.exec(rest)?.[1];
  if (container !== undefined) folder.containers.push({ ...file, folder: container });
  else if (field !== undefined) folder.computedFields.push({ ...file, folder: field });
  else if (CHECK.test(rest)) folder.checks.push(file);
  else return false;
  return true;
}
