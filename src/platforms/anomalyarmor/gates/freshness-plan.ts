import {
  type AssetRef,
  boundedSettle,
  type FreshLook,
  type Http,
  type PagePromise,
  pagePromise,
  type RequestOptions,
  ResponseValidationError,
  type Settled,
} from "../../../base.js";
import { isUuid } from "../ids.js";
import type { FreshnessListParams, FreshnessStatus } from "../models/freshness.js";

type Look = FreshLook<FreshnessStatus>;
type Next = () => RequestOptions;
type List = (params: FreshnessListParams, options: RequestOptions) => PagePromise<FreshnessStatus>;

/** The largest page. */
const MOST = 100;
/** So few are read one by one at once: a first page, which tells how long the list is, could cost more than it saves. */
const FEW = 3;
const WIDTH = 8;

/** What the plan is made of. */
export interface PlanParts {
  readonly list: List;
  /** Reads one asset, and judges it. */
  read(asset: AssetRef, request: RequestOptions): Promise<Look>;
  /** Judges an asset by what was told of it just now. */
  judge(asset: AssetRef, status: FreshnessStatus): Look;
}

/**
 * Looks at several assets with as few requests as it takes: by pages of the list where fewer are left of those than of
 * the assets, else one by one. An asset that the pages do not hold may be new, or known by another name: it is read by
 * itself. Nothing but the looks is kept.
 */
export class FreshnessPlan {
  readonly #http: Http;
  readonly #parts: PlanParts;
  /** How many pages the list had when it was last read; null before, and where nothing tells. */
  #pages: number | null = null;

  constructor(http: Http, parts: PlanParts) {
    this.#http = http;
    this.#parts = parts;
  }

  /** Looks once at each, and gives how that ended, in their order. */
  async look(assets: readonly AssetRef[], next: Next): Promise<Settled<Look>[]> {
    const search = new Search(assets, this.#parts);
    let failure: { readonly error: unknown } | undefined;
    if (assets.length > FEW && (this.#pages ?? 1) <= assets.length) {
      try {
        await this.#readPages(search, next);
      } catch (error) {
        failure = { error }; // A platform that does not list is not asked a thousand times instead.
      }
    }
    return boundedSettle(assets, WIDTH, async (asset) => {
      const found = search.looks.get(asset);
      if (found !== undefined) return found;
      if (failure !== undefined) throw failure.error;
      return this.#parts.read(asset, next());
    });
  }

  /** Reads pages as long as there are not more of them left than assets. */
  async #readPages(search: Search, next: Next): Promise<void> {
    let pages = 0;
    let read = 0;
    let size = 0;
    for await (const { items, total } of rowsOf(this.#http, this.#parts.list, next).pages()) {
      for (const row of items) search.look(row);
      pages += 1;
      read += items.length;
      size = Math.max(size, items.length);
      const pagesOf = (rows: number): number => Math.ceil(Math.max(rows, 0) / (size || MOST));
      this.#pages = total === null ? null : pagesOf(total);
      // Where no total is told, as many may follow as were read.
      if ((total === null ? pages : pagesOf(total - read)) > search.missing || search.missing === 0) return;
    }
  }
}

/** The whole list. Pages are told apart by whom they are about: ages differ from look to look. */
function rowsOf(http: Http, list: List, next: Next): PagePromise<FreshnessStatus> {
  const context = { platform: http.platform, operation: "GET /sdk/freshness" };
  return pagePromise<FreshnessStatus>({
    ...context,
    onDoubt: (why) => {
      throw new ResponseValidationError(why, [], context);
    },
    fetch: async (position = 0) => {
      const page = await list({ limit: MOST, offset: position }, next());
      const { items, total } = page;
      return {
        position,
        items,
        raw: items.map(({ assetId }) => assetId),
        total,
        expected: total,
        next: page.hasNextPage() ? position + (items.length || MOST) : null,
      };
    },
  });
}

/** The assets that are looked for in the list. */
class Search {
  /** What was seen of those that were found. */
  readonly looks: Map<AssetRef, Look> = new Map();
  readonly #parts: PlanParts;
  readonly #sought: Map<string, AssetRef[]> = new Map();
  /** Those that the list shows and does not tell enough of; and names that several assets bear. */
  readonly #alone: Set<AssetRef> = new Set();
  readonly #count: number;

  constructor(assets: readonly AssetRef[], parts: PlanParts) {
    this.#parts = parts;
    this.#count = assets.length;
    for (const asset of assets) {
      const key = keyOf(String(asset));
      this.#sought.set(key, [...(this.#sought.get(key) ?? []), asset]);
    }
  }

  /** How many the list may yet tell of. */
  get missing(): number {
    return this.#count - this.looks.size - this.#alone.size;
  }

  /** Judges those that a row of the list is about. */
  look(row: FreshnessStatus): void {
    for (const key of new Set([keyOf(row.assetId), keyOf(row.qualifiedName)])) {
      for (const asset of this.#sought.get(key) ?? []) {
        const before = this.looks.get(asset)?.status;
        const isOther = before != null && keyOf(before.assetId) !== keyOf(row.assetId);
        const look = this.#parts.judge(asset, row);
        if (isOther || !isWhole(row, look)) this.#alone.add(asset);
        // What was told later holds.
        if (this.#alone.has(asset)) this.looks.delete(asset);
        else this.looks.set(asset, look);
      }
    }
  }
}

const keyOf = (name: string): string => (isUuid(name) ? name.toLowerCase() : name);

/** False: a row from which nothing follows, since it tells less than the record that it is about would. */
const isWhole = ({ status, checkedAt }: FreshnessStatus, { observation }: Look): boolean =>
  observation.verdict !== "unknown" || (checkedAt !== null && (status === "unknown" || status === "disabled"));
