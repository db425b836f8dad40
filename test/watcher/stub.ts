import { Client, type ClientOptions } from "dqgate";
import { VirtualClock } from "dqgate/testing";
import { type WatcherClient, watcher } from "dqgate/watcher";
import { URL_OF_WATCHER } from "./world.js";

/** What a stub answers: a JSON body, or a status and a text. */
export type StubAnswer =
  | { readonly json: unknown; readonly status?: number }
  | { readonly text: string; readonly status: number };

export interface Stubbed {
  readonly client: WatcherClient;
  /** Verb and path of each request, the oldest first. */
  readonly sent: string[];
  /** The bodies, beside them. */
  readonly bodies: string[];
}

/** A client of a server that answers as it is told. `answer` gets verb and path, and how many came before. */
export function stubbed(
  answer: (operation: string, count: number) => StubAnswer,
  options: ClientOptions = {},
): Stubbed {
  const sent: string[] = [];
  const bodies: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const operation = `${request.method} ${url.pathname}${url.search}`;
    sent.push(operation);
    bodies.push(await request.text());
    const told = answer(operation, sent.length - 1);
    return "text" in told
      ? new Response(told.text, { status: told.status, headers: { "content-type": "text/plain; charset=utf-8" } })
      : Response.json(told.json, { status: told.status ?? 200 });
  };
  const client = new Client(watcher({ url: URL_OF_WATCHER }), {
    fetch,
    logger: null,
    random: () => 0.5,
    clock: new VirtualClock(),
    ...options,
  });
  return { client, sent, bodies };
}

/** A pipeline as the server sends it. */
export const pipelineRecord = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 1,
  name: "orders",
  pipeline_type_id: 1,
  watermark: null,
  next_watermark: null,
  pipeline_metadata: null,
  last_target_insert: null,
  last_target_update: null,
  last_target_soft_delete: null,
  freshness_number: null,
  freshness_datepart: null,
  mute_freshness_check: false,
  timeliness_number: null,
  timeliness_datepart: null,
  mute_timeliness_check: false,
  load_lineage: true,
  active: true,
  input_hash: "-3365236734115619432",
  created_at: "2026-01-01T00:00:00Z",
  updated_at: null,
  ...fields,
});

/** A pipeline type as the server sends it. */
export const typeRecord = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: 1,
  name: "sales",
  freshness_number: null,
  freshness_datepart: null,
  mute_freshness_check: false,
  timeliness_number: null,
  timeliness_datepart: null,
  mute_timeliness_check: false,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: null,
  ...fields,
});

/** What the server answers for whatever it did not expect, an unknown number among it. */
export const CRASH: StubAnswer = { text: "Internal Server Error", status: 500 };
