import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";

/** What `listen` puts on a port: any emulator. */
export interface Listenable {
  readonly baseUrl: string;
  readonly fetch: (request: Request) => Promise<Response>;
}

export interface ListenOptions {
  /** Default 0: any that is free. */
  port?: number;
  /** Default `127.0.0.1`. */
  host?: string;
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
  try {
    const response = await emulator.fetch(await requestOf(origin, incoming));
    outgoing.writeHead(response.status, [...response.headers].flat());
    if (response.body === null) outgoing.end();
    else
      Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])
        .on("error", () => outgoing.destroy())
        .pipe(outgoing);
  } catch (error) {
    // A dropped connection is a dropped connection here too; anything else is a bug that must be seen.
    if (error instanceof TypeError) incoming.socket.destroy();
    else outgoing.writeHead(500, { "content-type": "text/plain", "x-emulator-bug": "1" }).end(String(error));
  }
}

async function requestOf(origin: string, incoming: IncomingMessage): Promise<Request> {
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
  return new Request(new URL(incoming.url ?? "/", origin), { method, headers, ...body });
}
