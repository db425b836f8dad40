import {
  type AssetRef,
  type ErrorContext,
  type Http,
  int,
  type Model,
  maybe,
  model,
  NotFoundError,
  path,
  type RequestOptions,
  ResponseValidationError,
  text,
  time,
  ValidationError,
  withinOneCall,
} from "../../base.js";
import { intId, numberOf } from "./ids.js";
import { type Container, containerModel } from "./models/containers.js";
import { type DatastoreStub, datastoreStubModel } from "./models/stubs.js";

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

/** A container as a name may tell it; null: its datastore is not told. */
interface Told {
  readonly datastore: string | null;
  readonly name: string;
}

type Next = () => RequestOptions | undefined;

/** The largest page. */
const SIZE = 100;
const CONTAINERS = path`/containers`;
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
  if (typeof found.id !== "number" || found.id === Number(container)) return found;
  const context = { platform: http.platform, operation: `GET ${one.template}` };
  throw new ResponseValidationError(`container ${container} is asked for, and it is about ${found.id}`, [], context);
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
  const found: ContainerRow[] = [];
  for (const told of partings(name)) found.push(...(await rowsOf(http, told, next())));
  if (found.length === 0) found.push(...(await rowsOf(http, { datastore: null, name }, next())));
  return only(found, "asset", name, context, (one) => `${one.id} (${one.name} of ${datastoreText(one)})`);
}

/** A name parted at each of its dots. */
function partings(name: string): Told[] {
  const parts = name.split(".");
  return parts
    .slice(1)
    .map((_, at) => ({ datastore: parts.slice(0, at + 1).join("."), name: parts.slice(at + 1).join(".") }))
    .filter((told) => told.datastore !== "" && told.name !== "");
}

async function rowsOf(
  http: Http,
  { datastore, name }: Told,
  options: RequestOptions | undefined,
): Promise<ContainerRow[]> {
  const rows = await named(http, CONTAINERS, containerRowModel, name, options);
  return rows.filter((one) => datastore === null || one.datastore?.name === datastore);
}

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

const datastoreText = ({ datastore }: ContainerRow): string => datastore?.name ?? "an unnamed datastore";

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
    const message = `there is no ${kind} ${name} that is not archived`;
    throw new NotFoundError({ status: 200, message, resourceType: kind, resourceId: name }, context);
  }
  if (others.length === 0) return first.id;
  throw invalid(argument, `several have this name, pass an id: ${rows.map(told).join(", ")}`, context);
}

const invalid = (argument: string, message: string, context: ErrorContext): ValidationError =>
  new ValidationError([{ path: [argument], code: "invalid_id", message }], context);
