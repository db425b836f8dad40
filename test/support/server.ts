import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request as it came over the wire. */
export interface Arrived {
  readonly method: string;
  /** Path and query, byte by byte. */
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Server {
  /** The base URL for a client. */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly arrived: Arrived[];
  close(): Promise<void>;
}

/** What it gives is not looked at. */
export type Answer = (request: Arrived, response: ServerResponse, count: number) => unknown;

/** A real server on a port of this machine. It is closed when the test ends. */
export async function serve(answer: Answer): Promise<Server> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("error", () => undefined);
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one: Arrived = {
        method: request.method as string,
        url: request.url as string,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      arrived.push(one);
      answer(one, response, arrived.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  return { url: `${origin}/api/v1`, origin, port, arrived, close };
}

export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

/** The address of a port on which nobody listens. */
export async function closedPort(): Promise<string> {
  const server = await serve(() => undefined);
  await server.close();
  return server.url;
}
