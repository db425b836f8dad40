import type { ApiFailure } from "../errors/index.js";
import { isRecord } from "./model/names.js";
import type { Verb } from "./request.js";

/** Reads an error answer. Must not throw, whatever the body is. */
export type ReadFailure = (reply: {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}) => ApiFailure;

/** The JSON of an error answer, undefined where it is none; and what a person can read of any other. */
export function failureBody(text: string): { readonly body: unknown; readonly plain: string } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const words = (): string =>
    text
      .replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim();
  return { body, plain: isRecord(body) ? "" : words() };
}

/** A list and what its envelope tells of it. */
export interface ListBody {
  readonly items: readonly unknown[];
  /** How many there are on all pages; null when the platform does not say. */
  readonly total: number | null;
  /** The size of a page as the platform understood it; null when it does not say. */
  readonly limit: number | null;
  /** Whether more follows; null when the platform does not say. */
  readonly hasMore: boolean | null;
  /** How many pages there are, where pages are counted; null or left out when the platform does not say. */
  readonly pages?: number | null;
  /** True: the envelope should tell how long the list is, and does not. No gate takes such a list for whole. */
  readonly isUnannounced?: boolean;
}

/** How a platform turns pages. Positions count what the platform counts: items or pages. */
export interface Paging {
  /** Where the caller's params start. */
  first(query: Readonly<Record<string, unknown>>): number;
  /** How many items are passed over before that. */
  skipped(query: Readonly<Record<string, unknown>>): number;
  /** The params of the page at a position. */
  query(query: Readonly<Record<string, unknown>>, position: number): Record<string, unknown>;
  /** Where the page after this one starts; null when this is the last. */
  next(query: Readonly<Record<string, unknown>>, position: number, page: ListBody): number | null;
}

/** How a platform wraps what it answers. */
export interface Dialect {
  readonly readFailure: ReadFailure;
  /** A failure that a success status hides; null when there is none. */
  hiddenFailure(body: unknown): ApiFailure | null;
  /** The record within an answer. `name` is the model's. */
  record(body: unknown, name: string): unknown;
  /** The list within an answer; null when there is none. `name` is that of the items' model. */
  list(body: unknown, name: string): ListBody | null;
  readonly paging: Paging;
  /** Verbs that may be repeated without harm. */
  readonly repeatable: readonly Verb[];
  /** Whether a write that is repeated under its `Idempotency-Key` is done once. */
  readonly honoursKeys: boolean;
}

/** `limit` and `offset`. `caps`: sizes at which a server may cut a page, whatever was asked for. */
export function offsetPaging(defaultLimit: number, caps: readonly number[] = []): Paging {
  const size = (query: Readonly<Record<string, unknown>>): number =>
    typeof query.limit === "number" ? query.limit : defaultLimit;
  const first = (query: Readonly<Record<string, unknown>>): number =>
    typeof query.offset === "number" ? query.offset : 0;
  return {
    first,
    skipped: first,
    query: (query, position) => ({ ...query, limit: size(query), offset: position }),
    next: (query, position, { items, total, limit, hasMore }) => {
      const step = limit !== null && limit > 0 ? limit : size(query);
      // A short page moves on by what it held: a server that gives less than was asked must not lose the rest.
      const next = position + (items.length > 0 ? items.length : step);
      // Where the envelope contradicts itself, what speaks for more is believed.
      const more =
        hasMore === true ||
        (total === null ? (hasMore ?? (items.length >= step || caps.includes(items.length))) : next < total);
      return more ? next : null;
    },
  };
}

/** Pages that are counted from 1. */
export function numberPaging(names: { page: string; size: string }, defaultSize: number): Paging {
  const numberOf = (value: unknown, fallback: number): number => (typeof value === "number" ? value : fallback);
  return {
    first: (query) => numberOf(query[names.page], 1),
    skipped: (query) => (numberOf(query[names.page], 1) - 1) * numberOf(query[names.size], defaultSize),
    query: (query, position) => ({
      ...query,
      [names.size]: numberOf(query[names.size], defaultSize),
      [names.page]: position,
    }),
    next: (query, position, { items, total, limit, hasMore, pages = null }) => {
      const size = limit ?? numberOf(query[names.size], defaultSize);
      const byItems = total === null ? pages === null && items.length >= size : position * size < total;
      // Where the envelope contradicts itself, what speaks for more is believed.
      const more = hasMore ?? (byItems || (pages !== null && position < pages));
      return more ? position + 1 : null;
    },
  };
}
