import { AbortedError, ValidationError } from "dqgate";
import { RunTimeoutError } from "dqgate/watcher";
import { describe, expect, it } from "vitest";
import { failure } from "../support/failure.js";
import { expectNoUnhandledRejections } from "../support/rejections.js";
import { aborted, endsOf, NOW, outcomesOf, shop } from "./support/runs.js";
import { world } from "./world.js";

expectNoUnhandledRejections();

describe("children", () => {
  it("nest three deep, are linked, and are remembered", async () => {
    const { server, client } = shop();
    const tracked = await client.executions.track(1, async ({ track, children, executionId }) => {
      const child = await track({ id: 2, active: true, watermark: 3 }, async (run) => {
        expect(run).toMatchObject({ executionId: 2, parentExecutionId: 1, watermark: "3" });
        await run.track(2, async (third) => {
          expect(third).toMatchObject({ executionId: 3, parentExecutionId: 2 });
          return { inserts: 3 };
        });
        return { inserts: 2 };
      });
      expect(child.skipped).toBe(false);
      expect(children).toHaveLength(1);
      await track({ id: 1, active: false }, () => expect.fail("the work was done"));
      await track(1, () => ({ completedSuccessfully: false }));
      expect(executionId).toBe(1);
      return { inserts: 1 };
    });
    expect(tracked.children).toEqual([
      {
        executionId: 2,
        pipelineId: 2,
        completedSuccessfully: true,
        children: [{ executionId: 3, pipelineId: 2, completedSuccessfully: true, children: [] }],
      },
      { executionId: 4, pipelineId: 1, completedSuccessfully: false, children: [] },
    ]);
    expect(server.state.executions.map((run) => run.parent_id)).toEqual([null, 1, 2, 1]);
    expect(endsOf(server)).toMatchObject([{ inserts: 1 }, { inserts: 2 }, { inserts: 3 }, {}]);
    expect(outcomesOf(server)).toEqual([true, true, true, false]);
    // The server itself lists none for a root.
    expect((await client.executions.get(1)).childExecutions).toEqual([]);
  });

  it("fail their parents where these do not catch it, three deep", async () => {
    const { server, client } = shop();
    const wrong = new Error("deep down");
    const error = await failure(
      client.executions.track(1, async ({ track }) => {
        await track(2, async (run) => {
          await run.track(2, async () => Promise.reject(wrong));
        });
      }),
    );
    expect(error).toBe(wrong);
    expect(outcomesOf(server)).toEqual([false, false, false]);
    expect(endsOf(server)).toHaveLength(3);
  });

  it("leave their parents alone where these do", async () => {
    const { server, client } = shop();
    const tracked = await client.executions.track(1, async ({ track }) => {
      await track(2, async () => Promise.reject(new Error("once"))).catch(() => undefined);
      await track(2, () => undefined);
    });
    expect(tracked.children.map((child) => child.completedSuccessfully)).toEqual([false, true]);
    expect(outcomesOf(server)).toEqual([true, false, true]);
  });

  it("stop with their parent, each ended once, the innermost first", async () => {
    const { server, client } = shop();
    const caller = new AbortController();
    const tracking = client.executions.track(
      1,
      async ({ track }) => {
        await track(2, async (run) => {
          await run.track(2, async ({ signal }) => {
            caller.abort();
            await server.clock.sleep(1);
            signal.throwIfAborted();
          });
        });
      },
      { signal: caller.signal },
    );
    const error = await failure(tracking);
    expect(error).toBeInstanceOf(AbortedError);
    expect(error.message).toBe("aborted by the caller");
    expect(outcomesOf(server)).toEqual([false, false, false]);
    expect(endsOf(server)).toHaveLength(3);
    const ended = server.requests
      .filter(({ path }) => path.startsWith("/end"))
      .map(({ body }) => (body as { id: number }).id);
    expect(ended).toEqual([3, 2, 1]);
  });

  it("that are not waited for are waited for before the parent is ended", async () => {
    const { server, client } = shop();
    let child: Promise<unknown> = Promise.resolve();
    const tracked = await client.executions.track(1, ({ track }) => {
      child = track(2, () => server.clock.sleep(5_000));
    });
    await child;
    expect(tracked.endDate.getTime()).toBe(Date.parse(NOW) + 5_000);
    expect(tracked.children[0]?.completedSuccessfully).toBe(true);
    expect(outcomesOf(server)).toEqual([true, true]);
  });

  it("that run beside one that fails are stopped before the parent is ended", async () => {
    const { server, client } = shop();
    const wrong = new Error("one of two");
    const error = await failure(
      client.executions.track(1, ({ track }) =>
        Promise.all([
          track(2, ({ signal }) => aborted(signal)),
          track(2, async () => {
            await server.clock.sleep(10);
            throw wrong;
          }),
        ]).then(() => undefined),
      ),
    );
    expect(error).toBe(wrong);
    expect(outcomesOf(server)).toEqual([false, false, false]);
    const ends = endsOf(server);
    expect((ends[0]?.end_date as string) >= (ends[1]?.end_date as string)).toBe(true);
  });

  it("have times of their own", async () => {
    const { server, client } = shop();
    const caught = await client.executions.track(1, async ({ track }) => {
      const error = await failure(track(2, ({ signal }) => aborted(signal), { timeoutMs: 1_000 }));
      return { completedSuccessfully: true, error };
    });
    expect(caught.result.error).toBeInstanceOf(RunTimeoutError);
    expect(outcomesOf(server)).toEqual([true, false]);
  });

  it("are linked to a parent that another program tracks", async () => {
    const { server, client } = world({ pipelines: [{ name: "orders" }], executions: [{ pipeline: 1 }] });
    const tracked = await client.executions.track(1, ({ parentExecutionId }) => ({ inserts: 0, parentExecutionId }), {
      parentId: "1",
    });
    expect(tracked.result.parentExecutionId).toBe(1);
    expect(server.state.executions[1]?.parent_id).toBe(1);
  });

  it("do not take another parent", async () => {
    const { server, client } = shop();
    await client.executions.track(1, async ({ track }) => {
      await track(2, () => undefined, { parentId: 77 } as object);
    });
    expect(server.state.executions[1]?.parent_id).toBe(1);
  });

  it.each([
    ["while it is still going on", 0],
    ["when it is over", 5_000],
    ["before it begins", null],
  ])("that fail fail their parents where nobody asks for them, though the work is done %s", async (_, wait) => {
    const { server, client } = shop();
    const wrong = new Error("nobody looked");
    const error = await failure(
      client.executions.track(1, async ({ track }) => {
        void track(2, async () => {
          if (wait !== null) await server.clock.sleep(1_000);
          throw wrong;
        });
        if (wait !== null) await server.clock.sleep(wait);
        return { inserts: 7 };
      }),
    );
    expect(error).toBe(wrong);
    expect(outcomesOf(server)).toEqual([false, false]);
    expect(endsOf(server)[0]).toMatchObject({ inserts: 7 });
  });

  it("that nobody asks for fail their parents all the way up, refused ones too", async () => {
    const { server, client } = shop();
    const error = await failure(
      client.executions.track(1, ({ track }) => {
        void track(2, (run) => {
          void run.track("x", () => undefined);
        });
      }),
    );
    expect(error).toBeInstanceOf(ValidationError);
    expect(outcomesOf(server)).toEqual([false, false]);
  });

  it.each<[string, (child: Promise<unknown>) => unknown]>([
    ["catch", (child) => child.catch(() => undefined)],
    ["then", (child) => child.then(undefined, () => undefined)],
    ["allSettled", (child) => Promise.allSettled([child])],
    ["race", (child) => Promise.race([child, null])],
    ["a function that awaits", (child) => failure(child)],
  ])("that fail leave their parents alone where they are asked for by %s and not waited for", async (_, ask) => {
    const { server, client } = shop();
    await client.executions.track(1, ({ track }) => {
      const child = track(2, async () => {
        await server.clock.sleep(1_000);
        throw new Error("seen");
      });
      expect(child).toBeInstanceOf(Promise);
      void ask(child);
    });
    expect(outcomesOf(server)).toEqual([true, false]);
  });

  it("do not hide what the work itself failed with", async () => {
    const { server, client } = shop();
    const own = new Error("the work's own");
    const error = await failure(
      client.executions.track(1, async ({ track }) => {
        void track(2, () => Promise.reject(new Error("the child's")));
        throw own;
      }),
    );
    expect(error).toBe(own);
    expect(outcomesOf(server).at(0)).toBe(false);
  });

  it("never outlive their parent, however late they start", async () => {
    let refused = 0;
    for (let turns = 0; turns < 40; turns += 1) {
      const { server, client } = shop();
      let late: Promise<unknown> = Promise.resolve();
      let isOver = false;
      await client.executions
        .track(1, ({ track }) => {
          const first = track(2, () => undefined);
          late = (async () => {
            await first;
            for (let turn = 0; turn < turns; turn += 1) await null;
            await track(2, async () => {
              await server.clock.sleep(100);
              expect(isOver).toBe(false);
            });
          })().catch((error: unknown) => {
            expect(error).toMatchObject({ issues: [{ code: "run_over" }] });
            refused += 1;
          });
        })
        .finally(() => {
          isOver = true;
        });
      await late;
      const ended = server.requests
        .filter(({ path }) => path.startsWith("/end"))
        .map(({ body }) => (body as { id: number }).id);
      expect([turns, ended.at(-1)]).toEqual([turns, 1]);
    }
    expect(refused).toBeGreaterThan(0);
  });
});
