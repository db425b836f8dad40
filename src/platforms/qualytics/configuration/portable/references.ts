import { AbortedError } from "../../../../base.js";
import type { Deployment } from "../deployment.js";
import { asId, asMap, asText, idOf, nameOf, type Wire } from "../wire.js";

/** A container by what it is called. */
export interface ContainerName {
  readonly name: string;
  readonly datastoreId: number | null;
  readonly datastoreName: string | null;
}

/** Turns ids into names. Where there is no name to be had the id stays, and `warn` is told. */
export class References {
  readonly #deployment: Deployment;
  readonly #warn: (message: string) => void;

  constructor(deployment: Deployment, warn: (message: string) => void) {
    this.#deployment = deployment;
    this.#warn = warn;
  }

  async datastore(id: number): Promise<string | null> {
    const record = await this.#look(`datastore ${id}`, () => this.#deployment.datastore(id));
    return asText(record?.name);
  }

  async connection(id: number): Promise<string | null> {
    const record = await this.#look(`connection ${id}`, () => this.#deployment.connection(id));
    return asText(record?.name);
  }

  async container(id: number): Promise<ContainerName | null> {
    const record = await this.#look(`container ${id}`, () => this.#deployment.container(id));
    const name = asText(record?.name);
    if (name === null) return null;
    const datastoreId = asId(asMap(record?.datastore).id ?? record?.datastore_id);
    const told = nameOf(record?.datastore);
    return {
      name,
      datastoreId,
      datastoreName: told ?? (datastoreId === null ? null : await this.datastore(datastoreId)),
    };
  }

  async #look(what: string, look: () => Promise<Wire>): Promise<Wire | null> {
    try {
      const record = await look();
      if (asText(record.name) === null) this.#warn(`${what} has no name: its id stays`);
      return record;
    } catch (error) {
      if (error instanceof AbortedError) throw error;
      this.#warn(`${what} cannot be read: its id stays`);
      return null;
    }
  }

  /**
   * Properties with names in the place of the ids of other containers and datastores, where the ids stood. They are the same
   * for each rule that refers to another container.
   */
  async properties(properties: unknown): Promise<unknown> {
    const out: [string, unknown][] = [];
    for (const [key, value] of Object.entries(asMap(properties))) {
      const id = asId(value);
      const name =
        id === null
          ? null
          : key === "ref_container_id"
            ? ((await this.container(id))?.name ?? null)
            : key === "ref_datastore_id"
              ? await this.datastore(id)
              : null;
      out.push(name === null ? [key, value] : [key.replace(/_id$/, "_name"), name]);
    }
    return Object.fromEntries(out);
  }

  /** The id of what a record tells by its id or as an object. */
  static idIn(record: Wire, key: string): number | null {
    return asId(record[`${key}_id`]) ?? idOf(record[key]);
  }
}
