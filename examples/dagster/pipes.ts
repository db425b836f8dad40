// The part of the Dagster Pipes protocol (0.1) that a gate needs. Messages are lines of JSON, and a reader takes those it
// does not know as an error.
import { appendFileSync, readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";

const VERSION = "0.1";

/** What Dagster tells the process of its run. */
export interface PipesContext {
  asset_keys: readonly string[] | null;
  run_id: string;
  retry_number: number;
  extras: Readonly<Record<string, unknown>>;
}

/** Without `float`: JSON made here writes 5.0 as 5, which Dagster does not take for one. */
export type Metadata = Readonly<
  Record<string, { type: "text" | "md" | "int" | "bool" | "json" | "null"; raw_value: unknown }>
>;

export interface AssetCheck {
  check_name: string;
  passed: boolean;
  /** `ERROR` keeps what is downstream of a blocking check from running, `WARN` does not. */
  severity: "ERROR" | "WARN";
  metadata: Metadata;
}

type Params = Readonly<Record<string, unknown>>;

/** A session with the Dagster that launched the process, about one asset. Close it, whatever comes. */
export class Pipes {
  readonly context: PipesContext;
  readonly #asset: string;
  readonly #write: (line: string) => void;

  constructor(context: PipesContext, write: (line: string) => void) {
    this.context = context;
    this.#write = write;
    this.#send("opened", { extras: {} });
    const [asset, ...others] = context.asset_keys ?? [];
    if (asset === undefined || others.length > 0) {
      const error = new Error(`the step must be about one asset, not ${context.asset_keys?.length ?? 0}`);
      this.close(error);
      throw error;
    }
    this.#asset = asset;
  }

  log(level: "INFO" | "WARNING" | "ERROR", message: string): void {
    this.#send("log", { message, level });
  }

  reportAssetCheck(check: AssetCheck): void {
    this.#send("report_asset_check", { asset_key: this.#asset, ...check });
  }

  reportAssetMaterialization(metadata: Metadata): void {
    this.#send("report_asset_materialization", { asset_key: this.#asset, data_version: null, metadata });
  }

  /** For `session.get_custom_messages()`. */
  reportCustomMessage(payload: unknown): void {
    this.#send("report_custom_message", { payload });
  }

  /** The last message; with what went wrong, where something did. */
  close(error?: Error): void {
    this.#send("closed", error === undefined ? {} : { exception: exceptionOf(error) });
  }

  #send(method: string, params: Params): void {
    this.#write(`${JSON.stringify({ __dagster_pipes_version: VERSION, method, params })}\n`);
  }
}

/** Opens the session that `DAGSTER_PIPES_CONTEXT` and `DAGSTER_PIPES_MESSAGES` tell of; null where Dagster launched nothing. */
export function openPipes(env: NodeJS.ProcessEnv = process.env): Pipes | null {
  const { DAGSTER_PIPES_CONTEXT: context, DAGSTER_PIPES_MESSAGES: messages } = env;
  if (context === undefined || messages === undefined) return null;
  return new Pipes(contextOf(decoded(context)), writerOf(decoded(messages)));
}

/** JSON, deflated by zlib, in base64. */
const decoded = (text: string): Params => JSON.parse(inflateSync(Buffer.from(text, "base64")).toString("utf8"));

function contextOf({ path, data }: Params): PipesContext {
  if (typeof path === "string") return JSON.parse(readFileSync(path, "utf8"));
  if (typeof data === "object" && data !== null) return data as PipesContext;
  throw new Error("DAGSTER_PIPES_CONTEXT has neither path nor data: use a file or environment context injector");
}

function writerOf({ path, stdio, buffered_stdio }: Params): (line: string) => void {
  if (typeof path === "string") return (line) => appendFileSync(path, line);
  const stream = stdio ?? buffered_stdio;
  if (stream === "stdout" || stream === "stderr") return (line) => void process[stream].write(line);
  throw new Error("DAGSTER_PIPES_MESSAGES has neither path nor stdio: use a file or stream message reader");
}

interface PipesException {
  message: string;
  stack: readonly string[];
  name: string;
  cause: PipesException | null;
  context: null;
}

function exceptionOf({ message, name, stack, cause }: Error): PipesException {
  return {
    message,
    name,
    stack: stack?.split("\n").slice(1) ?? [],
    cause: cause instanceof Error ? exceptionOf(cause) : null,
    context: null,
  };
}
