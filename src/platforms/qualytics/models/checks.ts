import {
  type Check,
  derived,
  flag,
  int,
  isRecord,
  json,
  list,
  type Model,
  map,
  maybe,
  model,
  number,
  type Open,
  open,
  or,
  text,
  time,
  type Verdict,
} from "../../../base.js";
import { type FieldStub, fieldStubModel } from "./field-stubs.js";
import { RULE_TYPES, type RuleType } from "./rule-types.js";
import {
  type ContainerStub,
  containerStubModel,
  type DatastoreStub,
  datastoreStubModel,
  type Tag,
  tagModel,
  type UserStub,
  userStubModel,
} from "./stubs.js";

/** Where a check stands. `Invalid` and `Discarded` ones are archived. */
export type CheckStatus = Open<"Active" | "Draft" | "Invalid" | "Discarded">;

const ARCHIVED: readonly unknown[] = ["Invalid", "Discarded"];

/** A check, as other records and answers to several at once show it. More of it stays under the platform's names. */
export interface ShortCheck {
  id: number;
  rule: RuleType | null;
  description: string | null;
  status: CheckStatus | null;
}

export const shortCheckModel: Model<ShortCheck> = model(
  "ShortCheck",
  {
    id: int,
    rule: maybe(open(...RULE_TYPES)),
    description: maybe(text),
    status: maybe(open("Active", "Draft", "Invalid", "Discarded")),
  },
  { wire: { rule: ["rule_type", "rule"] } },
);

/** A quality check, or a template of checks. */
export interface QualityCheck extends Check {
  id: number;
  /** The id of the container; null where the platform shows none, as for a template. */
  asset: number | null;
  /** The platform's `rule_type`. `isReplicaOf` reads as `dataDiff` on newer builds. */
  rule: RuleType;
  /** By name. */
  fields: string[];
  fieldStubs: FieldStub[];
  description: string | null;
  /** Null, unless a build tells one: the platform weighs checks, see `weight`. */
  severity: Open<"info" | "warning" | "critical"> | null;
  status: CheckStatus | null;
  /** Whether its status is `Active`, and it is neither archived nor a template: whether scans assert it. */
  isActive: boolean;
  /** Whether it is put aside. */
  isArchived: boolean;
  /** What `isPassing` says of an active check. `unknown`: never asserted, a draft, archived, or a template. */
  lastVerdict: Verdict;
  /** When a scan last asserted it, whatever its status is by now. The platform's `last_asserted`. */
  lastCheckedAt: Date | null;
  /** As the platform tells it; null: not asserted. */
  isPassing: boolean | null;
  /** The share of rows that must keep it: 0 to 1. */
  coverage: number | null;
  /** Which rows count: the condition of a `WHERE`, as Spark SQL. */
  filter: string | null;
  /** What the rule needs, in the platform's spelling, untouched. It can be sent again as it is. */
  properties: Record<string, unknown> | null;
  tags: Tag[];
  additionalMetadata: Record<string, unknown> | null;
  /** The field whose value is told in the message of an anomaly. */
  anomalyMessageField: string | null;
  container: ContainerStub | null;
  datastore: DatastoreStub | null;
  /** True: the platform wrote it, and goes on changing it. */
  inferred: boolean;
  isNew: boolean;
  isTemplate: boolean;
  favorite: boolean;
  /** Of a template. */
  templateLocked: boolean | null;
  /** The template that it was made from. */
  template: ShortCheck | null;
  /** Of a template: how many checks were made from it. */
  templateChecksCount: number | null;
  containerScansCount: number | null;
  anomalyCount: number | null;
  activeAnomalyCount: number | null;
  /** How much it matters: the larger, the more. */
  weight: number | null;
  owner: UserStub | null;
  /** Who is assigned to its anomalies. */
  defaultAnomalyAssignee: UserStub | null;
  createdBy: UserStub | null;
  lastEditor: UserStub | null;
  createdAt: Date | null;
  lastUpdated: Date | null;
  /** When it was archived; null while it is not. */
  deletedAt: Date | null;
  /** As it came. */
  latestContainerProfile: unknown;
  /** Null in lists. */
  isPropertiesInferrable: boolean | null;
  /** Null in lists. */
  isCoverageInferrable: boolean | null;
  /** Null in lists. */
  isDescriptionInferrable: boolean | null;
}

function verdictOf({ isActive, isPassing }: QualityCheck): Verdict {
  if (!isActive) return "unknown";
  return isPassing === true ? "pass" : isPassing === false ? "fail" : "unknown";
}

// What a lenient client lets through may be anything.
const namesOf = (stubs: unknown): string[] =>
  Array.isArray(stubs) ? stubs.filter(isRecord).map(({ name }) => String(name)) : [];

export const qualityCheckModel: Model<QualityCheck> = model<QualityCheck>(
  "QualityCheck",
  {
    id: int,
    asset: derived<number | null>(null),
    rule: open(...RULE_TYPES),
    fields: derived<string[]>([]),
    fieldStubs: list(fieldStubModel),
    description: maybe(text),
    severity: maybe(open("info", "warning", "critical")),
    status: maybe(open("Active", "Draft", "Invalid", "Discarded")),
    isActive: derived<boolean>(false),
    isArchived: derived<boolean>(false),
    lastVerdict: derived<Verdict>("unknown"),
    lastCheckedAt: maybe(time),
    isPassing: maybe(flag),
    coverage: maybe(number),
    filter: maybe(text),
    properties: maybe(map),
    tags: list(tagModel),
    additionalMetadata: maybe(map),
    anomalyMessageField: maybe(text),
    container: maybe(containerStubModel),
    datastore: maybe(datastoreStubModel),
    inferred: or(flag, false),
    isNew: or(flag, false),
    isTemplate: or(flag, false),
    favorite: or(flag, false),
    templateLocked: maybe(flag),
    template: maybe(shortCheckModel),
    templateChecksCount: maybe(int),
    containerScansCount: maybe(int),
    anomalyCount: maybe(int),
    activeAnomalyCount: maybe(int),
    weight: maybe(number),
    owner: maybe(userStubModel),
    defaultAnomalyAssignee: maybe(userStubModel),
    createdBy: maybe(userStubModel),
    lastEditor: maybe(userStubModel),
    createdAt: maybe(time),
    lastUpdated: maybe(time),
    deletedAt: maybe(time),
    latestContainerProfile: json,
    isPropertiesInferrable: maybe(flag),
    isCoverageInferrable: maybe(flag),
    isDescriptionInferrable: maybe(flag),
  },
  {
    wire: {
      rule: ["rule_type", "rule"],
      fieldStubs: "fields",
      lastCheckedAt: "last_asserted",
      tags: "global_tags",
      containerScansCount: "num_container_scans",
      createdAt: "created",
    },
    derive(check) {
      check.asset = check.container?.id ?? null;
      check.fields = namesOf(check.fieldStubs);
      check.isArchived = check.deletedAt !== null || ARCHIVED.includes(check.status);
      check.isActive = check.status === "Active" && !check.isArchived && !check.isTemplate;
      check.lastVerdict = verdictOf(check);
    },
  },
);
