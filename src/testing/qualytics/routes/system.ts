import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { needed } from "../../fastapi/inputs.js";
import { text } from "../../fastapi/judges.js";
import { holds, nothing, type Wire } from "../answers.js";
import { containerStub, datastoreStub } from "../records/stubs.js";
import type { QualyticsState } from "../state.js";

export const systemRoutes = (state: QualyticsState): EmulatedRoute[] => [
  { verb: "GET", path: "/health", answer: () => nothing },
  { verb: "GET", path: "/status", answer: () => ({ body: { database_connection: "OK", rabbitmq_connection: "OK" } }) },
  {
    verb: "GET",
    path: "/license/expiration",
    answer: () => ({ body: { expiration: "2030-01-01T00:00:00.000000Z" } }),
  },
  { verb: "GET", path: "/search", answer: (call) => search(state, call) },
];

/** All that has a name with the text in it. */
function search(state: QualyticsState, call: EmulatedCall): EmulatedAnswer {
  const name = needed(call, "name", text(1, 255));
  const containers = state.containers.filter(({ deleted_at }) => deleted_at === null);
  const all: (Wire & { name: string })[] = [
    ...state.datastores.map(({ id, name }) => ({ ...datastoreStub(state, id), object_type: "datastore", id, name })),
    ...containers.map(({ id, name, datastore_id }) => ({
      ...containerStub(state, id),
      object_type: "container",
      name,
      datastore: datastoreStub(state, datastore_id),
    })),
    ...state.fields.flatMap(({ id, name, container_id }) => {
      const container = containers.find((one) => one.id === container_id);
      if (container === undefined) return [];
      const datastore = datastoreStub(state, container.datastore_id);
      return [{ object_type: "field", id, name, container: containerStub(state, container_id), datastore }];
    }),
  ];
  return { body: all.filter((one) => holds(one.name, name)) };
}

/** Routes, and the one that describes them. The document tells whole paths, with that of the API. */
export function withOpenapi(routes: readonly EmulatedRoute[], baseUrl: string): EmulatedRoute[] {
  const prefix = new URL(baseUrl).pathname.replace(/\/+$/, "");
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { verb, path } of routes)
    paths[prefix + path] = { ...paths[prefix + path], [verb.toLowerCase()]: { responses: {} } };
  const document = { openapi: "3.1.0", info: { title: "Qualytics", version: "1.0.0" }, paths };
  return [...routes, { verb: "GET", path: "/openapi.json", answer: () => ({ body: structuredClone(document) }) }];
}
