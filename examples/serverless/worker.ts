// A Cloudflare Worker: GET /?asset=snowflake.prod.warehouse.orders
import { Client } from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { gate } from "../portable/pipeline.js";
import { answerOf, badRequest } from "./answer.js";

/** Bindings of the worker. */
export interface Env {
  /** A secret: `wrangler secret put ARMOR_API_KEY`. */
  ARMOR_API_KEY: string;
  /** Default: production. */
  ARMOR_API_URL?: string;
  /** The most that an answer may take, in milliseconds. Default: 20 000. */
  DEADLINE_MS?: string;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const asset = new URL(request.url).searchParams.get("asset");
    const { status, headers, body } = asset
      ? await answerOf(async () => {
          const client = new Client(anomalyArmor({ apiKey: env.ARMOR_API_KEY, url: env.ARMOR_API_URL }));
          const timeoutMs = Number(env.DEADLINE_MS ?? 20_000);
          return gate(client, { asset, gates: ["fresh", "no_anomalies"] }, { timeoutMs, signal: request.signal });
        })
      : badRequest("which asset? ?asset=…");
    return new Response(body, { status, headers });
  },
};
