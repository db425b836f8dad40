import { boundedMap, ConfigurationError, NotFoundError } from "../../../base.js";
import { READS_AT_ONCE, type Records } from "./records.js";
import { asId, asMap, asText, idOf, nameOf, type Wire } from "./wire.js";

/** What is known of a container without its details. */
export interface ListedContainer {
  readonly id: number;
  readonly name: string;
}

/** Records that are made meanwhile come last, and shift no page. */
export const BY_ID = { sort_id: "asc" } as const;

/** What a deployment has, each thing looked up once. */
export class Deployment {
  readonly records: Records;
  readonly #known = new Map<string, Promise<unknown>>();

  constructor(records: Records) {
    this.records = records;
  }

  connections(): Promise<Wire[]> {
    return this.#once("connections", () => this.records.all("/connections", BY_ID));
  }

  datastores(): Promise<Wire[]> {
    return this.#once("datastores", () => this.records.all("/datastores", BY_ID));
  }

  /** The containers of a datastore, without archived ones. */
  containers(datastore: number): Promise<ListedContainer[]> {
    return this.#once(`containers ${datastore}`, async () => {
      const rows = await this.records.listing("/containers/listing", { datastore });
      return rows.flatMap((row) => {
        const [id, name] = [idOf(row), asText(row.name)];
        const isOther = asId(asMap(row.datastore).id ?? datastore) !== datastore;
        return id === null || name === null || isOther || row.deleted_at != null ? [] : [{ id, name }];
      });
    });
  }

  datastore(id: number): Promise<Wire> {
    return this.#once(`datastore ${id}`, () => this.records.get(`/datastores/${id}`));
  }

  container(id: number): Promise<Wire> {
    return this.#once(`container ${id}`, () => this.records.get(`/containers/${id}`));
  }

  /** The connection, from the list where it has it. */
  async connection(id: number): Promise<Wire> {
    const listed = (await this.connections()).find((one) => idOf(one) === id);
    return listed ?? this.#once(`connection ${id}`, () => this.records.get(`/connections/${id}`));
  }

  /** All checks of a datastore that has no archived ones among them, unless they are asked for. Templates are none. */
  async checks(datastore: number, withArchived = false): Promise<Wire[]> {
    const query = { ...BY_ID, datastore, ...(withArchived ? { archived: "include" } : {}) };
    const rows = await this.records.all("/quality-checks", query);
    return rows.filter((row) => row.is_template !== true);
  }

  /** Containers with all their details. */
  async details(containers: readonly ListedContainer[]): Promise<Wire[]> {
    return boundedMap(containers, READS_AT_ONCE, ({ id }) => this.container(id));
  }

  /** Forgets what was looked up of a kind, such as `containers 7`, since it has changed. */
  forget(key: string): void {
    this.#known.delete(key);
  }

  /** The id of the one container that has this name exactly; null where there is none. */
  async containerId(datastore: number, name: string): Promise<number | null> {
    return (await this.containers(datastore)).find((one) => one.name === name)?.id ?? null;
  }

  /** The id of the datastore that has this name exactly; null where there is none. Throws where several have it. */
  async datastoreId(name: string): Promise<number | null> {
    return onlyOne(await this.datastores(), "datastore", name);
  }

  async connectionId(name: string): Promise<number | null> {
    return onlyOne(await this.connections(), "connection", name);
  }

  /** The id of a datastore that is told by its id or its name. Throws `NotFoundError`. */
  async datastoreRef(ref: string | number): Promise<number> {
    const known = (await this.datastores()).map(idOf).find((id) => id !== null && id === asId(ref));
    return known ?? (await this.datastoreId(String(ref))) ?? missing("datastore", ref, "GET /datastores");
  }

  /** The same of a container. */
  async containerRef(datastore: number, ref: string | number): Promise<number> {
    const known = (await this.containers(datastore)).find(({ id }) => id === asId(ref));
    return (
      known?.id ??
      (await this.containerId(datastore, String(ref))) ??
      missing("container", ref, "GET /containers/listing")
    );
  }

  #once<T>(key: string, look: () => Promise<T>): Promise<T> {
    const known = this.#known.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const looked = look();
    looked.catch(() => undefined); // Whoever asks is told; nobody else need handle it.
    this.#known.set(key, looked);
    return looked;
  }
}

/** The platform answered well, and has none: 200. */
function missing(kind: string, ref: string | number, operation: string): never {
  throw new NotFoundError(
    { status: 200, message: `there is no ${kind} ${ref}`, resourceType: kind, resourceId: String(ref) },
    { platform: "qualytics", operation },
  );
}

function onlyOne(records: readonly Wire[], kind: string, name: string): number | null {
  const found = records.filter((one) => nameOf(one) === name);
  if (found.length > 1)
    throw new ConfigurationError(`${found.length} ${kind}s have the name ${name}: ${found.map(idOf).join(", ")}`);
  return found.length === 0 ? null : idOf(found[0]);
}
