import { ConfigurationError } from "../errors/index.js";
import { env } from "./env.js";

/** Takes what the client has to say. `console` is one; so are pino and winston. */
export interface Logger {
  debug(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  error(message: string, details?: unknown): void;
}

/** The least level that is told. `debug`: every attempt. `info`: retried reads. `warn`: retried writes, and answers let through. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "off";

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error", "off"];

const silent = (): void => {};

/** A logger that drops what is below the level. The level is the option, else `DQGATE_LOG`, else `warn`. */
export function leveled(logger: Logger | null | undefined, level: LogLevel | undefined): Logger {
  const told = level ?? env("DQGATE_LOG") ?? "warn";
  const least = LEVELS.indexOf(told as LogLevel);
  if (least < 0) {
    throw new ConfigurationError(
      `${level === undefined ? "DQGATE_LOG" : "logLevel"} must be one of ${LEVELS.join(", ")}`,
    );
  }
  const target = logger === null ? undefined : (logger ?? globalThis.console);
  const at = (name: Exclude<LogLevel, "off">): Logger["debug"] =>
    target === undefined || LEVELS.indexOf(name) < least
      ? silent
      : (message, details) => {
          try {
            if (details === undefined) target[name](message);
            else target[name](message, details);
          } catch {
            // A logger that throws must not turn an answer into a failure.
          }
        };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
