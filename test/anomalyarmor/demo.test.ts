import { inspect } from "node:util";
import { AuthenticationError, AuthorizationError, Client, ConfigurationError, ResponseValidationError } from "dqgate";
import { type AnomalyArmorClient, anomalyArmor } from "dqgate/anomalyarmor";
import { type AnomalyArmorEmulator, emulateAnomalyArmor } from "dqgate/testing";
import { describe, expect, it } from "vitest";
import { ORDERS } from "./calls/sample.js";

const withKey = (armor: AnomalyArmorEmulator, apiKey: string | null): AnomalyArmorClient =>
  new Client(anomalyArmor({ apiKey }), { fetch: armor.fetch, logger: null });

const start = (): AnomalyArmorEmulator => emulateAnomalyArmor({ assets: [{ qualifiedName: ORDERS }], keys: [] });

describe("demo.createSession", () => {
  it("sends no credentials, whether the client has some or not", async () => {
    const armor = start();
    await withKey(armor, null).demo.createSession();
    await withKey(armor, "aa_live_mine000000000000000000000000").demo.createSession();
    expect(armor.requests.map(({ path }) => path)).toEqual(["/demo/session", "/demo/session"]);
    expect(armor.requests.map(({ headers }) => headers.has("authorization"))).toEqual([false, false]);
    expect(armor.requests[0]?.body).toBeUndefined();
  });

  it("gives a key that no print shows", async () => {
    const session = await withKey(start(), null).demo.createSession();
    expect(session.apiKey).toMatch(/^aa_demo_[a-z0-9]{32}$/);
    for (const print of [inspect(session), JSON.stringify(session), inspect({ ...session })]) {
      expect(print).not.toContain(session.apiKey);
    }
  });

  it("gives a key that reads, does not write, and ends", async () => {
    const armor = start();
    const { apiKey, expiresAt } = await withKey(armor, null).demo.createSession();
    const demo = withKey(armor, apiKey);
    await expect(demo.assets.get(ORDERS)).resolves.toMatchObject({ qualifiedName: ORDERS });
    const error = await demo.freshness.refresh(ORDERS).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AuthorizationError);
    expect(error).toMatchObject({ requiredScope: "read-write", currentScope: "read-only" });
    await armor.clock.sleep((expiresAt?.getTime() ?? 0) - armor.clock.now() - 1);
    await expect(demo.assets.get(ORDERS)).resolves.toMatchObject({ qualifiedName: ORDERS });
    await armor.clock.sleep(1);
    await expect(demo.assets.get(ORDERS)).rejects.toBeInstanceOf(AuthenticationError);
  });

  it.each([
    ["a bare record", { api_key: "aa_demo_1", expires_at: "2026-01-06T00:00:00" }],
    ["a plain envelope", { data: { api_key: "aa_demo_1", expires_at: "2026-01-06T00:00:00" } }],
    [
      "a wrapper",
      { success: true, data: { api_key: "aa_demo_1", expires_at: "2026-01-06T00:00:00Z" }, error: null, meta: null },
    ],
  ])("reads %s", async (_name, body) => {
    const armor = start();
    armor.failNext({ kind: "json", body });
    const session = await withKey(armor, null).demo.createSession();
    expect(session.apiKey).toBe("aa_demo_1");
    expect(session.expiresAt).toEqual(new Date("2026-01-06T00:00:00Z"));
  });

  it("does without an end, but not without a key", async () => {
    const armor = start();
    armor.failNext({ kind: "json", body: { api_key: "aa_demo_1" } });
    expect((await withKey(armor, null).demo.createSession()).expiresAt).toBeNull();
    armor.failNext({ kind: "json", body: { expires_at: "2026-01-06T00:00:00Z" } });
    await expect(withKey(armor, null).demo.createSession()).rejects.toBeInstanceOf(ResponseValidationError);
  });

  it("is all that a client without a key can do", async () => {
    const armor = start();
    await expect(withKey(armor, null).assets.get(ORDERS)).rejects.toBeInstanceOf(ConfigurationError);
    expect(armor.requests).toEqual([]);
  });
});
