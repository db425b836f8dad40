import { type GateEvidence, InconclusiveError, NotFoundError, ServerError, ValidationError } from "dqgate";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { asked, GATES, idsTo, namesTo, shopOf } from "./batch-shop.js";

const total = (plan: Readonly<Record<string, number>>): number =>
  Object.values(plan).reduce((sum, one) => sum + one, 0);
const evidenceOf = (error: Error & Record<string, unknown>): GateEvidence => error.evidence as GateEvidence;

describe.each(GATES)("$name of several containers", ({ error: no, plan, open, no: refused, nothing, name }) => {
  it("takes 250 together, and keeps their order", async () => {
    const here = shopOf(250);
    const batch = idsTo(250).reverse();
    const evidence = await open(here, batch);
    expect(asked(here)).toEqual(plan);
    expect(evidence).toMatchObject({ gate: name, verdict: "pass", requests: total(plan) });
    expect(evidence.asked.asset).toBe(batch.join(", "));
    expect(evidence.seen.map(({ subject }) => subject)).toEqual(batch.map(String));
    expect(evidence.seen.every(({ verdict }) => verdict === "pass")).toBe(true);
    const most = here.server.requests.map(({ query }) => [query.id ?? query.container].flat().length);
    expect(Math.max(...most)).toBe(100);
  });

  it("costs one container what it costs alone, in a list or not", async () => {
    const [alone, listed] = [shopOf(3), shopOf(3)];
    const evidence = await open(alone, 2);
    expect(await open(listed, [2, 2])).toMatchObject({
      verdict: "pass",
      requests: evidence.requests,
      seen: evidence.seen,
    });
    expect(asked(listed)).toEqual(asked(alone));
    expect(asked(alone)["GET /containers/{id}"]).toBe(1);
  });

  it("looks names up in one list of all containers", async () => {
    const here = shopOf(250);
    const batch = namesTo(250);
    const evidence = await open(here, batch);
    expect(asked(here)).toEqual({ ...plan, "GET /containers/listing": 1 });
    expect(evidence.seen.map(({ subject }) => subject)).toEqual(batch);
    expect(evidence.requests).toBe(total(plan) + 1);
  });

  it("stays closed where one of 250 says no, which is named", async () => {
    const here = shopOf(250, { 137: refused });
    const error = await failure(open(here, idsTo(250), { onUnknown: "pass" }));
    expect(error.name).toBe(no);
    expect(error.message).toMatch(/\b137\b/);
    const { seen, requests } = evidenceOf(error);
    expect(requests).toBe(here.server.requests.length);
    const verdicts = seen.slice(0, 250).map(({ verdict }) => verdict);
    expect(verdicts.flatMap((verdict, at) => (verdict === "pass" ? [] : [[verdict, at + 1]]))).toEqual([["fail", 137]]);
  });

  it("stays closed where nothing is known of one of 250, which is named", async () => {
    const here = shopOf(250, { 201: nothing });
    const error = await failure(open(here, namesTo(250)));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toMatch(/shop\.t201\b/);
    const unknown = evidenceOf(error).seen.filter(({ verdict }) => verdict !== "pass");
    expect(unknown).toMatchObject([{ subject: "shop.t201", verdict: "unknown" }]);
    expect(await open(here, namesTo(250), { onUnknown: "pass" })).toMatchObject({ verdict: "unknown" });
  });

  it("lets a no stand beside what is not known", async () => {
    const here = shopOf(120, { 7: nothing, 110: refused });
    const error = await failure(open(here, idsTo(120)));
    expect(error.name).toBe(no);
    expect(evidenceOf(error).seen[6]).toMatchObject({ subject: "7", verdict: "unknown" });
  });

  it("tries again where the platform fails twice in the middle", async () => {
    const here = shopOf(250);
    const paths = new Set(Object.keys(plan));
    for (const on of paths) here.server.failNext({ kind: "status", status: 503 }, { on, times: 2 });
    const evidence = await open(here, idsTo(250));
    expect(evidence).toMatchObject({ verdict: "pass", requests: total(plan) + 2 * paths.size });
    expect(here.server.requests).toHaveLength(evidence.requests);
  });

  it("throws where a hundred of them get no answer, unless another says no", async () => {
    for (const on of Object.keys(plan)) {
      const here = shopOf(250, { 240: refused });
      // The first hundred: a request that fails is not repeated.
      here.server.failNext({ kind: "status", status: 500 }, { on });
      const error = await failure(open(here, idsTo(250), { retries: 0 }));
      expect(error.name).toBe(no);
      const { seen } = evidenceOf(error);
      expect(seen.filter(({ reason }) => reason.includes("no answer for"))).toHaveLength(100);
      expect(seen[0]).toMatchObject({
        subject: "1",
        verdict: "unknown",
        reason: expect.stringContaining("ServerError"),
      });
      const all = shopOf(250);
      all.server.failNext({ kind: "status", status: 500 }, { on });
      const open500 = open(all, idsTo(250), { retries: 0, onUnknown: "pass" });
      expect(await failure(open500)).toBeInstanceOf(ServerError);
    }
  });

  it("says that one is not there, unless another says no", async () => {
    for (const missing of [9999, "shop.nothing", "9999"]) {
      const here = shopOf(150, { 140: refused });
      const batch = [...idsTo(130), missing];
      const error = await failure(open(here, batch, { onUnknown: "pass" }));
      expect(error).toBeInstanceOf(NotFoundError);
      const closed = await failure(open(here, [missing, 140]));
      expect(closed.name).toBe(no);
      expect(evidenceOf(closed).seen[0]).toMatchObject({
        verdict: "unknown",
        reason: expect.stringContaining(`there is no answer for ${missing}: NotFoundError`),
      });
    }
  });

  it("shows nothing of an archived one", async () => {
    const here = shopOf(120);
    const archived = here.server.state.containers.find(({ id }) => id === 115);
    if (archived !== undefined) archived.deleted_at = here.server.state.now();
    const error = await failure(open(here, idsTo(120)));
    expect(error).toBeInstanceOf(InconclusiveError);
    expect(error.message).toMatch(/115.*archived/);
  });

  it("gives a verdict to each way of naming a container, and one to each of the same", async () => {
    const here = shopOf(3);
    const evidence = await open(here, ["shop.t2", 3, 2, "shop.t2", 3]);
    expect(evidence.seen.map(({ subject }) => subject)).toEqual(["shop.t2", "3", "2"]);
  });

  it.each([[[]], [[1, " "]], [[1, 0]], [[1, null]], [[1, 1.5]], [[[1]]]])(
    "refuses %j before anything is sent",
    async (asset) => {
      const here = shopOf(2);
      const error = await failure(() => open(here, asset as never));
      expect(error).toBeInstanceOf(ValidationError);
      expect((error as unknown as ValidationError).issues[0]?.path[0]).toBe("asset");
      expect(here.server.requests).toEqual([]);
    },
  );

  it("takes the time of a call for each request, not for all of them", async () => {
    const here = shopOf(250);
    const { clock } = here.server;
    const slow = (body: unknown): unknown => {
      (clock as import("dqgate/testing").VirtualClock).advance(900);
      return body;
    };
    here.server.failNext({ kind: "change", change: slow }, { times: 100 });
    expect(await open(here, idsTo(250), { totalTimeoutMs: 4_000 })).toMatchObject({ verdict: "pass" });
    expect(clock.now() - Date.parse("2026-01-05T12:00:00Z")).toBe(900 * total(plan));
  });
});
