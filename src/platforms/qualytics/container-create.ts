import {
  AbortedError,
  DqgateError,
  type Http,
  inCall,
  isOptions,
  path,
  type RequestOptions,
  ValidationError,
  withinOneCall,
} from "../../base.js";
import { containerById } from "./lookups.js";
import { type ContainerCreateBody, containerDefinition, createTags } from "./models/container-bodies.js";
import { type ContainerPatch, containerPatch } from "./models/container-patches.js";
import { type Container, containerModel } from "./models/containers.js";
import { namesOf } from "./whole-records.js";

const CONTAINERS = path`/containers`;

/**
 * Makes a computed container. The platform takes no tags with it, and some builds no description: what its answer lacks of
 * them is set in a second request. Whatever fails after the first names the container that there is.
 */
export async function createContainer(
  http: Http,
  body: ContainerCreateBody,
  options: RequestOptions | undefined,
): Promise<Container> {
  const context = { platform: http.platform, operation: `POST ${CONTAINERS.template}` };
  if (!isOptions(body))
    throw new ValidationError([{ path: [], code: "invalid_type", message: "expected an object" }], context);
  const { tags, ...definition } = body;
  inCall(() => createTags.of({ tags }).encode(), context);
  const next = withinOneCall(http, context.operation, options);
  const made = await http.one("POST", CONTAINERS, containerModel, next(), { body: containerDefinition.of(definition) });
  const { id } = made;
  const lacking = lackingOf(made, { id, tags, description: definition.description });
  if (lacking === undefined) return made;
  const change = async (): Promise<Container[]> =>
    await http.many("PATCH", CONTAINERS, containerModel, next(), {
      body: containerPatch.each([lacking]),
      repeatable: true, // It sets what it says, however often.
    });
  const { id: _, ...what } = lacking;
  const without = `but without its ${Object.keys(what).join(" and ")}, which containers.bulkUpdate can set`;
  const changed = await change().catch((error: unknown) => refuse(error, id, without));
  const read = async (): Promise<Container> => await containerById(http, id, next());
  return (
    changed.find((one) => one.id === id) ??
    (await read().catch((error: unknown) => refuse(error, id, "but could not be read")))
  );
}

function lackingOf(made: Container, asked: ContainerPatch): ContainerPatch | undefined {
  const has = namesOf(made.tags);
  const patch: ContainerPatch = { id: asked.id };
  if (asked.description !== undefined && made.description !== asked.description) patch.description = asked.description;
  if (asked.tags?.some((tag) => !has.includes(tag))) patch.tags = asked.tags;
  return Object.keys(patch).length === 1 ? undefined : patch;
}

/** Says that the container is there all the same: whoever repeats the call would make another. */
function refuse(error: unknown, id: number, but: string): never {
  if (!(error instanceof DqgateError)) throw error;
  const { code, kind, message, platform, operation, requestId } = error;
  const told = `container ${id} was made, ${but}: ${message}`;
  const context = { platform, operation, requestId, retryable: false, cause: error };
  throw error instanceof AbortedError ? new AbortedError(told, context) : new DqgateError(code, kind, told, context);
}
