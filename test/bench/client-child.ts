// One client in a process of its own: answers each message with the time that so many calls took.
import ky from "ky";

export type Variant = "fetch" | "fetch again" | "ky" | "dqgate";
export type Task = "small" | "list" | "stub";

// What is shipped, not its sources.
const entry = (name: string): string => new URL(`../../dist/${name}.js`, import.meta.url).href;
const { Client } = (await import(entry("index"))) as typeof import("dqgate");
const { anomalyArmor } = (await import(entry("anomalyarmor"))) as typeof import("dqgate/anomalyarmor");

const [variant, task, port] = process.argv.slice(2) as [Variant, Task, string];
const base = `http://127.0.0.1:${port}/api/v1`;
const headers = { authorization: "Bearer aa_test_0123456789", accept: "application/json" };
const url = task === "list" ? `${base}/sdk/assets?limit=50&offset=0` : `${base}/sdk/assets/small`;

const text = JSON.stringify({
  data: { id: "1", qualified_name: "a.b", name: "b", created_at: "2026-01-05T12:34:56Z", tags: ["a"] },
});
const stub = async (): Promise<Response> => new Response(text, { headers: { "content-type": "application/json" } });
const fetchOption = task === "stub" ? { fetch: stub } : {};

const client = new Client(anomalyArmor({ apiKey: "aa_test_0123456789", url: base }), fetchOption);
const calls: Record<Variant, () => Promise<unknown>> = {
  fetch: raw,
  "fetch again": raw,
  ky: () => ky(url, { headers, ...fetchOption }).json(),
  dqgate: async () => (task === "list" ? await client.assets.list() : client.assets.get("small")),
};

async function raw(): Promise<unknown> {
  return (await (task === "stub" ? stub() : fetch(url, { headers }))).json();
}

process.on("message", async (count: number) => {
  const start = performance.now();
  const cpu = process.cpuUsage();
  for (let at = 0; at < count; at += 1) await calls[variant]();
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({ wall: performance.now() - start, cpu: (user + system) / 1000 });
});
