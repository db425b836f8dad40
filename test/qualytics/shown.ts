import { inspect } from "node:util";

/** A secret that nothing may show. */
export const SECRET = "Zq7plainSECRETvalue";

/** Everything by which a value could reach a log or a file. */
export const shown = (value: unknown): string =>
  [
    inspect(value, { depth: 20 }),
    JSON.stringify(value) ?? "",
    typeof value === "object" && value !== null ? JSON.stringify({ ...value }) : "",
    value instanceof Error ? `${value.message} ${value.stack}` : JSON.stringify(structuredClone(value)),
  ].join("\n");
