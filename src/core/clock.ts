import { AbortedError } from "../errors/index.js";

/** Where time comes from. Replace it to make waits instant, as the emulators do. */
export interface Clock {
  /** Milliseconds since 1970, in UTC. */
  now(): number;
  /** Resolves after so many milliseconds; rejects with `AbortedError` when the signal aborts. Leaves no listener. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Runtimes take a longer wait for none. */
export const LONGEST_WAIT_MS: number = 2 ** 31 - 1;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(new AbortedError());
        return;
      }
      const stop = (): void => {
        clearTimeout(timer);
        reject(new AbortedError());
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        },
        Math.min(Math.max(ms, 0), LONGEST_WAIT_MS),
      );
      signal?.addEventListener("abort", stop, { once: true });
    }),
};
