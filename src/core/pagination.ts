import { ResponseValidationError, ValidationError } from "../errors/index.js";
import { isOptions, refuseOption, unknownOptions } from "./known.js";

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** How many there are on all pages; null when the platform does not say. */
  readonly total: number | null;
  hasNextPage(): boolean;
  /** The next page; null after the last. Asking twice sends one request, unless the first failed. */
  nextPage(): Promise<Page<T> | null>;
}

export interface PagesOptions {
  /** How many pages may be fetched ahead at once, in order. Default 1; at most 16. Takes effect once a total is known. */
  concurrency?: number | undefined;
}

export interface ToArrayOptions extends PagesOptions {
  /** The most items to take. Default: all. */
  limit?: number | undefined;
}

/**
 * A list, not yet asked for: `await` gives its first page, `for await` its items across pages. Nothing is sent before.
 * Note that returning it from an `async` function awaits it.
 */
export interface PagePromise<T> extends Promise<Page<T>>, AsyncIterable<T> {
  /** The pages, one by one. */
  pages(options?: PagesOptions): AsyncIterable<Page<T>>;
  /** The items of all pages, or the first `limit` of them. */
  toArray(options?: ToArrayOptions): Promise<T[]>;
}

/** A page as fetched. */
export interface FetchedPage<T> {
  readonly position: number;
  readonly items: readonly T[];
  /** The items as they came, to notice a page that repeats. */
  readonly raw: readonly unknown[];
  readonly total: number | null;
  /** How many items the list holds from where the caller's params start; null when the platform does not say. */
  readonly expected: number | null;
  readonly next: number | null;
  /** True: nothing in it tells whether it is all there is. */
  readonly isUnannounced?: boolean | undefined;
}

export interface PageSource<T> {
  /** Fetches the page at a position; undefined: the first. */
  fetch(position: number | undefined, signal?: AbortSignal): Promise<FetchedPage<T>>;
  /**
   * Told why the list may lack items, which nobody else would notice: it ends with fewer than were announced, or after a page
   * that announces nothing; or it shrank meanwhile, so that an item that moved up to an earlier page was never read.
   */
  onDoubt(why: string): void;
  /** Names the list in errors. */
  readonly operation: string;
  readonly platform: string;
}

const MOST_EMPTY_PAGES = 100;
const MOST_CONCURRENCY = 16;

/** The only implementation of `PagePromise`. */
export function pagePromise<T>(source: PageSource<T>): PagePromise<T> {
  return new LazyPages(source);
}

class LazyPages<T> implements PagePromise<T> {
  readonly [Symbol.toStringTag] = "PagePromise";
  readonly #source: PageSource<T>;
  #first: Promise<FetchedPage<T>> | undefined;
  #page: Promise<Page<T>> | undefined;

  constructor(source: PageSource<T>) {
    this.#source = source;
  }

