// A loopback server with answers made beforehand. Prints its port.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const asset = (at: number): Record<string, unknown> => ({
  id: `7b1f0c9e-0000-4000-8000-${String(at).padStart(12, "0")}`,
  qualified_name: `snowflake.prod.warehouse.table_${at}`,
  name: `table_${at}`,
  asset_type: "table",
  source: "snowflake",
  database: "prod",
  schema_name: "warehouse",
  description: at % 4 === 0 ? null : `The rows of day ${at}, as they came in`,
  row_count: at * 17,
  column_count: 12,
  tags: ["finance", "daily"],
  created_at: "2026-01-05T12:34:56Z",
  updated_at: "2026-03-05T12:34:56.123456",
});

const list = (count: number): string =>
  JSON.stringify({
    data: {
      data: Array.from({ length: count }, (_, at) => asset(at)),
      pagination: { total: count, limit: count, offset: 0, has_more: false },
    },
  });

const bodies: Record<string, Buffer> = {
  "/api/v1/sdk/assets/small": Buffer.from(JSON.stringify({ data: asset(1) })),
  "/api/v1/sdk/assets": Buffer.from(list(50)),
};

const server = createServer((request, response) => {
  const body = bodies[(request.url ?? "").split("?")[0] as string] ?? Buffer.from("{}");
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
