import {
  type AssetRef,
  type Field,
  field,
  filledList,
  filledText,
  flag,
  INVALID,
  type Input,
  input,
  open,
  optional,
  type AnomalyListParams as PortableListParams,
  timeInput,
} from "../../../base.js";
import { assetIdField } from "../ids.js";
import { limitField, offsetField, type PageParams } from "./params.js";

/** Filters of `anomalies.list`. `asset` is a UUID or a qualified name. */
export interface AnomalyListParams extends PortableListParams, PageParams {}

const asset = optional(assetIdField) as unknown as Field<AssetRef | undefined>;
const severity = optional(open("info", "warning", "critical"));

/** Judged here, never sent: the platform has no such filter. */
const isOpen: Field<boolean | undefined> = field({
  read: flag.read,
  write: (value) => (typeof value === "boolean" ? undefined : INVALID),
  absent: () => undefined,
  schema: () => optional(flag).schema,
});

export const anomalyListParams: Input<AnomalyListParams> = input(
  "AnomalyListParams",
  { asset, isOpen, severity, since: optional(timeInput), limit: limitField, offset: offsetField },
  { wire: { asset: "asset_id" } },
);

/** What `anomalies.requireNone` looks for. `asset` is a UUID or a qualified name; `isOpen` must not be false. */
export interface AnomalyGateParams extends PortableListParams {
  /**
   * The platform's words for what counts as open. Default: `triggered` and `acknowledged`; a snoozed alert, which
   * somebody muted, then makes the answer unknown.
   */
  statuses?: readonly string[] | undefined;
}

export const anomalyGateParams: Input<AnomalyGateParams> = input(
  "AnomalyGateParams",
  { asset, isOpen, severity, since: optional(timeInput), statuses: optional(filledList(filledText)) },
  {
    also: (params) =>
      params.isOpen === false
        ? { path: ["isOpen"], code: "custom", message: "must not be false: the gate is about open anomalies" }
        : undefined,
  },
);
