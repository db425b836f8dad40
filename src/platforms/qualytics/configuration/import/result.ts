import { ConfigurationError, DqgateError } from "../../../../base.js";

/** What went wrong with one file. */
export interface ConfigError {
  /** The file, or the folder where it is about no single file. */
  readonly file: string;
  readonly message: string;
  readonly error: DqgateError;
}

/** A file that was not tried. */
export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

/** How an import went with the files of one type. In a dry run: how it would go. */
export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
  readonly failed: number;
  readonly skipped: readonly SkippedFile[];
  /** Those of the files that failed, and of what could not be done beside them, such as a link to an enrichment datastore. */
  readonly errors: readonly ConfigError[];
}

/** The counts of one type in the making. */
export class Tally implements ImportCounts {
  created = 0;
  updated = 0;
  failed = 0;
  readonly skipped: SkippedFile[] = [];
  readonly errors: ConfigError[] = [];

  /** The file failed. */
  fail(file: string, error: unknown): void {
    this.failed += 1;
    this.note(file, error);
  }

  /** Something beside the file's own record failed. */
  note(file: string, error: unknown): void {
    const told = asError(error);
    this.errors.push({ file, message: told.message, error: told });
  }

  skip(file: string, reason: string): void {
    this.skipped.push({ file, reason });
  }

  /** Whether nothing went wrong. */
  get isClean(): boolean {
    return this.failed === 0 && this.errors.length === 0;
  }

  counts(): ImportCounts {
    const { created, updated, failed, skipped, errors } = this;
    return { created, updated, failed, skipped, errors };
  }
}

/** Whatever a file brought about is reported as an error of this package. */
function asError(error: unknown): DqgateError {
  if (error instanceof DqgateError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ConfigurationError(`unexpected: ${message}`, { cause: error });
}
