/** Tells `stop` of an end to come; gives what takes that back. */
export type OnEnd = (stop: () => void) => () => void;

/** Who heeds a signal. */
const heeded = new WeakMap<AbortSignal, { readonly stops: Set<() => void>; readonly forget: () => void }>();

/**
 * The end that a signal brings: one listener tells all who heed it, and goes with the last of them. A runtime warns of a
 * leak where it counts more than ten, and callers share a signal among many calls.
 */
export const signalEnd =
  (signal: AbortSignal): OnEnd =>
  (stop) => {
    if (signal.aborted) {
      stop();
      return () => undefined;
    }
    const shared = heeded.get(signal) ?? listening(signal);
    const own = (): void => stop(); // One may heed a signal twice.
    shared.stops.add(own);
    return () => {
      if (!shared.stops.delete(own) || shared.stops.size > 0) return;
      shared.forget();
      heeded.delete(signal);
    };
  };

function listening(signal: AbortSignal): { readonly stops: Set<() => void>; readonly forget: () => void } {
  const stops = new Set<() => void>();
  const tell = (): void => {
    for (const stop of stops) stop();
  };
  signal.addEventListener("abort", tell, { once: true });
  const shared = { stops, forget: () => signal.removeEventListener("abort", tell) };
  heeded.set(signal, shared);
  return shared;
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
