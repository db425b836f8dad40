import { type ApiKeys, AuthorizationError, NotFoundError, ServerError, ValidationError } from "dqgate";
import { apiKeyModel } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { type World, world } from "./world.js";

/** Token 1 is the caller's, token 2 a service's. */
async function keys(): Promise<World> {
  const made = world();
  const { client, server } = made;
  await client.tokens.create({ name: "mine", expiresInDays: 30 });
  const robot = await client.users.createServiceUser({ name: "Robot", role: "Member", teams: [] });
  await client.tokens.create({ name: "ci", expiresInDays: null, userId: robot.id });
  server.requests.length = 0;
  return made;
}

const FORBIDDEN = { kind: "status", status: 403, body: { detail: "Admins only" } } as const;
const OF_SERVICES = { on: "GET /user-tokens/service" };

describe("apiKeys", () => {
  it("serve code that knows no platform", async () => {
    const { client } = await keys();
    const revokeAll = async (apiKeys: ApiKeys): Promise<boolean[]> => {
      const all = await apiKeys.list().toArray();
      for (const { id } of all) await apiKeys.revoke(id);
      return Promise.all(all.map(async ({ id }) => (await apiKeys.get(id)).isActive));
    };
    expect(await revokeAll(client.apiKeys)).toEqual([false]);
  });

  it("are the caller's own, or those of services", async () => {
    const { client, server } = await keys();
    expect(await client.apiKeys.list().toArray()).toMatchObject([
      { id: 1, name: "mine", scope: "user", isActive: true, expiresAt: expect.any(Date) },
    ]);
    expect(await client.apiKeys.list({ of: "own" }).toArray()).toMatchObject([{ id: 1 }]);
    expect(await client.apiKeys.list({ of: "service" }).toArray()).toMatchObject([
      { id: 2, name: "ci", scope: "service", expiresAt: null, revokedAt: null, user: { name: "Robot" } },
    ]);
    expect(server.requests.map(({ path, query }) => [path, query])).toEqual([
      ["/user-tokens", {}],
      ["/user-tokens", {}],
      ["/user-tokens/service", {}],
    ]);
  });

  it("are found one by one in the lists, the caller's own first", async () => {
    const { client, server } = await keys();
    expect(await client.apiKeys.get("1")).toMatchObject({ name: "mine" });
    expect(server.requests).toHaveLength(1);
    expect(await client.apiKeys.get(2)).toMatchObject({ name: "ci", scope: "service" });
    expect(server.requests).toHaveLength(3);
  });

  it("are not there where no list that may be seen holds them", async () => {
    const { client, server } = await keys();
    const error = await failure(client.apiKeys.get(3));
    expect(error).toBeInstanceOf(NotFoundError);
    expect(error).toMatchObject({ resourceType: "token", resourceId: "3" });
    expect(error.message).toContain("those of services");
    server.failNext(FORBIDDEN, OF_SERVICES);
    const unseen = await failure(client.apiKeys.get(2));
    expect(unseen).toBeInstanceOf(NotFoundError);
    expect(unseen.message).toContain("may not see");
    server.failNext(FORBIDDEN, OF_SERVICES);
    expect(await failure(client.apiKeys.list({ of: "service" }))).toBeInstanceOf(AuthorizationError);
  });

  it("are not called missing where the platform fails to tell", async () => {
    const { client, server } = await keys();
    server.failNext({ kind: "status", status: 500, body: { detail: "oops" } }, OF_SERVICES);
    expect(await failure(client.apiKeys.get(2, { retries: 0 }))).toBeInstanceOf(ServerError);
  });

  it("are useless once they are revoked, and that can be done twice", async () => {
    const { client, server } = await keys();
    expect(await client.apiKeys.revoke(2)).toMatchObject({ id: 2, isActive: false, scope: "service" });
    server.failNext({ kind: "lose" });
    expect(await client.apiKeys.revoke("2")).toMatchObject({ isActive: false, revokedAt: null });
    expect(await failure(client.apiKeys.revoke(3))).toBeInstanceOf(NotFoundError);
  });

  it("have the scope of whom they act as", () => {
    const read = (more: object): string => apiKeyModel.schema.parse({ id: 1, name: "n", active: true, ...more }).scope;
    expect(read({})).toBe("user");
    expect(read({ user: { user_id: "auth0|ada" } })).toBe("user");
    expect(read({ user: { user_id: "robot@service" } })).toBe("service");
    expect(read({ user: { user_id: "auth0|ada" }, scim_endpoints_only: true })).toBe("scim");
  });

  it.each<[string, (world: World) => PromiseLike<unknown>, string]>([
    ["a key by name", ({ client }) => client.apiKeys.get("mine"), "key"],
    ["no key", ({ client }) => client.apiKeys.revoke(""), "key"],
    ["another list", ({ client }) => client.apiKeys.list({ of: "all" as never }), "of"],
    ["an unknown filter", ({ client }) => client.apiKeys.list({ service: true } as never), "service"],
  ])("refuse %s before anything is sent", async (_, call, field) => {
    const made = await keys();
    const error = await failure(call(made));
    expect(error).toBeInstanceOf(ValidationError);
    expect((error as unknown as ValidationError).issues[0]?.path).toEqual([field]);
    expect(made.server.requests).toEqual([]);
  });
});
