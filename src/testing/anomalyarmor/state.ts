import type { Clock } from "../../base.js";

/** A record as the platform sends it. */
export type Wire = Record<string, unknown>;

/** An asset of the emulated platform. Change it to change what the platform answers. */
export interface EmulatedAsset {
  id: string;
  qualifiedName: string;
  /** The record that `assets` answers, in the platform's own spelling. */
  record: Wire;
  /** When its data was last updated, in milliseconds; null when that is not known. Freshness ages from here. */
  lastUpdated: number | null;
  /** Null: the platform has no threshold for it, and calls it stale after 24 hours. */
  thresholdHours: number | null;
  /** False: freshness is `disabled`. */
  watched: boolean;
  /** What a refresh finds. */
  refreshFinds: "new data" | "nothing" | "an error";
}

/** A job of the emulated platform. Its progress follows the clock. */
export interface EmulatedJob {
  id: string;
  workflow: string;
  assetId: string | null;
  createdAt: number;
  /** When it ends, in milliseconds. */
  endsAt: number;
  /** How it ends; null error for success. */
  error: string | null;
  /** Set where the job does not follow the clock: `cancelled`, or a word that nobody knows. */
  status: string | null;
  /** What happens when it ends. */
  effect: (() => void) | null;
}

/** A key that the emulated platform knows. */
export interface EmulatedKey {
  id: string;
  name: string;
  key: string;
  scope: "read-only" | "read-write" | "admin";
  createdAt: number;
  lastUsedAt: number | null;
  revokedAt: number | null;
  /** When it stops working, in milliseconds; undefined for keys that do not. */
  expiresAt?: number;
}

/** All that the emulated platform knows. */
export class AnomalyArmorState {
  readonly clock: Clock;
  /** How long jobs take, in milliseconds. */
  jobDurationMs: number;
  /** How many keys there may be that are not revoked. */
  maxKeys = 25;
  readonly assets: EmulatedAsset[] = [];
  readonly jobs: EmulatedJob[] = [];
  readonly keys: EmulatedKey[] = [];
  /** Records under the names that the routes use, in the platform's own spelling. */
  readonly records: Map<string, Wire[]> = new Map();
  #made = 0;

  constructor(clock: Clock, jobDurationMs: number) {
    this.clock = clock;
    this.jobDurationMs = jobDurationMs;
  }

  /** A UUID that is the same in every run. */
  newId(): string {
    this.#made += 1;
    return `00000000-0000-4000-8000-${this.#made.toString(16).padStart(12, "0")}`;
  }

  /** A number that is the same in every run. */
  newNumber(): number {
    this.#made += 1;
    return this.#made;
  }

  /** Now, as the platform writes it. */
  now(): string {
    return new Date(this.clock.now()).toISOString();
  }

  /** A collection of records; made empty on first use. */
  of(collection: string): Wire[] {
    const found = this.records.get(collection) ?? [];
    this.records.set(collection, found);
    return found;
  }

  /** An asset by its UUID or its qualified name. */
  asset(ref: string): EmulatedAsset | undefined {
    return this.assets.find((one) => one.id === ref || one.qualifiedName === ref);
  }

  /** The same, or by the first eight characters of the UUID, where only one asset has them. */
  assetByShortId(ref: string): EmulatedAsset | undefined {
    const short = /^[0-9a-f]{8}$/i.test(ref) ? this.assets.filter((one) => one.id.startsWith(ref)) : [];
    return this.asset(ref) ?? (short.length === 1 ? short[0] : undefined);
  }

  /** Starts a job that ends after `jobDurationMs`. */
  startJob(
    workflow: string,
    assetId: string | null,
    end: { error?: string | null; effect?: () => void } = {},
  ): EmulatedJob {
    const createdAt = this.clock.now();
    const job: EmulatedJob = {
      id: this.newId(),
      workflow,
      assetId,
      createdAt,
      endsAt: createdAt + this.jobDurationMs,
      error: end.error ?? null,
      status: null,
      effect: end.effect ?? null,
    };
    this.jobs.push(job);
    return job;
  }

  /** Lets the effects of jobs that have ended meanwhile come in, the earliest first. */
  settle(): void {
    const ended = this.jobs.filter(
      (job) => job.effect !== null && job.status === null && job.endsAt <= this.clock.now(),
    );
    for (const job of ended.sort((a, b) => a.endsAt - b.endsAt)) {
      const { effect } = job;
      job.effect = null;
      effect?.();
    }
  }
}
