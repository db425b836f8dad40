import { vi } from "vitest";

/** The times of all timers that are set from now on, in milliseconds. */
export function spiedTimeouts(): number[] {
  const times: number[] = [];
  const { setTimeout } = globalThis;
  vi.spyOn(globalThis, "setTimeout").mockImplementation(((...args: Parameters<typeof setTimeout>) => {
    times.push(Number(args[1]));
    return setTimeout(...args);
  }) as typeof setTimeout);
  return times;
}
