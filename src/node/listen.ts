import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What `listen` puts on a port: any emulator. */
export interface Listenable {
  readonly baseUrl: string;
  readonly fetch: (request: Request) => Promise<Response>;
  /** Used in the place of `fetch` where there is one: whoever calls over a port has a clock of their own. */
  fetchInRealTime?(request: Request): Promise<Response>;
}

export interface ListenOptions {
  /** Default 0: any that is free. */
  port?: number | undefined;
  /** Default `127.0.0.1`. */
  host?: string | undefined;
}

/** An emulator on a port. */
export interface Listening {
  /** The base URL to give to a client, such as `http://127.0.0.1:49152/api/v1`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and ends the connections that are open. */
  close(): Promise<void>;
}

/** Puts an emulator on a real port, so that any program can talk to it over HTTP. */
export async function listen(emulator: Listenable, options: ListenOptions = {}): Promise<Listening> {
  const host = options.host ?? "127.0.0.1";
  const { origin, pathname } = new URL(emulator.baseUrl);
  const server = createServer((incoming, outgoing) => {
    void answer(emulator, origin, incoming, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}${pathname === "/" ? "" : pathname}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function answer(
  emulator: Listenable,
  origin: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  try {
    const request = await requestOf(origin, incoming, gone.signal);
    const response = await (emulator.fetchInRealTime?.(request) ?? emulator.fetch(request));
    outgoing.writeHead(response.status, [...response.headers].flat());
    if (response.body === null) outgoing.end();
    else await sendBody(response.body, outgoing);
  } catch (error) {
    // A dropped connection is a dropped connection here too; anything else is a bug that must be seen, and not repeated.
    if (isDrop(error) || outgoing.headersSent) incoming.socket.destroy();
    else {
      const message = error instanceof Error ? error.message : String(error);
      outgoing.writeHead(501, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ error: { code: "EMULATOR_BUG", message } }));
    }
  }
}

/** Sends chunk after chunk, each to its end: a body that is cut must have begun to arrive before the connection breaks. */
async function sendBody(body: AsyncIterable<Uint8Array>, outgoing: ServerResponse): Promise<void> {
  try {
    for await (const chunk of body) await new Promise((resolve) => outgoing.write(chunk, resolve));
    outgoing.end();
  } catch {
    outgoing.destroy();
  }
}

const isDrop = (error: unknown): boolean =>
  error instanceof TypeError && (error.cause as { code?: unknown } | undefined)?.code === "ECONNRESET";

async function requestOf(origin: string, incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    const name = incoming.rawHeaders[at] as string;
    if (!/^(?:host|connection|content-length|transfer-encoding|expect|keep-alive)$/i.test(name)) {
      headers.append(name, incoming.rawHeaders[at + 1] as string);
    }
  }
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const method = incoming.method ?? "GET";
  const body = method === "GET" || method === "HEAD" || chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
  // Put behind the origin as it is: a path that begins with two slashes must not become another host.
  return new Request(origin + (incoming.url ?? "/"), { method, headers, signal, ...body });
}
