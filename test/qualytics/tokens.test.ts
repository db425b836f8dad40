import { inspect } from "node:util";
import {
  AuthenticationError,
  BadRequestError,
  Client,
  ConflictError,
  ResponseValidationError,
  TokenExpiredError,
  type ValidationError,
} from "dqgate";
import { createdTokenModel, type QualyticsClient, qualytics } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { keptLog } from "../support/log.js";
import { type World, world } from "./world.js";

const DAY_MS = 86_400_000;

const withToken = ({ server }: World, token: string): QualyticsClient =>
  new Client(qualytics({ url: server.baseUrl, token }), { fetch: server.fetch, logger: null });

const everyPrint = (value: unknown): string =>
  [
    inspect(value, { depth: 9 }),
    JSON.stringify(value),
    String(value),
    value instanceof Error ? `${value.message} ${value.stack}` : inspect({ ...(value as object) }),
  ].join("\n");

describe("a created token", () => {
  it("tells its secret by name only", async () => {
    const { client } = world();
    const created = await client.tokens.create({ name: "nightly", expiresInDays: 7 });
    expect(created.bearerToken.split(".")).toHaveLength(3);
    expect(created).toMatchObject({ name: "nightly", active: true, scimEndpointsOnly: false });
    expect(everyPrint(created)).not.toContain(created.bearerToken);
    expect(everyPrint([created])).not.toContain(created.bearerToken);
    expect(Object.keys(created)).not.toContain("bearerToken");
    const parsed = createdTokenModel.schema.parse({ id: 1, name: "n", active: true, bearer_token: "s3cr3t-s3cr3t" });
    expect(parsed.bearerToken).toBe("s3cr3t-s3cr3t");
    expect(everyPrint(parsed)).not.toContain("s3cr3t-s3cr3t");
    expect(JSON.stringify(await client.tokens.list())).not.toContain(created.bearerToken);
  });

  it("keeps its secret out of errors and of what is let through", async () => {
    const { logger, lines } = keptLog();
    const { client, server } = world({}, { logger });
    const secret = "s3cr3t-t0ken-s3cr3t-t0ken";
    const body = { id: "none", name: "n", active: true, bearer_token: secret };
    server.failNext({ kind: "json", body });
    const error = await failure(client.tokens.create({ name: "n", expiresInDays: null }));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(everyPrint(error)).not.toContain(secret);
    server.failNext({ kind: "json", body });
    const salvaged = await client.tokens.create({ name: "n", expiresInDays: null }, { validation: "lenient" });
    expect(salvaged.bearerToken).toBe(secret);
    expect(everyPrint(salvaged)).not.toContain(secret);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join("\n")).not.toContain(secret);
  });

  it("must hold its secret", async () => {
    const { client, server } = world();
    server.failNext({ kind: "json", body: { id: 1, name: "n", active: true } });
    const error = await failure(client.tokens.create({ name: "n", expiresInDays: 1 }));
    expect((error as unknown as ResponseValidationError).issues[0]?.path).toEqual(["bearerToken"]);
  });

  it("is not made once more after a failure that may have come after it", async () => {
    const { client, server } = world();
    server.failNext({ kind: "lose" });
    await failure(client.tokens.create({ name: "nightly", expiresInDays: 7 }));
    expect(server.state.tokens).toHaveLength(1);
    expect(server.requests).toHaveLength(1);
  });
});

