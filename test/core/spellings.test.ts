import { Client } from "dqgate";
import { anomalyArmor } from "dqgate/anomalyarmor";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";

const TAIL = "Zq7tailOfIt";
const KEY = `a@b/"c\\\\d'${TAIL}`;

/** The message of an error that repeats a text. */
async function told(detail: string, apiKey = KEY): Promise<string> {
  const fetch = async (): Promise<Response> => Response.json({ detail }, { status: 400 });
  const client = new Client(anomalyArmor({ apiKey, url: "https://x.example" }), { fetch, logger: null, retries: 0 });
  return (await failure(client.assets.get("pg.a"))).message;
}

describe("a key that a server repeats in another writing", () => {
  it.each([
    ["as it is", KEY],
    ["JSON", JSON.stringify(KEY).slice(1, -1)],
    ["JSON that escapes slashes", JSON.stringify(KEY).slice(1, -1).replace("/", "\\/")],
    ["JSON within JSON within JSON", JSON.stringify(JSON.stringify(JSON.stringify(KEY))).slice(7, -7)],
    ["a URL", encodeURIComponent(KEY)],
    ["a URL with small digits", encodeURIComponent(KEY).replace(/%../g, (one) => one.toLowerCase())],
    ["a path", encodeURIComponent(KEY).replaceAll("%2F", "/").replaceAll("%40", "@")],
  ])("is masked in %s", async (_, written) => {
    expect(await told(`no ${written}!`)).toBe("no [redacted]!");
  });

  it("is not seen where it is not", async () => {
    const other = KEY.replace("@", "%");
    expect(await told(`no ${other}!`)).toBe(`no ${other}!`);
    expect(await told("no a.c-key", "a+c-key")).toBe("no a.c-key");
  });

  it("takes no time that grows with the square of a long text", async () => {
    const started = performance.now();
    for (const [key, text] of [
      ['\\"\\"\\"\\"x', "\\".repeat(200_000)],
      ["\\\\\\\\\\\\x", "\\".repeat(200_000)],
      ["%%%%%%%%x", "%25".repeat(100_000)],
      ['""""""""x', '\\"'.repeat(100_000)],
    ] as const)
      await told(text, key);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
