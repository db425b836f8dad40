import { type ErrorContext, type Http, ValidationError } from "../../../base.js";
import type { Asked } from "./asked.js";
import { metadataOf } from "./results.js";
import { type SeenPromise, watched } from "./seen.js";
import type { Stop } from "./stop.js";
import type { TrackChild, TrackedChild, TrackedRun } from "./types.js";

/** What is remembered of a run. */
export interface Remembered extends TrackedChild {
  completedSuccessfully: boolean | null;
  readonly children: Remembered[];
}

/** A run from its start to its end. */
export class Run {
  readonly memory: Remembered;
  readonly asked: Asked;
  readonly stop: Stop;
  readonly startDate: Date;
  readonly #http: Http;
  readonly #context: ErrorContext;
  readonly #pending = new Set<Promise<unknown>>();
  readonly #failures: { readonly child: SeenPromise<unknown>; readonly error: unknown }[] = [];
  #metadata: Record<string, unknown>;
  #isOver = false;

  constructor(http: Http, context: ErrorContext, asked: Asked, stop: Stop, executionId: number, startDate: Date) {
    this.#http = http;
    this.#context = context;
    this.asked = asked;
    this.stop = stop;
    this.startDate = startDate;
    this.#metadata = asked.metadata;
    this.memory = { executionId, pipelineId: asked.pipelineId, completedSuccessfully: null, children: [] };
  }

  /** What the work is given. */
  given(track: TrackChild): TrackedRun {
    const { asked, memory, stop } = this;
    return {
      executionId: memory.executionId,
      pipelineId: memory.pipelineId,
      parentExecutionId: asked.parentId,
      watermark: asked.watermark,
      nextWatermark: asked.nextWatermark,
      signal: stop.signal,
      children: memory.children,
      track,
      addMetadata: (metadata) => {
        this.refuseIfOver();
        const copy = metadataOf(metadata ?? {});
        if (copy === null) {
          const message = "expected an object that JSON can say";
          throw new ValidationError([{ path: ["metadata"], code: "invalid_type", message }], this.#context);
        }
        this.#metadata = { ...this.#metadata, ...copy };
      },
    };
  }

  /** Keeps the run from being ended before a child is, and remembers the failure of one until somebody asks for it. */
  adopt<T>(child: Promise<T>): Promise<T> {
    if (this.#isOver) return child;
    const seen = watched(child);
    const settled = seen.unseen(
      () => undefined,
      (error) => void this.#failures.push({ child: seen, error }),
    );
    this.#pending.add(settled);
    void settled.then(() => this.#pending.delete(settled));
    return seen;
  }

  /** Resolves when all children are over, and refuses others from that moment on. */
  async close(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    this.#isOver = true; // At once: whatever waits in between, a child could start in and outlive this run.
  }

  /** The first failure of a child for which nobody asked; null where there is none. */
  unseenFailure(): { readonly error: unknown } | null {
    return this.#failures.find(({ child }) => !child.isSeen) ?? null;
  }

  refuseIfOver(): void {
    if (!this.#isOver) return;
    const message = `run ${this.memory.executionId} is over`;
    throw new ValidationError([{ path: ["run"], code: "run_over", message }], this.#context);
  }

  /** With what was added so far, and this over it; null where there is nothing. */
  metadata(more: Record<string, unknown>): Record<string, unknown> | null {
    const all = { ...this.#metadata, ...more };
    return Object.keys(all).length === 0 ? null : all;
  }

  /** Strictly after the start, as the server demands. */
  endDate(): Date {
    return new Date(Math.max(this.#http.clock.now(), this.startDate.getTime() + 1));
  }
}
