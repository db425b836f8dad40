import { AbortedError, type DqgateError } from "../../../../base.js";
import { Deployment } from "../deployment.js";
import type { ConfigFile } from "../files.js";
import type { Records } from "../records.js";
import type { ConfigProgress, ConfigType } from "../types.js";
import { Tally } from "./result.js";

/** What an import works with. */
export interface RunSettings {
  readonly isDry: boolean;
  /** Gives a variable of the environment. */
  readonly look: (name: string) => string | undefined;
  readonly onProgress?: ((progress: ConfigProgress) => void) | undefined;
}

/** What became of a file. */
export type Outcome = "created" | "updated" | { readonly skipped: string };

/** An import under way. */
export class ImportRun {
  readonly records: Records;
  readonly deployment: Deployment;
  readonly settings: RunSettings;
  readonly #tallies = new Map<string, Tally>();

  constructor(records: Records, settings: RunSettings) {
    this.records = records;
    this.deployment = new Deployment(records);
    this.settings = settings;
  }

  get isDry(): boolean {
    return this.settings.isDry;
  }

  /** The counts of a type. */
  tally(type: ConfigType | "sync"): Tally {
    const known = this.#tallies.get(type) ?? new Tally();
    this.#tallies.set(type, known);
    return known;
  }

  /** Works on one file; what fails is its own. Only the caller's signal, and the client's end, stop the rest. */
  async file(type: ConfigType, { path }: ConfigFile, work: () => Promise<Outcome>): Promise<void> {
    const tally = this.tally(type);
    let outcome: ConfigProgress["outcome"];
    try {
      const done = await work();
      if (typeof done === "object") {
        tally.skip(path, done.skipped);
        outcome = "skipped";
      } else {
        tally[done] += 1;
        outcome = done;
      }
    } catch (error) {
      rethrowEnd(error);
      tally.fail(path, error);
      outcome = "failed";
    }
    this.settings.onProgress?.({ type, file: path, outcome });
  }

  /** Does something beside a file's own record. */
  async beside(type: ConfigType | "sync", file: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      rethrowEnd(error);
      this.tally(type).note(file, error);
    }
  }

  skipAll(type: ConfigType, files: readonly ConfigFile[], reason: string): void {
    for (const { path } of files) {
      this.tally(type).skip(path, reason);
      this.settings.onProgress?.({ type, file: path, outcome: "skipped" });
    }
  }
}

/** An end that the caller wants is no file's failure. */
export function rethrowEnd(error: unknown): asserts error is DqgateError {
  if (error instanceof AbortedError) throw error;
}

/** Keys that are used up, so that two files do not overwrite each other without a word. */
export class Claims {
  readonly #owners = new Map<string, string>();

  /** The file that has the key already; undefined, and the key is this file's from now on. */
  take(key: string, file: string): string | undefined {
    const owner = this.#owners.get(key);
    if (owner === undefined) this.#owners.set(key, file);
    return owner;
  }
}
