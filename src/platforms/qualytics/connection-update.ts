import { type Http, type Path, path, type RequestOptions, ValidationError, withinOneCall } from "../../base.js";
import { askVerdict } from "./connection-answers.js";
import { filledBody, refuseRedacted, sentSafely } from "./connection-calls.js";
import { intId } from "./ids.js";
import { type ConnectionChanges, connectionChanges } from "./models/connection-bodies.js";
import { type Connection, type ConnectionVerdict, connectionModel } from "./models/connections.js";
import { revealed } from "./secrets.js";
import { idOf, isWhole } from "./whole-records.js";

/** A connection as it was read, or its id. */
export type ConnectionRef = string | number | Connection;

type Wire = Record<string, unknown>;

interface ConnectionReader {
  get(connection: string | number, options?: RequestOptions): Promise<Connection>;
}

/** The connection that is meant; one that is told by its id, or by a part of it, is looked up. */
const currentOf = async (
  connections: ConnectionReader,
  ref: ConnectionRef,
  next: () => RequestOptions | undefined,
): Promise<Connection> => (isWhole(connectionModel, ref) ? ref : await connections.get(idOf(ref), next()));

/** Changes with what the platform wants beside them. `whole`: with the parameters, even where no change is about them. */
function merged(current: Connection, changes: Wire, whole: boolean): Wire {
  const parameters = whole || changes.parameters !== undefined ? current.parameters : null;
  return {
    name: current.name,
    type: current.type,
    ...(current.secretsManager === null ? {} : { secrets_manager: revealed(current.secretsManager) }),
    ...changes,
    ...(parameters === null ? {} : { parameters: { ...revealed(parameters), ...(changes.parameters as Wire) } }),
  };
}

/** See `Connections.update`. */
export async function updateConnection(
  http: Http,
  connections: ConnectionReader,
  ref: ConnectionRef,
  changes: ConnectionChanges,
  options?: RequestOptions,
): Promise<Connection> {
  const context = { platform: http.platform, operation: "PUT /connections/{connection}" };
  const given = filledBody(connectionChanges.of(changes), context);
  const next = withinOneCall(http, context.operation, options);
  const current = await currentOf(connections, ref, next);
  const body = merged(current, given, false);
  if (body.name == null)
    throw new ValidationError(
      [{ path: ["name"], code: "custom", message: "must be given: the connection has none" }],
      context,
    );
  refuseRedacted(body, context);
  const target = path`/connections/${intId({ connection: current.id })}`;
  return await sentSafely(body, (sent) =>
    http.one("PUT", target, connectionModel, next(), { body: sent, repeatable: true }),
  );
}

/** See `Connections.test`. */
export async function testConnection(
  http: Http,
  connections: ConnectionReader,
  ref: ConnectionRef,
  override: ConnectionChanges | undefined,
  options?: RequestOptions,
): Promise<ConnectionVerdict> {
  const target = (connection: unknown): Path => path`/connections/${intId({ connection })}/test`;
  if (override === undefined) {
    return await askVerdict(http, { path: target(idOf(ref)), unsaid: true }, options);
  }
  const context = { platform: http.platform, operation: "POST /connections/{connection}/test" };
  const given = filledBody(connectionChanges.of(override), context);
  const next = withinOneCall(http, context.operation, options);
  const current = await currentOf(connections, ref, next);
  const whole = merged(current, given, true);
  refuseRedacted(whole, context);
  return await sentSafely(whole, (body, secrets) =>
    askVerdict(http, { path: target(current.id), body, secrets, unsaid: true }, next()),
  );
}
