// A Lambda behind a function URL or an HTTP API: GET /?asset=snowflake.prod.warehouse.orders
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { Client } from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { type DataQuality, gate } from "../portable/pipeline.js";
import { answerOf, badRequest } from "./answer.js";

/** Left for the answer itself, so that the invocation does not end without one. */
export const MARGIN_MS = 1_000;

type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** A handler that asks the platform of a client. `connect` is called at the first request. */
export function handlerOf(connect: () => DataQuality): Handler {
  let client: DataQuality | undefined;
  return async (event, context) => {
    const { asset } = event.queryStringParameters ?? {};
    const { status, ...answer } = asset
      ? await answerOf(async () => {
          client ??= connect(); // Kept for the next invocation: it knows the platform's rate by then.
          const timeoutMs = Math.max(1, context.getRemainingTimeInMillis() - MARGIN_MS);
          return gate(client, { asset, gates: ["fresh", "no_anomalies"] }, { timeoutMs });
        })
      : badRequest("which asset? ?asset=…");
    return { statusCode: status, ...answer };
  };
}

/** Takes `ARMOR_API_KEY` from the function's environment. */
export const handler: Handler = handlerOf(() => new Client(anomalyArmor(), { appInfo: "lambda" }));
