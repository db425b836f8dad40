import { afterAll, afterEach, beforeAll, expect } from "vitest";

/** Makes the tests of a file fail that leave a rejection which nobody handles. */
export function expectNoUnhandledRejections(): void {
  const seen: unknown[] = [];
  const note = (reason: unknown): void => {
    seen.push(reason);
  };
  beforeAll(() => {
    process.on("unhandledRejection", note);
  });
  afterEach(async () => {
    // Node tells of them when the microtasks have run.
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20)); // What a socket brings late.
    process.off("unhandledRejection", note);
    expect(seen).toEqual([]);
  });
}
