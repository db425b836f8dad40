import type { WatcherEmulator } from "dqgate/testing";
import { expect } from "vitest";
import { type World, world } from "../world.js";

/** A server with two pipelines, and a client of it. */
export const shop = (): World => world({ pipelines: [{ name: "orders" }, { name: "customers" }] });

/** When the virtual clock starts. */
export const NOW = "2026-01-05T12:00:00.000Z";

export const START = "POST /start_pipeline_execution";
export const END = "POST /end_pipeline_execution";

/** Resolves when the signal aborts. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));

/** What each run was ended with, in the order of their starts. Fails where one was not ended, or with different ends. */
export function endsOf(server: WatcherEmulator): Record<string, unknown>[] {
  const told = server.requests
    .filter(({ path }) => path === "/end_pipeline_execution")
    .map(({ body }) => body as Record<string, unknown>);
  return server.state.executions.map((run) => {
    const ends = new Set(told.filter(({ id }) => id === run.id).map((body) => JSON.stringify(body)));
    expect([run.id, ends.size]).toEqual([run.id, 1]);
    expect(run.completed_successfully).not.toBeNull();
    expect(Date.parse(run.end_date as string)).toBeGreaterThan(Date.parse(run.start_date));
    return JSON.parse([...ends][0] as string) as Record<string, unknown>;
  });
}

/** The verbs and paths of what was sent. */
export const sentTo = (server: WatcherEmulator): string[] => server.requests.map(({ verb, path }) => `${verb} ${path}`);

/** How the runs ended, in the order of their starts; null for one that is still running. */
export const outcomesOf = (server: WatcherEmulator): (boolean | null)[] =>
  server.state.executions.map((run) => run.completed_successfully);
