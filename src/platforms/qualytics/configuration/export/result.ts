import { type ConfigFiles, inOrder } from "../files.js";
import { yamlText } from "../yaml.js";

/** Something that an export could not say in full. */
export interface ConfigWarning {
  /** The file that it is about; null where it is about none. */
  readonly file: string | null;
  readonly message: string;
}

/** What an export gives. */
export interface ConfigExport {
  /** By path, in order. `writeConfigFolder` of `dqgate/node` writes them. */
  readonly files: ConfigFiles;
  /** How many files there are of each type. */
  readonly counts: Readonly<Record<string, number>>;
  /** UIDs that several checks had, names that are not unique, references that stay ids. */
  readonly warnings: readonly ConfigWarning[];
}

/** An export in the making. */
export class Exported {
  readonly #files = new Map<string, string>();
  readonly #warnings = new Map<string, ConfigWarning>();
  readonly #counts: Record<string, number> = {};

  count(type: string, number = 0): void {
    this.#counts[type] = (this.#counts[type] ?? 0) + number;
  }

  /** Puts a file into it, and counts it. */
  add(type: string, path: string, record: unknown): void {
    this.put(path, record);
    this.count(type, 1);
  }

  put(path: string, value: unknown): void {
    this.#files.set(path, yamlText(value));
  }

  warn(message: string, file: string | null = null): void {
    this.#warnings.set(`${file}\n${message}`, { file, message });
  }

  done(): ConfigExport {
    return { files: inOrder(this.#files), counts: this.#counts, warnings: [...this.#warnings.values()] };
  }
}
