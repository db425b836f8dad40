import {
  ApiError,
  type AssetRef,
  boundedSettle,
  type ErrorContext,
  type Http,
  int,
  type Model,
  maybe,
  model,
  NotFoundError,
  path,
  type RequestOptions,
  type Settled,
  text,
  time,
  ValidationError,
  withinOneCall,
} from "../../base.js";
import { intId, numberOf } from "./ids.js";
import { type Container, containerModel } from "./models/containers.js";
import { type DatastoreStub, datastoreStubModel } from "./models/stubs.js";
import { refuseAnother } from "./same-record.js";

/** All that is needed of a row to find a thing by its name. */
interface Row {
  id: number;
  name: string;
  deletedAt: Date | null;
}

interface ContainerRow extends Row {
  datastore: DatastoreStub | null;
}

const row = { id: int, name: text, deletedAt: maybe(time) };
const datastoreRowModel: Model<Row> = model("Datastore", row);
const containerRowModel: Model<ContainerRow> = model("Container", { ...row, datastore: maybe(datastoreStubModel) });

/** A container as a name may tell it. */
interface Told {
  readonly datastore: string;
  readonly name: string;
}

type Next = () => RequestOptions | undefined;

/** The largest page. */
const SIZE = 100;
/** So many names are looked up one by one, side by side: the list of all containers is one request, and a long one. */
const FEW_NAMES = 8;
const WIDTH = 8;
/** In a message; more are counted. */
const MOST_TOLD = 20;
/** What builds answer that do not have the list of all containers. */
const NO_LISTING: readonly number[] = [400, 404, 405, 422];
const CONTAINERS = path`/containers`;
const LISTING = path`/containers/listing`;
const DATASTORES = path`/datastores`;

/**
 * The id of a container. A number, or its digits, is the id itself, and costs no request. Anything else is a name:
 * `datastore.container`, or the container's alone where one container of the deployment has it; upper and lower case count,
 * archived containers do not. Both names may hold dots: each place where the name can be parted is looked up, at one request
 * each. Throws `NotFoundError` where there is none, and `ValidationError` with the candidates where several have the name.
 */
export function containerIdOf(http: Http, asset: AssetRef, options?: RequestOptions): Promise<number> {
  return findContainer(http, asset, withinOneCall(http, `GET ${CONTAINERS.template}`, options));
}

/**
 * The ids of several containers, as `containerIdOf` finds each, in their order. More than a few names are looked up in the
 * list of all containers, which is one request; a name that it lacks is looked up by itself. Names that are nobody's, or
 * several's, are told together, in the error of each of them. `placeOf` says where an asset stands in the caller's argument.
 */
export async function containerIdsOf(
  http: Http,
  assets: readonly AssetRef[],
  next: Next,
  placeOf: (asset: AssetRef) => readonly (string | number)[],
): Promise<Settled<number>[]> {
  const names = new Set(assets.filter((asset) => numberOf(asset) === undefined));
  const listing = names.size > FEW_NAMES ? await listed(http, next) : null;
  const lookUp = async (asset: AssetRef): Promise<number | readonly ContainerRow[]> => {
    const name = nameOf("asset", asset, contextOf(http, CONTAINERS.template));
    if (typeof name === "number") return name;
    if (listing !== null && "error" in listing) throw listing.error;
    const found = listing === null ? [] : await candidates(name, (one) => listing.value?.get(one) ?? []);
    return found.length > 0 ? found : await candidates(name, (one) => containersNamed(http, one, next()));
  };
  const ends = await boundedSettle(assets, WIDTH, lookUp);
  const wrong = ends.flatMap((end, at) => {
    const rows = "value" in end && typeof end.value !== "number" && end.value.length !== 1 ? end.value : null;
    return rows === null ? [] : [{ asset: assets[at] as AssetRef, rows }];
  });
  const errorOf = wrongNames(http, wrong, placeOf);
  return ends.map((end, at) => {
    if ("error" in end) return end;
    if (typeof end.value === "number") return { value: end.value };
    const [first, ...others] = end.value;
    return first !== undefined && others.length === 0
      ? { value: first.id }
      : { error: errorOf(assets[at] as AssetRef) };
  });
}

/** Gives a container, by its id or its name, as `containerIdOf` takes them. A name costs one request more than that. */
export async function containerOf(http: Http, asset: AssetRef, options?: RequestOptions): Promise<Container> {
  const next = withinOneCall(http, "GET /containers/{container}", options);
  return await containerById(http, await findContainer(http, asset, next), next());
}

/** Gives a container by its id. An answer about another one is no answer: `ResponseValidationError`. */
export async function containerById(
  http: Http,
  container: string | number,
  options: RequestOptions | undefined,
): Promise<Container> {
  const one = path`/containers/${intId({ container })}`;
  const found = await http.one("GET", one, containerModel, options);
  // A lenient client may be told none.
  if (typeof found.id === "number") refuseAnother(http, "container", one.template, Number(container), found.id);
  return found;
}

/**
 * The id of a datastore. A number, or its digits, is the id itself, and costs no request; anything else is its name, in which
 * upper and lower case count. Throws `NotFoundError` where there is none, and `ValidationError` with the candidates where
 * several have the name.
 */
export async function datastoreIdOf(http: Http, datastore: AssetRef, options?: RequestOptions): Promise<number> {
  const context = contextOf(http, DATASTORES.template);
  const name = nameOf("datastore", datastore, context);
  if (typeof name === "number") return name;
  const rows = await named(http, DATASTORES, datastoreRowModel, name, options);
  return only(rows, "datastore", name, context, ({ id }) => `${id}`);
}

