import { type ErrorContext, type Http, ValidationError } from "../../../base.js";
import type { Asked } from "./asked.js";
import { metadataOf } from "./results.js";
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

  /** Keeps the run from being ended before a child is. */
  adopt<T>(child: Promise<T>): Promise<T> {
    const settled = child.then(
      () => undefined,
      () => undefined,
    );
    this.#pending.add(settled);
    void settled.then(() => this.#pending.delete(settled));
    return child;
  }

  async childrenOver(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  /** The children that come late are refused from here on. */
  close(): void {
    this.#isOver = true;
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
