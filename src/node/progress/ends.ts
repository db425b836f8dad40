import process from "node:process";
import { TIDIES } from "../signals.js";

/** What is to be ended before the process is. */
const open = new Set<() => void>();
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Has something ended before the process is, at the latest: at its exit (and so at an error that nobody catches, before Node
 * tells of that), and at a signal that nobody else listens for. Gives a function that takes this back. None of the listeners keeps a process alive, decides how it
 * ends, or is there when there is nothing to end.
 */
export function endBeforeExit(end: () => void): () => void {
  if (open.size === 0) listen();
  open.add(end);
  return () => {
    if (open.delete(end) && open.size === 0) unlisten();
  };
}

function endAll(): void {
  for (const end of [...open]) end();
}

function signalled(signal: NodeJS.Signals): void {
  // First, so that nobody who counts listeners takes this one for a program's own.
  process.off(signal, onSignal);
  if (process.listenerCount(signal) > 0) return;
  endAll();
  process.kill(process.pid, signal);
}

const onSignal: typeof signalled = Object.assign(signalled, { [TIDIES]: true } as const);

function listen(): void {
  process.on("exit", endAll);
  // In front, so that listeners of others that go when they are called are seen.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal);
}

function unlisten(): void {
  process.off("exit", endAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}
