import { TimeoutError, UnprocessableError, ValidationError } from "dqgate";
import { intelligenceAnswerModel } from "dqgate/anomalyarmor";
import { describe, expect, it } from "vitest";
import { spiedTimeouts } from "../support/timeouts.js";
import { ORDERS, ORDERS_ID } from "./calls/sample.js";
import { world } from "./world.js";

const CUSTOMERS = "pg.shop.public.customers";
const assets = [{ id: ORDERS_ID, qualifiedName: ORDERS }, { qualifiedName: CUSTOMERS }];
const question = "What is in it?";

describe("intelligence.ask", () => {
  it("says that nothing was generated yet, and answers once it was", async () => {
    const { client } = world({ assets });
    const error = await client.intelligence.ask(ORDERS, { question }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(error).toMatchObject({ platformCode: "INTELLIGENCE_NOT_GENERATED", kind: "api" });
    const { jobId } = await client.intelligence.generate(ORDERS);
    await expect(client.intelligence.ask(ORDERS, { question })).rejects.toBeInstanceOf(UnprocessableError);
    await client.jobs.waitForJob(jobId);
    expect(await client.intelligence.ask(ORDERS_ID.slice(0, 8), { question })).toMatchObject({
      question,
      confidence: "medium",
    });
  });

  it.each([400, 404, 409, 500])("goes by the code where the status is %i", async (status) => {
    const { client, armor } = world({ assets });
    const body = { error: { code: "INTELLIGENCE_NOT_GENERATED", message: "generate first" } };
    armor.failNext({ kind: "status", status, body });
    const error = await client.intelligence.ask(ORDERS, { question }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(error).toMatchObject({ platformCode: "INTELLIGENCE_NOT_GENERATED", retryable: false });
    expect(armor.requests).toHaveLength(1);
  });

  it("looks at related assets when asked, and says so always", async () => {
    const { client, armor } = world({
      assets,
      lineage: [{ from: CUSTOMERS, to: ORDERS }],
      intelligence: [ORDERS, CUSTOMERS],
    });
    const alone = await client.intelligence.ask(ORDERS, { question });
    expect(armor.requests[0]?.body).toEqual({ asset_id: ORDERS, question, include_related_assets: false });
    expect(alone.sources).toHaveLength(1);
    const related = await client.intelligence.ask(ORDERS, { question, includeRelatedAssets: true });
    expect(related).toMatchObject({ confidence: "high", sources: [{ assetName: ORDERS }, { assetName: CUSTOMERS }] });
  });

  it.each(["", "ab", "x".repeat(2001), 7])("refuses the question %o", async (wrong) => {
    const { client, armor } = world({ assets });
    const error = await client.intelligence
      .ask(ORDERS, { question: wrong as string })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ operation: "POST /sdk/intelligence/ask", issues: [{ path: ["question"] }] });
    expect(armor.requests).toEqual([]);
  });

  it("takes questions of 3 and of 2000 characters", async () => {
    const { client } = world({ assets, intelligence: [ORDERS] });
    for (const right of ["why", "x".repeat(2000)]) {
      expect((await client.intelligence.ask(ORDERS, { question: right })).question).toBe(right);
    }
  });

  it.each([
    [{ sources: "the docs" }, "the docs"],
    [{ sources: null }, []],
    [{}, []],
    [
      { sources: [{ asset_id: 7, asset_name: "a" }] },
      [{ assetId: 7, assetName: "a", domain: null, generatedAt: null, tokenCount: null, wasRegenerated: null }],
    ],
  ])("reads the sources of %o, by both readers", async (told, sources) => {
    const { client, armor } = world({ assets });
    const data = { answer: "yes", ...told };
    armor.failNext({ kind: "json", body: { data } });
    const wanted = { answer: "yes", confidence: "medium", sources, question: null, tokenUsage: null };
    expect(await client.intelligence.ask(ORDERS, { question })).toEqual(wanted);
    expect(intelligenceAnswerModel.schema.parse(data)).toEqual(wanted);
  });

  it("refuses sources that are neither, and an answer without an answer", async () => {
    const { client, armor } = world({ assets });
    for (const data of [{ answer: "yes", sources: 7 }, { answer: "yes", sources: [{}] }, { sources: [] }]) {
      armor.failNext({ kind: "json", body: { data } });
      await expect(client.intelligence.ask(ORDERS, { question })).rejects.toMatchObject({
        code: "response_validation",
      });
    }
  });

  it("gives each answer a list of its own", async () => {
    const { client, armor } = world({ assets });
    armor.failNext({ kind: "json", body: { data: { answer: "yes" } } }, { times: 2 });
    const first = await client.intelligence.ask(ORDERS, { question });
    (first.sources as unknown[]).push("mine");
    expect((await client.intelligence.ask(ORDERS, { question })).sources).toEqual([]);
  });

  it("waits longer than other calls, unless somebody told how long", async () => {
    const { client, armor } = world({ assets, intelligence: [ORDERS] });
    const timeouts = spiedTimeouts();
    await client.intelligence.ask(ORDERS, { question });
    expect(timeouts).toContain(60_000);
    const hurried = client.with({ timeoutMs: 20, retries: 0 });
    armor.failNext({ kind: "latency", ms: 60 });
    await expect(hurried.intelligence.ask(ORDERS, { question })).rejects.toBeInstanceOf(TimeoutError);
    armor.failNext({ kind: "latency", ms: 60 });
    await expect(client.intelligence.ask(ORDERS, { question }, { timeoutMs: 20 })).rejects.toBeInstanceOf(TimeoutError);
  });
});

