/** Tells `stop` of an end to come; gives what takes that back. */
export type OnEnd = (stop: () => void) => () => void;

/** The end that a signal brings. */
export const signalEnd =
  (signal: AbortSignal): OnEnd =>
  (stop) => {
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    return () => signal.removeEventListener("abort", stop);
  };

/** An end for many at once, cheaper than a signal for each. */
export class SharedEnd {
  readonly #stops = new Set<() => void>();

  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener("abort", () => {
      for (const stop of this.#stops) stop();
    });
  }

  readonly onEnd: OnEnd = (stop) => {
    if (this.#signal.aborted) stop();
    else this.#stops.add(stop);
    return () => this.#stops.delete(stop);
  };
}

/** A signal that aborts at the first of several ends. Release it, so that nothing stays with them. */
export function joinedEnd(ends: readonly OnEnd[]): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const forget = ends.map((onEnd) => onEnd(() => controller.abort()));
  return {
    signal: controller.signal,
    release: () => {
      for (const one of forget) one();
    },
  };
}

/**
 * Does as the work does, or rejects as soon as the end comes: not every fetch, body or token function heeds it. Leaves
 * no listener.
 */
export function unlessEnded<T>(work: Promise<T>, onEnd: OnEnd, reason: () => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const forget = onEnd(() => reject(reason()));
    work.then(
      (value) => {
        forget();
        resolve(value);
      },
      (error: unknown) => {
        forget();
        reject(error);
      },
    );
  });
}
