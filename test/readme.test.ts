import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");
const examples = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code as string);

/** What the compiler has against the examples, each as a module of its own in the root folder. */
function complaints(sources: readonly string[]): string[] {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const files = new Map(sources.map((source, at) => [`${root}readme-example-${at + 1}.ts`, source]));
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, version, ...more) => {
    const source = files.get(name);
    return source === undefined ? getSourceFile(name, version, ...more) : ts.createSourceFile(name, source, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((name) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(name))
      .map(({ messageText }) => `${name.slice(root.length)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`),
  );
}

describe("the README", () => {
  it("has examples", () => {
    expect(examples.length).toBeGreaterThanOrEqual(6);
  });

  it("has examples that compile", { timeout: 60_000 }, () => {
    expect(complaints(examples)).toEqual([]);
  });

  it("would notice one that does not", { timeout: 60_000 }, () => {
    const [broken] = complaints(['import { Client } from "dqgate";\nnew Client(42);\n']);
    expect(broken).toContain("readme-example-1.ts");
  });
});
