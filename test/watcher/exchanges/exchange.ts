import type { WatcherEmulator, WatcherSeed } from "dqgate/testing";
import type { WatcherClient } from "dqgate/watcher";
import { expect } from "vitest";

/** A request that was sent to a real server, and what it answered. */
export interface Exchange {
  readonly name: string;
  readonly verb: "GET" | "POST" | "PATCH";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** What the client says besides: the server's own defaults. */
  readonly adds?: Readonly<Record<string, string>>;
  /** Default: none. */
  readonly body?: unknown;
  readonly status: number;
  /** JSON; a text for a plain one; undefined for none. */
  readonly answer?: unknown;
  /** The call that sends it. */
  readonly call: (client: WatcherClient) => PromiseLike<unknown>;
  /** What the call gives, or which error it throws with which fields. */
  readonly gives?: unknown;
  readonly fails?: { readonly type: new (...args: never[]) => Error; readonly with: object };
  /** True: the client asks for a list as well, which is answered with an empty one. */
  readonly asksList?: boolean;
  /** The state in which an emulator is to answer the same. */
  readonly seed: WatcherSeed;
  readonly arrange?: (server: WatcherEmulator) => unknown;
  /** The answer's fields that time or chance decides. */
  readonly varies?: object;
}

/** A moment as the server writes it. */
export const TIME: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$/);
export const NOBODY: WatcherSeed = {};
export const PIPELINE: WatcherSeed = { pipelines: [{ name: "p1" }] };

/** Sends a request as any HTTP client would. */
export const send = (
  server: WatcherEmulator,
  verb: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { "content-type": "application/json" },
): Promise<Response> =>
  server.fetch(
    new Request(`${server.baseUrl}${path}`, {
      method: verb,
      redirect: "manual",
      ...(body === undefined ? {} : { headers, body: typeof body === "string" ? body : JSON.stringify(body) }),
    }),
  );
