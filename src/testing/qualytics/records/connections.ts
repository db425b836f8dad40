import { refuse, type Wire } from "../answers.js";
import { addConnection, storeTypeOf } from "../seed.js";
import type { QualyticsState } from "../state.js";
import type { EmulatedConnection } from "./records.js";
import { datastoreStub } from "./stubs.js";
import { remember } from "./versions.js";

/** Secrets, which are kept and never answered, and what is no setting. */
const UNTOLD = [
  ...["password", "passphrase", "secret_key"],
  ...["id", "created", "connection_type", "reachable", "catalogs", "versions"],
];
/** What two connections to the same store have in common. */
const ADDRESS = ["type", "host", "port", "username", "uri", "catalog"] as const;

/** A connection, as the server answers it. */
export function connectionBody(state: QualyticsState, one: EmulatedConnection): Wire {
  return {
    id: one.id,
    created: one.created,
    ...settingsOf(one),
    connection_type: one.connection_type,
    product_name: one.type,
    product_version: null,
    driver_name: null,
    driver_version: null,
    datastores: datastoresOf(state, one).map(({ id }) => datastoreStub(state, id)),
  };
}

/** A connection, as lists of names show it. */
export const connectionStub = ({ id, name, type, connection_type }: EmulatedConnection): Wire => ({
  id,
  name,
  type,
  connection_type,
});

/** The datastores that use a connection. */
export const datastoresOf = (state: QualyticsState, { id }: EmulatedConnection): QualyticsState["datastores"] =>
  state.datastores.filter((datastore) => datastore.connection_id === id);

/** What somebody may see of what a connection was given. */
function settingsOf(one: EmulatedConnection): Wire {
  const { credentials_payload: _, ...secrets_manager } = one.secrets_manager ?? {};
  const told = Object.entries(one).filter(([key]) => !UNTOLD.includes(key));
  return { ...Object.fromEntries(told), secrets_manager: one.secrets_manager === null ? null : secrets_manager };
}

/** Makes a connection. */
export function newConnection(state: QualyticsState, told: Wire): EmulatedConnection {
  const { name, type, ...fields } = told as Wire & { type: string };
  const one = addConnection(state, {
    name: typeof name === "string" ? name : `${type} ${state.connections.length + 1}`,
    type,
    reachable: isReachable(told),
    fields: { host: null, ...withoutNull(fields) },
  });
  remember(state, one, {}, settingsOf(one));
  return one;
}

/** Changes a connection: what is not told stays, and so does what is null. */
export function changeConnection(state: QualyticsState, one: EmulatedConnection, told: Wire): void {
  const before = settingsOf(one);
  Object.assign(one, withoutNull(told));
  if (told.host != null || told.uri != null) one.reachable = isReachable(told);
  remember(state, one, before, settingsOf(one));
}

const withoutNull = (fields: Wire): Wire =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

/** Nothing answers under the top-level domain `invalid`, which is kept free for that. */
export const isReachable = ({ host, uri }: Wire): boolean =>
  ![host, uri].some((one) => typeof one === "string" && /\.invalid\b/.test(one));

/** A connection to the same store, if there is one. */
export const twinOf = (state: QualyticsState, told: Wire): EmulatedConnection | undefined =>
  state.connections.find((one) => ADDRESS.every((key) => (told[key] ?? null) === one[key]));

/** What can be looked for in the store of a connection, made or not. */
export type Store = Pick<EmulatedConnection, "name" | "connection_type" | "reachable" | "catalogs">;

/** The store of a connection that is not made: what is in it is known from one to the same store. */
export const storeOf = (state: QualyticsState, told: Wire): Store => ({
  name: String(told.name ?? told.type),
  connection_type: storeTypeOf(String(told.type)),
  reachable: isReachable(told),
  catalogs: twinOf(state, told)?.catalogs ?? {},
});

/** What the server finds in a store. */
export function catalogsOf({ name, connection_type, reachable, catalogs }: Store): Store["catalogs"] {
  if (connection_type === "dfs") refuse(409, `Connection ${name} is a file store: it has no catalogs and schemas`);
  if (!reachable) refuse(400, `Connection ${name} cannot be reached`);
  return catalogs;
}
