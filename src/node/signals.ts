import { constants } from "node:os";
import process from "node:process";
import { type Issue, LONGEST_WAIT_MS, optionIssue, ValidationError } from "../base.js";

/** A client that tracks runs, such as Watcher's. */
export interface TracksRuns {
  readonly executions: { stopTracking(reason?: string, until?: PromiseLike<unknown>): Promise<readonly number[]> };
}

/** A signal on which a process ends. */
export type EndSignal = "SIGTERM" | "SIGINT" | "SIGHUP" | "SIGQUIT" | "SIGBREAK" | "SIGUSR2";

export interface EndRunsOptions {
  /** Default: `SIGTERM` and `SIGINT`. */
  signals?: readonly EndSignal[];
  /** The most that ending the runs may take, in milliseconds, before the process exits without it. Default: 25 000. */
  timeoutMs?: number;
}

const SIGNALS: readonly EndSignal[] = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGBREAK", "SIGUSR2"];
/** Marks this package's listeners, those of its other copies included. */
const OWN = Symbol.for("dqgate.endRunsOnSignals");
/** Marks listeners that tidy up and decide nothing, such as those of progress bars. */
export const TIDIES: unique symbol = Symbol.for("dqgate.tidies");

type Listener = ((signal: EndSignal) => void) & { readonly [OWN]?: true; readonly [TIDIES]?: true };

/**
 * From here on a signal that ends the process stops the work that these clients track first: each run is ended as failed,
 * and then the process exits with 128 and the number of the signal, 143 for `SIGTERM`. A second signal exits at once.
 * Where the program has a listener of its own for the signal, it decides when to exit, as it does without this.
 *
 * Each client that tracks runs must be given, those that `client.with` makes too: they share nothing with the one that
 * they were made of, and runs of a client that is not given are left running.
 *
 * Gives a function that takes this back. Adds no listener before it is called, and none that keeps a process alive.
 * Throws `ValidationError` naming the option.
 */
export function endRunsOnSignals(
  clients: TracksRuns | readonly TracksRuns[],
  options: EndRunsOptions = {},
): () => void {
  const { signals = ["SIGTERM", "SIGINT"], timeoutMs = 25_000 } = options;
  const all = [clients].flat() as readonly TracksRuns[];
  check(all, signals, timeoutMs);

  let isEnding = false;
  const release = (): void => {
    for (const name of signals) process.off(name, listener as NodeJS.SignalsListener);
  };
  const onSignal = (signal: EndSignal): void => {
    if (isEnding) process.exit(exitCode(signal));
    isEnding = true;
    const isTheirs = listenersOf(signal).some((one) => one[OWN] !== true);
    // What the runs throw must not end the process before all are ended: it is held back until nobody exits here.
    let goOn = (): void => undefined;
    const staysUp = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    void endAll(all, `the process got ${signal}`, staysUp, timeoutMs).then(() => {
      release();
      if (isTheirs) goOn();
      // Another of this package's that is not done yet exits when it is.
      else if (listenersOf(signal).length === 0) process.exit(exitCode(signal));
    });
  };
  const listener: Listener = Object.assign(onSignal, { [OWN]: true } as const);
  // In front, so that listeners of others that go when they are called are seen.
  for (const name of new Set(signals)) process.prependListener(name, listener as NodeJS.SignalsListener);
  return release;
}

const listenersOf = (signal: EndSignal): readonly Listener[] =>
  (process.listeners(signal) as unknown as Listener[]).filter((one) => one[TIDIES] !== true);

const exitCode = (signal: EndSignal): number => 128 + (constants.signals[signal] ?? 0);

/** Resolves when every run is ended or cannot be, or when the time is up. */
async function endAll(
  clients: readonly TracksRuns[],
  reason: string,
  staysUp: Promise<void>,
  timeoutMs: number,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  const ended = Promise.allSettled(clients.map(async ({ executions }) => executions.stopTracking(reason, staysUp)));
  await Promise.race([ended, timeUp]);
  clearTimeout(timer);
}

function check(clients: readonly TracksRuns[], signals: readonly string[], timeoutMs: number): void {
  const issues: Issue[] = [];
  const complain = (name: string, message: string): void => {
    issues.push(optionIssue(name, message));
  };
  if (clients.length === 0 || clients.some((one) => typeof one?.executions?.stopTracking !== "function"))
    complain("clients", "expected a client that tracks runs, or a list of such");
  if (!Array.isArray(signals) || signals.length === 0 || signals.some((one) => !SIGNALS.includes(one as EndSignal)))
    complain("signals", `expected a list of ${SIGNALS.join(", ")}`);
  if (!(Number.isFinite(timeoutMs) && timeoutMs > 0 && timeoutMs <= LONGEST_WAIT_MS))
    complain("timeoutMs", `expected milliseconds, above 0 and at most ${LONGEST_WAIT_MS}`);
  if (issues.length > 0) throw new ValidationError(issues);
}
