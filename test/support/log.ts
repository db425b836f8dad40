import type { Logger } from "dqgate";

/** A logger that keeps what it is told, as `level: message`. */
export function keptLog(): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const at =
    (level: string) =>
    (message: string, details?: unknown): void => {
      lines.push(`${level}: ${message}${details === undefined ? "" : ` ${JSON.stringify(details)}`}`);
    };
  return { logger: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") }, lines };
}