describe("tokens", () => {
  it("are of use until they are revoked, and again after that is undone", async () => {
    const made = world();
    const { client, server } = made;
    const { id, bearerToken } = await client.tokens.create({ name: "nightly", expiresInDays: null });
    const nightly = withToken(made, bearerToken);
    expect(await nightly.users.me()).toMatchObject({ name: "Ada" });
    expect((await client.tokens.list()).items).toMatchObject([
      { id, expiresAt: null, lastUsedAt: new Date(server.clock.now()) },
    ]);
    expect(await client.tokens.setRevoked(id, true)).toMatchObject({ active: false });
    const error = await failure(nightly.users.me());
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(everyPrint(error)).not.toContain(bearerToken);
    expect(await client.tokens.setRevoked(String(id), false)).toMatchObject({ active: true });
    expect(await nightly.users.me()).toMatchObject({ name: "Ada" });
  });

  it("expire", async () => {
    const made = world();
    const { client, server } = made;
    const { bearerToken, expiresAt } = await client.tokens.create({ name: "short", expiresInDays: 2 });
    expect(expiresAt).toEqual(new Date(server.clock.now() + 2 * DAY_MS));
    const short = withToken(made, bearerToken);
    expect(await short.users.me()).toMatchObject({ id: 1 });
    await server.clock.sleep(3 * DAY_MS);
    expect(await failure(short.users.me())).toBeInstanceOf(TokenExpiredError);
    expect((await client.tokens.list()).items).toMatchObject([{ name: "short", active: true }]);
  });

  it("of SCIM alone are of no use here", async () => {
    const made = world();
    const { bearerToken } = await made.client.tokens.create({
      name: "scim",
      expiresInDays: 1,
      scimEndpointsOnly: true,
    });
    expect(await failure(withToken(made, bearerToken).users.me())).toBeInstanceOf(AuthenticationError);
  });

  it("are deleted only once they are revoked", async () => {
    const { client } = world();
    const { id } = await client.tokens.create({ name: "nightly", expiresInDays: 1 });
    expect(await failure(client.tokens.delete(id))).toBeInstanceOf(BadRequestError);
    await client.tokens.setRevoked(id, true);
    await client.tokens.delete(id);
    expect((await client.tokens.list()).items).toEqual([]);
  });

  it("are made for services by either id, and listed apart", async () => {
    const { client, server } = world();
    const robot = await client.users.createServiceUser({ name: "Robot", role: "Member", teams: [] });
    await client.tokens.create({ name: "ci", expiresInDays: 30, userId: robot.id });
    expect(server.requests.at(-1)?.body).toMatchObject({ user_id: robot.id });
    server.failNext({ kind: "json", body: { id: 9, name: "x", active: true, bearer_token: "text" } });
    await client.tokens.create({ name: "x", expiresInDays: 30, userId: "robot@service" });
    expect(server.requests.at(-1)?.body).toMatchObject({ user_id: "robot@service" });
    expect((await client.tokens.list()).items).toEqual([]);
    expect((await client.tokens.listService()).items).toMatchObject([{ name: "ci", user: { id: robot.id } }]);
  });

  it("of one user have a name each", async () => {
    const { client } = world();
    await client.tokens.create({ name: "nightly", expiresInDays: 1 });
    expect(await failure(client.tokens.create({ name: "nightly", expiresInDays: 1 }))).toBeInstanceOf(ConflictError);
  });

  it.each<[string, object, string]>([
    ["no name", { name: "", expiresInDays: 1 }, "name"],
    ["a name of 256 characters", { name: "n".repeat(256), expiresInDays: 1 }, "name"],
    ["no word on when it expires", { name: "n" }, "expiresInDays"],
    ["an end today", { name: "n", expiresInDays: 0 }, "expiresInDays"],
    ["an end after a year", { name: "n", expiresInDays: 366 }, "expiresInDays"],
    ["half a day", { name: "n", expiresInDays: 0.5 }, "expiresInDays"],
    ["a user that is none", { name: "n", expiresInDays: 1, userId: " " }, "userId"],
  ])("are refused with %s before anything is sent", async (_, body, field) => {
    const { client, server } = world();
    const error = await failure(client.tokens.create(body as never));
    expect((error as unknown as ValidationError).issues.map(({ path }) => path)).toEqual([[field]]);
    expect(server.requests).toEqual([]);
  });

  it("are revoked by a flag, not by a word", async () => {
    const { client, server } = world();
    const error = await failure(client.tokens.setRevoked(1, "yes" as never));
    expect((error as unknown as ValidationError).issues[0]?.path).toEqual(["revoke"]);
    expect(server.requests).toEqual([]);
  });
});
