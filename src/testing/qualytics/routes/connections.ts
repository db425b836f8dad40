import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { asked, idOf, judged } from "../../fastapi/inputs.js";
import { bool, int, type Judge, map, orNull, record, type Shape, text } from "../../fastapi/judges.js";
import { filtered, found, nothing, page, refuse, removed, sorted, type Wire } from "../answers.js";
import { bulkMade, bulkValidated } from "../bulk.js";
import {
  catalogsOf,
  changeConnection,
  connectionBody,
  connectionStub,
  datastoresOf,
  isReachable,
  newConnection,
  type Store,
  storeOf,
} from "../records/connections.js";
import type { EmulatedConnection } from "../records/records.js";
import { historyBody } from "../records/versions.js";
import type { QualyticsState } from "../state.js";

const word = orNull(text(1, 255));
const secret = orNull(text(0, 10_000));

const CONNECTION: Shape = {
  name: word,
  type: text(1, 50),
  host: word,
  port: orNull(int({ ge: 1, le: 65_535 })),
  username: secret,
  password: secret,
  passphrase: secret,
  uri: secret,
  access_key: secret,
  secret_key: secret,
  catalog: word,
  catalog_type: word,
  parameters: orNull(map),
  secrets_manager: orNull(map),
  jdbc_fetch_size: orNull(int({ ge: 0 })),
  max_parallelization: orNull(int({ ge: 0, le: 100 })),
};

/** A new connection, as it is sent. */
export const newConnectionJudge: Judge<Wire> = record(CONNECTION, ["type"]);
const changedConnection: Judge<Wire> = record(CONNECTION, ["name", "type"]);
/** Builds that cannot keep enrichment of their own. */
const READ_ONLY_TYPES = ["athena", "presto", "dremio"];

export const connectionRoutes = (state: QualyticsState): EmulatedRoute[] => {
  const one = (call: EmulatedCall): EmulatedConnection => found(state.connections, "Connection", idOf(call, "id"));
  const answer = (connection: EmulatedConnection): EmulatedAnswer => ({ body: connectionBody(state, connection) });
  return [
    { verb: "GET", path: "/connections", answer: (call) => listed(state, call) },
    { verb: "GET", path: "/connections/listing", answer: (call) => names(state, call) },
    {
      verb: "POST",
      path: "/connections",
      answer: (call) => answer(newConnection(state, judged(call, newConnectionJudge))),
    },
    { verb: "GET", path: "/connections/{id}", answer: (call) => answer(one(call)) },
    {
      verb: "PUT",
      path: "/connections/{id}",
      answer: (call) => {
        const connection = one(call);
        changeConnection(state, connection, judged(call, changedConnection));
        return answer(connection);
      },
    },
    { verb: "DELETE", path: "/connections/{id}", answer: (call) => deleted(state, one(call)) },
    { verb: "POST", path: "/connections/{id}/test", answer: (call) => tested(call, one(call)) },
    { verb: "GET", path: "/connections/{id}/history", answer: (call) => ({ body: historyBody(one(call)) }) },
    {
      verb: "GET",
      path: "/connections/{id}/catalogs",
      answer: (call) => ({ body: Object.keys(catalogsOf(one(call))) }),
    },
    { verb: "GET", path: "/connections/{id}/schemas", answer: (call) => schemas(call, one(call)) },
    {
      verb: "POST",
      path: "/connections/catalogs",
      answer: (call) => ({ body: Object.keys(catalogsOf(storeOf(state, judged(call, newConnectionJudge)))) }),
    },
    {
      verb: "POST",
      path: "/connections/schemas",
      answer: (call) => schemas(call, storeOf(state, judged(call, newConnectionJudge))),
    },
    {
      verb: "POST",
      path: "/connections/{id}/datastores/validate",
      answer: (call) => bulkValidated(state, call, one(call)),
    },
    { verb: "POST", path: "/connections/{id}/datastores/bulk", answer: (call) => bulkMade(state, call, one(call)) },
    {
      verb: "POST",
      path: "/connections/datastores/validate",
      answer: (call) => bulkValidated(state, call, storeOf(state, inlineOf(call))),
    },
    {
      verb: "POST",
      path: "/connections/datastores/bulk",
      answer: (call) => {
        const told = inlineOf(call);
        if (!isReachable(told)) refuse(400, "The connection cannot be reached");
        return bulkMade(state, call, () => newConnection(state, told));
      },
    },
  ];
};

/** The connection within a body. */
const inlineOf = (call: EmulatedCall): Wire =>
  judged(call, record({ connection: newConnectionJudge }, ["connection"])).connection;

function listed(state: QualyticsState, call: EmulatedCall): EmulatedAnswer {
  let rows: readonly EmulatedConnection[] = state.connections;
  rows = filtered(call, rows, "id", int(), (one, id) => one.id === id);
  rows = filtered(call, rows, "name", text(1, 255), (one, name) => one.name === name);
  rows = filtered(call, rows, "type", text(1, 50), (one, type) => one.type === type);
  rows = sorted(call, rows, { id: ({ id }) => id, created: ({ id }) => id, name: ({ name }) => name });
  return page(call, rows, (one) => connectionBody(state, one));
}

function names(state: QualyticsState, call: EmulatedCall): EmulatedAnswer {
  const wanted = asked(call, "supports_enrichment", bool);
  const rows = state.connections.filter(
    ({ type }) => wanted === undefined || READ_ONLY_TYPES.includes(type) !== wanted,
  );
  return { body: rows.map(connectionStub) };
}

function deleted(state: QualyticsState, one: EmulatedConnection): EmulatedAnswer {
  const users = datastoresOf(state, one).map(({ name }) => name);
  if (users.length > 0) refuse(409, `Connection ${one.id} is used by datastores: ${users.join(", ")}`);
  removed(state.connections, one);
  return nothing;
}

function tested(call: EmulatedCall, one: EmulatedConnection): EmulatedAnswer {
  const override = call.body === undefined ? {} : judged(call, changedConnection);
  const isMoved = override.host != null || override.uri != null;
  if (isMoved ? isReachable(override) : one.reachable) return nothing;
  return { body: { connected: false, message: `${override.host ?? one.host ?? one.name} cannot be reached` } };
}

function schemas(call: EmulatedCall, one: Store): EmulatedAnswer {
  const catalogs = catalogsOf(one);
  const catalog = asked(call, "catalog", text(1, 255));
  if (catalog !== undefined && !Object.hasOwn(catalogs, catalog)) refuse(404, `Catalog ${catalog} not found`);
  return { body: catalog === undefined ? Object.values(catalogs).flat() : (catalogs[catalog] ?? []) };
}
