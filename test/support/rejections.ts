import { afterAll, afterEach, beforeAll, expect } from "vitest";

/** Makes every test of the file fail that leaves a rejection which nobody handles. */
export function expectNoUnhandledRejections(): void {
  const seen: unknown[] = [];
  const note = (reason: unknown): void => {
    seen.push(reason);
  };
  beforeAll(() => {
    process.on("unhandledRejection", note);
  });
  afterEach(async () => {
    // Node tells of them after the microtasks have run.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const found = seen.splice(0);
    expect(found).toEqual([]);
  });
  afterAll(() => {
    process.off("unhandledRejection", note);
  });
}
