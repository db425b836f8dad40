import { ConfigurationError } from "../errors/index.js";

interface Process {
  env?: Record<string, string | undefined>;
  stdout?: { isTTY?: boolean; columns?: number };
  versions?: Record<string, string | undefined>;
}

const host = globalThis as {
  navigator?: { userAgent?: string };
  process?: Process;
  Bun?: { version?: string };
  Deno?: { version?: { deno?: string } };
};

/** An environment variable; undefined where there is none, it is empty, or the runtime has no environment. */
export const env = (name: string): string | undefined => envText(name) || undefined;

/** The same, where an empty one says something too. */
export const envText = (name: string): string | undefined => envAsIs(name)?.trim();

/** The same with the spaces around it, which a password may have. */
export function envAsIs(name: string): string | undefined {
  try {
    return host.process?.env?.[name];
  } catch {
    return undefined; // Deno refuses without --allow-env.
  }
}

/** A whole number from the environment; undefined when the variable is not set. */
export function envInteger(name: string, minimum: number, maximum: number): number | undefined {
  const told = env(name);
  if (told === undefined) return undefined;
  const value = Number(told);
  if (/^\d+$/.test(told) && value >= minimum && value <= maximum) return value;
  throw new ConfigurationError(`${name} must be a whole number from ${minimum} to ${maximum}`);
}

/** The runtime and its version, such as `node/20.20.2`. */
export function runtime(): string {
  if (host.Deno?.version?.deno !== undefined) return `deno/${host.Deno.version.deno}`;
  if (host.Bun?.version !== undefined) return `bun/${host.Bun.version}`;
  if (host.navigator?.userAgent === "Cloudflare-Workers") return "workerd";
  return host.process?.versions?.node === undefined ? "unknown" : `node/${host.process.versions.node}`;
}

/** What standard output is: whether a person reads it, and its width in columns, null where that is not known. */
export function terminal(): { isTerminal: boolean; columns: number | null } {
  try {
    const { isTTY, columns } = host.process?.stdout ?? {};
    return { isTerminal: isTTY === true, columns: columns !== undefined && columns > 0 ? columns : null };
  } catch {
    return { isTerminal: false, columns: null }; // A runtime may have none.
  }
}

/** Whether to colour what is written there: `FORCE_COLOR` says, else `NO_COLOR`, else whether a person reads it. */
export function isColoured(): boolean {
  const forced = env("FORCE_COLOR");
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return env("NO_COLOR") === undefined && env("TERM") !== "dumb" && terminal().isTerminal;
}