describe("intelligence.generate", () => {
  it("leaves out what is not set", async () => {
    const { client, armor } = world({ assets });
    await client.intelligence.generate(ORDERS);
    expect(armor.requests[0]?.body).toEqual({ asset_id: ORDERS, force_refresh: false });
    await client.intelligence.generate(ORDERS, { includeSchemas: "raw, mart" });
    expect(armor.requests[1]?.body).toEqual({ asset_id: ORDERS, include_schemas: "raw, mart", force_refresh: false });
  });

  it.each([[[]], [""], [["a,b"]], [["a", " "]], [[1]], [7]])("refuses the schemas %o", async (includeSchemas) => {
    const { client, armor } = world({ assets });
    const error = await client.intelligence
      .generate(ORDERS, { includeSchemas: includeSchemas as string[] })
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as ValidationError).issues[0]?.path).toEqual(["includeSchemas"]);
    expect(armor.requests).toEqual([]);
  });

  it("needs a discovery first", async () => {
    const { client } = world({ assets, undiscovered: [ORDERS] });
    const error = await client.intelligence.generate(ORDERS).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnprocessableError);
    expect(error).toMatchObject({ platformCode: "SCHEMA_NOT_DISCOVERED" });
    await client.jobs.waitForJob((await client.assets.triggerDiscovery(ORDERS)).jobId);
    await expect(client.intelligence.generate(ORDERS)).resolves.toMatchObject({ status: "started" });
  });

  it("learns again when forced", async () => {
    const { client } = world({ assets, intelligence: [ORDERS] });
    const regenerated = async (forceRefresh: boolean): Promise<unknown> => {
      const { jobId } = await client.intelligence.generate(ORDERS, { forceRefresh });
      await client.jobs.waitForJob(jobId);
      const { sources } = await client.intelligence.ask(ORDERS, { question });
      return (sources as { wasRegenerated: boolean }[])[0]?.wasRegenerated;
    };
    expect(await regenerated(false)).toBe(false);
    expect(await regenerated(true)).toBe(true);
  });

  it("reads an answer with nothing but the job", async () => {
    const { client, armor } = world({ assets });
    armor.failNext({ kind: "json", body: { job_id: "j1", status: "QUEUED" } });
    expect(await client.intelligence.generate(ORDERS)).toMatchObject({ jobId: "j1", status: "queued", message: null });
  });
});
