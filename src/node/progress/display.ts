import type { Shown } from "./snapshot.js";

/** Something that shows how far work has come. */
export interface Display {
  show(shown: Shown): void;
  /** Shows what was last told, and ends. */
  end(): void;
}
