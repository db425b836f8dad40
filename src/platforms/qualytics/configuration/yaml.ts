import { isAlias, LineCounter, parseDocument, stringify, visit } from "yaml";
import { ConfigurationError, isRecord } from "../../../base.js";

/**
 * YAML in block style: keys keep their order, long lines stay whole, and a text that a reader of YAML 1.1 would take for
 * something else (`yes`, `2026-01-05`, `0777`) is quoted.
 */
export function yamlText(value: unknown): string {
  return stringify(value, {
    schema: "core",
    compat: "yaml-1.1",
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
}

/** JSON with two spaces, as `.json` files have it. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const MOST_ALIASES = 100;

/**
 * What a file holds: `.json` is JSON, everything else YAML 1.2, so that `yes` and `2026-01-05` are texts. Throws
 * `ConfigurationError` that says why and where it cannot be read; it repeats nothing of the text, which may hold secrets.
 */
export function parsedText(path: string, text: string): unknown {
  const bare = text.replace(/^\uFEFF/, "");
  if (/\.json$/i.test(path)) return parsedJson(bare);
  const lines = new LineCounter();
  const document = parseDocument(bare, {
    schema: "core",
    resolveKnownTags: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0]);
    throw new ConfigurationError(`the YAML cannot be read: ${complaint(problem.code)} (line ${line}, column ${col})`);
  }
  let aliases = 0;
  visit(document, (_, node) => {
    if (isAlias(node)) aliases += 1;
  });
  // Aliases of aliases multiply: a few lines could fill the memory.
  if (aliases > MOST_ALIASES) throw tooMany();
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown;
  } catch {
    throw tooMany();
  }
}

const tooMany = (): ConfigurationError => new ConfigurationError("the YAML cannot be read: too many aliases");

/** In words of our own: those of the parser may repeat what stands there. */
function complaint(code: string): string {
  if (code === "DUPLICATE_KEY") return "a key stands twice in one map";
  if (code === "MULTIPLE_DOCS") return "it holds several documents";
  if (code === "TAB_AS_INDENT") return "tabs cannot indent";
  if (code === "TAG_RESOLVE_FAILED") return "it has a tag that is not known here";
  return code.toLowerCase().replaceAll("_", " ");
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ConfigurationError("the JSON cannot be read");
  }
}

/** The map that a file holds. Throws `ConfigurationError` where it holds something else. */
export function parsedMap(path: string, text: string): Record<string, unknown> {
  const value = parsedText(path, text);
  if (!isRecord(value)) throw new ConfigurationError("expected a map of keys to values");
  return value;
}
