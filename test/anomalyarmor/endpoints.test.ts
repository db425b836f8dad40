import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { alertCalls } from "./calls/alerts.js";
import { anomalyCalls } from "./calls/anomalies.js";
import { apiKeyCalls } from "./calls/api-keys.js";
import { assetCalls } from "./calls/assets.js";
import { badgeCalls } from "./calls/badges.js";
import { demoCalls } from "./calls/demo.js";
import { freshnessCalls } from "./calls/freshness.js";
import { healthCalls } from "./calls/health.js";
import { intelligenceCalls } from "./calls/intelligence.js";
import { investigationCalls } from "./calls/investigations.js";
import { jobCalls } from "./calls/jobs.js";
import { lineageCalls } from "./calls/lineage.js";
import { metricCalls } from "./calls/metrics.js";
import { recommendationCalls } from "./calls/recommendations.js";
import { referentialCalls } from "./calls/referential.js";
import type { CallSample } from "./calls/sample.js";
import { schemaCalls } from "./calls/schema.js";
import { tagCalls } from "./calls/tags.js";
import { validityCalls } from "./calls/validity.js";
import { sampleWorld } from "./world.js";

const SAMPLES: readonly CallSample[] = [
  ...alertCalls,
  ...anomalyCalls,
  ...apiKeyCalls,
  ...assetCalls,
  ...badgeCalls,
  ...demoCalls,
  ...freshnessCalls,
  ...healthCalls,
  ...intelligenceCalls,
  ...investigationCalls,
  ...jobCalls,
  ...lineageCalls,
  ...metricCalls,
  ...recommendationCalls,
  ...referentialCalls,
  ...schemaCalls,
  ...tagCalls,
  ...validityCalls,
];

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");
const RESOURCES = "../../src/platforms/anomalyarmor/resources/";

interface Tag {
  method: string;
  verb: string;
  path: string;
}

const lowerFirst = (word: string): string => word.charAt(0).toLowerCase() + word.slice(1);

/** Every `@endpoint` tag with the method that it stands above. */
const tags: Tag[] = readdirSync(new URL(RESOURCES, import.meta.url)).flatMap((file) => {
  const source = read(RESOURCES + file);
  const namespace = lowerFirst(/export class (\w+)/.exec(source)?.[1] ?? "");
  const pattern = /@endpoint ([A-Z]+) (\S+)(?:(?!\*\/)[\s\S])*\*\/\s+(?:async )?(\w+)\(/g;
  return [...source.matchAll(pattern)].map(([, verb, path, name]) => ({
    method: `${namespace}.${name}`,
    verb: verb as string,
    path: path as string,
  }));
});

interface Row {
  method: string;
  verb: string;
  path: string;
  seed: boolean;
  certainty: string;
}

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The platform's inventory of endpoints. */
const inventory: Row[] = read("./endpoints.tsv")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [namespace, name, verb, path, seed, certainty] = line.split("\t") as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    return { method: `${camel(namespace)}.${camel(name)}`, verb, path, seed: seed === "yes", certainty };
  });

const wanted = inventory.filter(
  ({ method, seed, certainty }) => !method.startsWith("alt.") && (seed || certainty !== "inferred"),
);

describe("the inventory of AnomalyArmor", () => {
  it("is covered by the tags, row by row, and by nothing else", () => {
    const told = (rows: readonly { method: string; verb: string; path: string }[]): string[] =>
      rows.map(({ method, verb, path }) => `${method} ${verb} ${path}`).sort();
    // The anomalies are alerts under their portable name: the same endpoints once more.
    expect(told(tags.filter(({ method }) => !method.startsWith("anomalies.")))).toEqual(told(wanted));
  });

  it("has a sample call for every tag", () => {
    const sampled = new Set(SAMPLES.map(({ method }) => method));
    expect(tags.map(({ method }) => method).filter((method) => !sampled.has(method))).toEqual([]);
  });
});

describe.each(SAMPLES)("$method", ({ method, arrange, call, query, body, gives }) => {
  it("sends what its tag and the inventory say", async () => {
    const tag = tags.find((one) => one.method === method) as Tag;
    expect(tag, `${method} has no @endpoint tag`).toBeDefined();
    const { armor, client } = sampleWorld();
    const arranged = await arrange?.(client, armor);
    armor.requests.length = 0;
    gives(await call(client, arranged));
    expect(armor.requests).toHaveLength(1);
    const [sent] = armor.requests;
    expect(sent?.verb).toBe(tag.verb);
    expect(sent?.path).toMatch(new RegExp(`^${tag.path.replace(/\{[^}]*\}/g, "[^/]+")}$`));
    expect(sent?.query).toEqual(query ?? {});
    expect(sent?.body).toEqual(body);
  });
});
