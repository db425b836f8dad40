import type { Wire } from "./answers.js";

/** A connection to start with. */
export interface ConnectionSeed {
  name: string;
  /** Default `postgresql`. */
  type?: string | undefined;
  host?: string | undefined;
  port?: number | undefined;
  username?: string | undefined;
  password?: string | undefined;
  /** More of its fields, in the platform's own spelling. */
  fields?: Wire | undefined;
  /** False: it does not connect. */
  reachable?: boolean | undefined;
}

/** A field of a container: its name, or more. */
export type FieldSeed =
  | string
  | {
      name: string;
      /** Default `String`. */
      type?: string | undefined;
      tags?: string[] | undefined;
      /** 0 to 1; told once the container was profiled. */
      completeness?: number | undefined;
    };

/** A quality check to start with. */
export interface CheckSeed {
  rule: string;
  /** By name. */
  fields?: string[] | undefined;
  description?: string | undefined;
  coverage?: number | null | undefined;
  filter?: string | null | undefined;
  properties?: Wire | null | undefined;
  tags?: string[] | undefined;
  /** Default `Active`. */
  status?: string | undefined;
  metadata?: Wire | null | undefined;
  weight?: number | undefined;
  /** What the last scan said. Default null: it was never asserted. */
  isPassing?: boolean | null | undefined;
  /** How long ago that was, in hours. Default 1, where `isPassing` is not null. */
  assertedHoursAgo?: number | undefined;
  /** How many rows break it at the next scan. Default 0. */
  failingRows?: number | undefined;
}

/** An anomaly to start with. */
export interface AnomalySeed {
  /** Which of the container's checks found it, from 0. Default: none. */
  check?: number | undefined;
  /** Default `Active`. */
  status?: string | undefined;
  /** Default `record`. */
  type?: string | undefined;
  message?: string | undefined;
  weight?: number | undefined;
  /** Default 1. */
  hoursAgo?: number | undefined;
  tags?: string[] | undefined;
  records?: Wire[] | null | undefined;
}

/** A container to start with. */
export interface ContainerSeed {
  name: string;
  /** Default `table`. */
  type?: "table" | "view" | "file" | "computed_table" | "computed_file" | "computed_join" | undefined;
  rowCount?: number | undefined;
  /** Age of its data in hours. Default 1; null: the source does not tell. */
  hoursSinceUpdate?: number | null | undefined;
  /** When its data last changed, in the place of `hoursSinceUpdate`. */
  lastModified?: Date | null | undefined;
  /** How long ago that was measured, in hours. Default 0; null: never. */
  measuredHoursAgo?: number | null | undefined;
  /** When it was scanned last, in hours ago. Default: when one of its checks was asserted last; null: never. */
  scannedHoursAgo?: number | null | undefined;
  fields?: readonly FieldSeed[] | undefined;
  checks?: readonly CheckSeed[] | undefined;
  anomalies?: readonly AnomalySeed[] | undefined;
  tags?: string[] | undefined;
  description?: string | undefined;
  /** Rows of its source, for `containers.sourceRecords`. Default: none. */
  records?: Wire[] | null | undefined;
  /** Fields of its type, such as `query`, in the platform's own spelling. */
  settings?: Wire | undefined;
}

/** Something in a datastore that no sync has seen yet. */
export interface SourceSeed {
  name: string;
  /** Default `table`. */
  type?: "table" | "view" | "file" | undefined;
  rowCount?: number | undefined;
  fields?: readonly FieldSeed[] | undefined;
  hoursSinceUpdate?: number | null | undefined;
}

/** A datastore to start with. */
export interface DatastoreSeed {
  name: string;
  /** The name of a connection. Default: one of its own. */
  connection?: string | undefined;
  database?: string | undefined;
  schema?: string | undefined;
  tags?: string[] | undefined;
  teams?: string[] | undefined;
  enrichmentOnly?: boolean | undefined;
  /** The name of a datastore that stands before it in the seed. */
  enrichment?: string | undefined;
  containers?: readonly ContainerSeed[] | undefined;
  /** What the next sync finds. */
  sources?: readonly SourceSeed[] | undefined;
}