async function findContainer(http: Http, asset: AssetRef, next: Next): Promise<number> {
  const context = contextOf(http, CONTAINERS.template);
  const name = nameOf("asset", asset, context);
  if (typeof name === "number") return name;
  const found = await candidates(name, (one) => containersNamed(http, one, next()));
  return only(found, "asset", name, context, rowText);
}

/** The containers that a name may mean. `rowsNamed` gives those that are called so themselves. */
async function candidates(
  name: string,
  rowsNamed: (name: string) => readonly ContainerRow[] | Promise<readonly ContainerRow[]>,
): Promise<ContainerRow[]> {
  const found: ContainerRow[] = [];
  for (const told of partings(name)) {
    const rows = await rowsNamed(told.name);
    found.push(...rows.filter((one) => one.datastore?.name === told.datastore));
  }
  if (found.length === 0) found.push(...(await rowsNamed(name)));
  return found;
}

/** The list of all containers, by their names; null where the build has none. */
async function listed(http: Http, next: Next): Promise<Settled<Map<string, ContainerRow[]> | null>> {
  try {
    const rows = await http.track().http.whole(LISTING, containerRowModel, next()).toArray();
    const named = new Map<string, ContainerRow[]>();
    for (const row of rows.filter(({ deletedAt }) => deletedAt === null)) {
      const others = named.get(row.name);
      if (others === undefined) named.set(row.name, [row]);
      else others.push(row);
    }
    return { value: named };
  } catch (error) {
    return error instanceof ApiError && NO_LISTING.includes(error.status) ? { value: null } : { error };
  }
}

/** What is wrong with several names: told together, in the error of each. */
function wrongNames(
  http: Http,
  wrong: readonly { readonly asset: AssetRef; readonly rows: readonly ContainerRow[] }[],
  placeOf: (asset: AssetRef) => readonly (string | number)[],
): (asset: AssetRef) => NotFoundError | ValidationError {
  const context = contextOf(http, CONTAINERS.template);
  if (wrong.every(({ rows }) => rows.length === 0)) {
    const more = wrong.length > MOST_TOLD ? ` and ${wrong.length - MOST_TOLD} more` : "";
    const names = wrong.slice(0, MOST_TOLD).map((one) => one.asset);
    return (asset) => missing("container", `${names.join(", ")}${more}`, String(asset), context);
  }
  const issues = wrong.map(({ asset, rows }) => ({
    path: [...placeOf(asset)],
    code: "invalid_id",
    message: rows.length === 0 ? missingText("container", String(asset)) : severalText(rows.map(rowText)),
  }));
  const error = new ValidationError(issues, context);
  return () => error;
}

/** A name parted at each of its dots. */
function partings(name: string): Told[] {
  const parts = name.split(".");
  return parts
    .slice(1)
    .map((_, at) => ({ datastore: parts.slice(0, at + 1).join("."), name: parts.slice(at + 1).join(".") }))
    .filter((told) => told.datastore !== "" && told.name !== "");
}

const containersNamed = (
  http: Http,
  name: string,
  options: RequestOptions | undefined,
): Promise<readonly ContainerRow[]> => named(http, CONTAINERS, containerRowModel, name, options);

/** The rows of exactly this name: what the platform's filter takes for a match is not told. */
async function named<T extends Row>(
  http: Http,
  all: typeof CONTAINERS,
  model: Model<T>,
  name: string,
  options: RequestOptions | undefined,
): Promise<T[]> {
  const query = { encode: () => ({ name, size: SIZE }) };
  // As a gate reads: a row that is read wrongly, or not at all, would be a name that is not there.
  const rows = await http.track().http.page(all, model, options, query).toArray();
  return rows.filter((one) => one.name === name && one.deletedAt === null);
}

const contextOf = ({ platform }: Http, template: string): ErrorContext => ({ platform, operation: `GET ${template}` });

const rowText = ({ id, name, datastore }: ContainerRow): string =>
  `${id} (${name} of ${datastore?.name ?? "an unnamed datastore"})`;

/** The number that is told, or the name. Throws `ValidationError` naming the argument for anything else. */
function nameOf(argument: string, value: AssetRef, context: ErrorContext): number | string {
  const number = numberOf(value);
  if (number !== undefined) return number;
  if (typeof value === "string" && value.trim() !== "") return value;
  throw invalid(argument, "expected a name, or a whole number from 1", context);
}

function only<T extends Row>(
  rows: readonly T[],
  argument: string,
  name: string,
  context: ErrorContext,
  told: (one: T) => string,
): number {
  const [first, ...others] = rows;
  if (first === undefined) {
    const kind = argument === "asset" ? "container" : argument;
    throw missing(kind, name, name, context);
  }
  if (others.length === 0) return first.id;
  throw invalid(argument, severalText(rows.map(told)), context);
}

const missingText = (kind: string, names: string): string => `there is no ${kind} ${names} that is not archived`;
const severalText = (told: readonly string[]): string => `several have this name, pass an id: ${told.join(", ")}`;

const missing = (kind: string, names: string, name: string, context: ErrorContext): NotFoundError =>
  new NotFoundError({ status: 200, message: missingText(kind, names), resourceType: kind, resourceId: name }, context);

const invalid = (argument: string, message: string, context: ErrorContext): ValidationError =>
  new ValidationError([{ path: [argument], code: "invalid_id", message }], context);
