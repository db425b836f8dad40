import type { WatcherEmulator } from "dqgate/testing";
import { send } from "./exchanges/exchange.js";

export interface Answered {
  readonly status: number;
  readonly type: string | null;
  /** The parsed JSON, else the text; undefined for none. */
  readonly body: unknown;
}

/** Asks an emulator as any HTTP client would. */
export const asking =
  (server: WatcherEmulator) =>
  async (verb: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered> => {
    const response = await send(server, verb, path, body, headers);
    const type = response.headers.get("content-type");
    const text = await response.text();
    const isJson = type === "application/json" && text !== "";
    return { status: response.status, type, body: isJson ? JSON.parse(text) : text === "" ? undefined : text };
  };

export const CRASH: Answered = { status: 500, type: "text/plain; charset=utf-8", body: "Internal Server Error" };
export const INTEGRITY: Answered = {
  status: 500,
  type: "application/json",
  body: { detail: "Database integrity error" },
};
export const missing = (detail: string): Answered => ({ status: 404, type: "application/json", body: { detail } });
/** `{detail}` of a 422: what is wrong, and where. */
export const complaints = ({ body }: Answered): string[] =>
  (body as { detail: { type: string; loc: (string | number)[] }[] }).detail.map(
    ({ type, loc }) => `${type} ${loc.join(".")}`,
  );
