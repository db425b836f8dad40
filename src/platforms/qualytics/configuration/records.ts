import {
  boundedMap,
  type DqgateError,
  isRecord,
  type RawRequestOptions,
  type RequestOptions,
  ResponseValidationError,
} from "../../../base.js";
import type { QualyticsClient } from "../platform.js";
import { idOf, type Wire } from "./wire.js";

/** What configuration as code needs of a client. */
export type ConfigClient = Pick<QualyticsClient, "request" | "operations" | "clock">;

type Query = Readonly<Record<string, unknown>>;

const PAGE_SIZE = 100;
/** How many reads are under way at once. */
export const READS_AT_ONCE = 4;

/**
 * Records in the platform's own spelling: what is moved between deployments must keep fields that this package does not
 * know.
 */
export class Records {
  readonly client: ConfigClient;
  readonly options: RequestOptions;

  constructor(client: ConfigClient, options: RequestOptions = {}) {
    this.client = client;
    this.options = options;
  }

  /**
   * All records of a list, in the order of their ids. Throws `ResponseValidationError` where the pages do not give as many
   * as they announce, also at a second reading: what is missing would be lost without a word.
   */
  async all(path: string, query: Query = {}): Promise<Wire[]> {
    try {
      return await this.#all(path, query);
    } catch (error) {
      // Records that come or go meanwhile shift the pages.
      if (!(error instanceof ResponseValidationError)) throw error;
      return await this.#all(path, query);
    }
  }

  async #all(path: string, query: Query): Promise<Wire[]> {
    const first = await this.#page(path, query, 1);
    const found = new Map<number, Wire>(first.items);
    if (first.total === null) await this.#rest(path, query, first, found);
    else {
      const size = first.size ?? PAGE_SIZE;
      const numbers = Array.from({ length: Math.ceil(first.total / size) - 1 }, (_, at) => at + 2);
      const pages = await boundedMap(numbers, READS_AT_ONCE, (number) => this.#page(path, query, number));
      for (const { items } of pages) for (const [id, record] of items) found.set(id, record);
      const total = pages.at(-1)?.total ?? first.total;
      if (found.size !== total) throw unexpected(path, `${total} records are announced, and ${found.size} came`);
    }
    return [...found].sort(([a], [b]) => a - b).map(([, record]) => record);
  }

  /** Page after page, where the platform does not say how many there are. */
  async #rest(path: string, query: Query, first: Listed, found: Map<number, Wire>): Promise<void> {
    let last = first;
    for (let number = 2; !first.isWhole && last.items.length >= (last.size ?? PAGE_SIZE); number += 1) {
      last = await this.#page(path, query, number);
      const before = found.size;
      for (const [id, record] of last.items) found.set(id, record);
      if (last.items.length > 0 && found.size === before) throw unexpected(path, "a page repeats");
    }
  }

  async #page(path: string, query: Query, page: number): Promise<Listed> {
    const { data } = await this.#request("GET", path, { query: { ...query, page, size: PAGE_SIZE } });
    const isWhole = Array.isArray(data);
    const { items, total, size } = isRecord(data) ? data : { items: data, total: null, size: null };
    if (!Array.isArray(items)) throw unexpected(path, "there is no list in it");
    return {
      items: items.map((item) => recordOf(path, item)),
      total: asCount(total),
      size: asCount(size) || null,
      isWhole,
    };
  }

  /** A list that comes in one piece, in the order of the ids. */
  async listing(path: string, query: Query): Promise<Wire[]> {
    const { data } = await this.#request("GET", path, { query });
    const items = isRecord(data) ? data.items : data;
    if (!Array.isArray(items)) throw unexpected(path, "there is no list in it");
    const found = new Map(items.map((item) => recordOf(path, item)));
    return [...found].sort(([a], [b]) => a - b).map(([, record]) => record);
  }

  /** One record. */
  async get(path: string): Promise<Wire> {
    const { data } = await this.#request("GET", path);
    return recordOf(path, first(data))[1];
  }

  /** Sends a record, and gives what the platform made of it; null where it does not say. */
  async send(verb: "POST" | "PUT" | "PATCH", path: string, body?: unknown): Promise<Wire | null> {
    const { data } = await this.#request(verb, path, body === undefined ? {} : { body });
    const record = first(data);
    return idOf(record) === null ? null : (record as Wire);
  }

  #request(
    verb: "GET" | "POST" | "PUT" | "PATCH",
    path: string,
    more: RawRequestOptions = {},
  ): Promise<{ data: unknown }> {
    return this.client.request(verb, path, { ...this.options, ...more });
  }
}

interface Listed {
  readonly items: readonly (readonly [id: number, record: Wire])[];
  readonly total: number | null;
  readonly size: number | null;
  /** It came in one piece. */
  readonly isWhole: boolean;
}

const asCount = (value: unknown): number | null =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;

/** Some builds answer with a list of one. */
const first = (data: unknown): unknown => (Array.isArray(data) ? data[0] : data);

function recordOf(path: string, item: unknown): readonly [id: number, record: Wire] {
  const id = idOf(item);
  if (id === null) throw unexpected(path, "a record has no id");
  return [id, item as Wire];
}

const unexpected = (path: string, what: string): DqgateError =>
  new ResponseValidationError(what, [], {
    platform: "qualytics",
    operation: `GET ${path.replace(/\/\d+(?=\/|$)/g, "/{id}")}`,
  });