  #start(): Promise<FetchedPage<T>> {
    this.#first ??= this.#source.fetch(undefined);
    return this.#first;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise, of its first page.
  then<A = Page<T>, B = never>(
    resolved?: ((page: Page<T>) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#page ??= this.#start().then((page) => toPage(page, this.#source));
    return this.#page.then(resolved, rejected);
  }

  catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Page<T> | B> {
    return this.then(undefined, rejected);
  }

  finally(done?: (() => void) | null): Promise<Page<T>> {
    return this.then().finally(done);
  }

  async *pages(options: PagesOptions = {}): AsyncGenerator<Page<T>, void, undefined> {
    refuseUnknown(options, ["concurrency"]);
    const concurrency = checked("concurrency", options.concurrency ?? 1, MOST_CONCURRENCY);
    for await (const page of walk(this.#start(), this.#source, concurrency)) yield toPage(page, this.#source);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of walk(this.#start(), this.#source, 1)) yield* page.items;
  }

  async toArray(options: ToArrayOptions = {}): Promise<T[]> {
    refuseUnknown(options, ["limit", "concurrency"]);
    const limit = options.limit === undefined ? Number.POSITIVE_INFINITY : checked("limit", options.limit, 2 ** 32 - 1);
    const concurrency = checked("concurrency", options.concurrency ?? 1, MOST_CONCURRENCY);
    const all: T[] = [];
    for await (const page of walk(this.#start(), this.#source, concurrency, limit)) {
      for (const item of page.items) {
        all.push(item);
        if (all.length >= limit) return all;
      }
    }
    return all;
  }
}

function refuseUnknown(options: object, known: readonly string[]): void {
  const issues = isOptions(options)
    ? unknownOptions(options, known, { max: "limit" })
    : [{ path: ["options"], code: "invalid_type", message: "expected an object" }];
  if (issues.length > 0) throw new ValidationError(issues);
}

function checked(name: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  return refuseOption(name, `expected a whole number from 1 to ${most}`);
}

function toPage<T>(page: FetchedPage<T>, source: PageSource<T>): Page<T> {
  let following: Promise<Page<T> | null> | undefined;
  const { next } = page;
  return {
    items: page.items,
    total: page.total,
    hasNextPage: () => next !== null,
    nextPage: () => {
      following ??=
        next === null
          ? Promise.resolve(null)
          : source.fetch(next).then((after) => {
              compare(page, after, source);
              return toPage(after, source);
            });
      following.catch(() => {
        following = undefined;
      });
      return following;
    },
  };
}

/** Walks the pages in order. With read-ahead, at most `concurrency` are under way; leaving early aborts them. */
async function* walk<T>(
  first: Promise<FetchedPage<T>>,
  source: PageSource<T>,
  concurrency: number,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<FetchedPage<T>, void, undefined> {
  const ahead = new Map<number, Promise<FetchedPage<T>>>();
  let stop = new AbortController();
  const drop = (): void => {
    if (ahead.size === 0) return;
    stop.abort();
    stop = new AbortController();
    ahead.clear();
  };
  const fetchAt = (position: number): Promise<FetchedPage<T>> => {
    const started = source.fetch(position, stop.signal);
    started.catch(() => undefined); // It is awaited in its turn, or dropped.
    ahead.set(position, started);
    return started;
  };

  let page = await first;
  let emptyInARow = 0;
  let read = 0;
  try {
    for (;;) {
      read += page.raw.length;
      emptyInARow = page.raw.length === 0 ? emptyInARow + 1 : 0;
      if (page.next !== null && concurrency > 1) readAhead(page, page.next);
      yield page;
      if (page.next === null) {
        doubtEnd(page, read, source);
        return;
      }
      if (emptyInARow > MOST_EMPTY_PAGES) throw broken(source, `more than ${MOST_EMPTY_PAGES} empty pages in a row`);
      let coming = ahead.get(page.next);
      if (coming === undefined) {
        drop(); // The pages turned out to be of another size than foreseen.
        coming = fetchAt(page.next);
      }
      const after = await coming;
      ahead.delete(page.next);
      compare(page, after, source);
      page = after;
    }
  } finally {
    drop();
  }

  function readAhead(from: FetchedPage<T>, next: number): void {
    const stride = next - from.position;
    const { total } = from;
    if (total === null || stride <= 0) return;
    let coming = read; // items that will have been read when this position is reached
    for (let position = next; position < total && ahead.size < concurrency && coming < most; position += stride) {
      if (!ahead.has(position)) fetchAt(position);
      coming += from.raw.length;
    }
  }
}

function doubtEnd<T>({ expected, isUnannounced }: FetchedPage<T>, read: number, source: PageSource<T>): void {
  if (expected !== null && read < expected)
    source.onDoubt(`the list is announced with ${expected} items and ends after ${read}`);
  if (isUnannounced === true) source.onDoubt("nothing tells how long the list is");
}

/** Looks at a page beside the one before it. */
function compare<T>(before: FetchedPage<T>, after: FetchedPage<T>, source: PageSource<T>): void {
  refuseRepeat(before, after, source);
  if (before.total !== null && after.total !== null && after.total < before.total)
    source.onDoubt(`the list shrank while it was read, from ${before.total} items to ${after.total}`);
}

function refuseRepeat<T>(before: FetchedPage<T>, after: FetchedPage<T>, source: PageSource<T>): void {
  const { raw } = before;
  const same =
    raw.length > 0 && raw.length === after.raw.length && JSON.stringify(raw[0]) === JSON.stringify(after.raw[0]);
  if (same && JSON.stringify(raw) === JSON.stringify(after.raw))
    throw broken(source, "a page repeats the one before it");
}

const broken = <T>(source: PageSource<T>, what: string): ResponseValidationError =>
  new ResponseValidationError(what, [], { platform: source.platform, operation: source.operation });
