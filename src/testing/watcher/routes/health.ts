import type { EmulatedRoute } from "../../emulator.js";
import type { WatcherState } from "../state.js";

/** Served, and kept out of the server's own description. */
const HIDDEN = ["/openapi.json", "/lineage-graph", "/reporting", "/diagnostics", "/docs", "/redoc", "/scalar"];
const DIAGNOSTICS = ["connection-performance", "schema-health", "performance", "celery", "redis"];
const PAGES = ["/lineage-graph", "/reporting", "/diagnostics", "/docs", "/redoc", "/scalar"];

export const healthRoutes = (_state: WatcherState): EmulatedRoute[] => [
  { verb: "GET", path: "/", answer: () => ({ body: { status: "ok" } }) },
  ...DIAGNOSTICS.map(
    (name): EmulatedRoute => ({
      verb: "GET",
      path: `/diagnostics/${name}`,
      answer: () => ({
        body: { status: "success", output: `<pre>${name}: nothing to report</pre>`, type: name.replaceAll("-", "_") },
      }),
    }),
  ),
  ...PAGES.map(
    (path): EmulatedRoute => ({
      verb: "GET",
      path,
      answer: () => ({
        body: `<!doctype html><html><title>Watcher</title><p>${path}</p></html>`,
        headers: { "content-type": "text/html; charset=utf-8" },
      }),
    }),
  ),
];

/** The route that describes the others, those apart that the server hides. */
export function openapiRoute(routes: readonly EmulatedRoute[]): EmulatedRoute {
  const paths: Record<string, Record<string, unknown>> = {};
  const isHidden = (path: string): boolean => HIDDEN.some((one) => path === one || path.startsWith(`${one}/`));
  for (const { verb, path } of routes.filter((route) => !isHidden(route.path)))
    paths[path] = { ...paths[path], [verb.toLowerCase()]: { responses: { [statusOf(path)]: { description: "" } } } };
  const document = { openapi: "3.1.0", info: { title: "Watcher", version: "1.0.0" }, paths };
  return { verb: "GET", path: "/openapi.json", answer: () => ({ body: structuredClone(document) }) };
}

/** One status for each path: of those that create or get, the document tells 200 alone. */
function statusOf(path: string): string {
  if (path === "/start_pipeline_execution" || path === "/address_lineage") return "201";
  return path === "/end_pipeline_execution" || path === "/unflag_anomaly" ? "204" : "200";
}
