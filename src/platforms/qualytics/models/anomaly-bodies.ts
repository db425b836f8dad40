import {
  between,
  type Field,
  filledList,
  filledText,
  flag,
  type Input,
  type Issue,
  input,
  int,
  isRecord,
  list,
  optional,
  type Sent,
  type SentList,
  type Table,
  text,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { anomalyIdField } from "./anomaly-ids.js";
import {
  type ArchivedAnomalyStatus,
  archivedStatusField,
  type OpenAnomalyStatus,
  openStatusField,
} from "./anomaly-statuses.js";
import { changesSomething, nameList } from "./changes.js";
import { flagField } from "./params.js";

/** What may change of an anomaly; what is left out is not sent. */
export interface AnomalyUpdateBody {
  /** `Active` also takes an archived anomaly back. To archive one, see `anomalies.archive`. */
  status?: OpenAnomalyStatus | undefined;
  description?: string | undefined;
  /** Names, in the place of those that are there. */
  tags?: readonly string[] | undefined;
  /** Users, in the place of those that are there. */
  assigneeIds?: readonly (string | number)[] | undefined;
}

/** The same for one of several anomalies. */
export interface AnomalyChange extends AnomalyUpdateBody {
  /** A number or a UUID. */
  id: string | number;
}

const changes: Table<AnomalyUpdateBody> = {
  status: optional(openStatusField),
  description: optional(text),
  tags: optional(nameList),
  assigneeIds: optional(list(intIdField, { required: true }) as unknown as Field<readonly (string | number)[]>),
};

export const anomalyUpdateBody: Input<AnomalyUpdateBody> = input("AnomalyUpdateBody", changes, {
  also: changesSomething(),
});

export const anomalyChange: Input<AnomalyChange> = input(
  "AnomalyChange",
  { id: anomalyIdField, ...changes },
  { also: changesSomething("id") },
);

/** How an anomaly is taken away. */
export interface AnomalyDeleteParams {
  /** Default true: it is archived, and can be taken back. False: it is deleted for good. */
  archive?: boolean | undefined;
  /** What it is archived as. Default `Resolved`. Not where it is deleted for good. */
  status?: ArchivedAnomalyStatus | undefined;
}

/** What is said of anomalies that are archived. */
export interface AnomalyArchiveParams {
  /** What they are archived as. Default `Resolved`. */
  status?: ArchivedAnomalyStatus | undefined;
  /** A comment that goes along. */
  comment?: string | undefined;
  /** Users whom the comment mentions. */
  mentionedUserIds?: readonly (string | number)[] | undefined;
}

/** One of several anomalies to take away. */
export interface AnomalyDeletion extends AnomalyArchiveParams, AnomalyDeleteParams {
  /** A number or a UUID. */
  id: string | number;
  /** What it is archived as. Default `Resolved`. Not where it is deleted for good. */
  status?: ArchivedAnomalyStatus | undefined;
}

const OF_ARCHIVED = ["status", "comment", "mentionedUserIds"] as const;

function ofArchivedOnly(value: AnomalyDeleteParams & AnomalyArchiveParams): Issue | undefined {
  const told = value.archive === false ? OF_ARCHIVED.find((name) => value[name] !== undefined) : undefined;
  return (
    told && { path: [told], code: "custom", message: "is of archived anomalies: with archive false nothing is kept" }
  );
}

const how: Table<AnomalyDeleteParams> = { archive: optional(flag, true), status: optional(archivedStatusField) };

const deleteParams = input<AnomalyDeleteParams>("AnomalyDeleteParams", how, { also: ofArchivedOnly });

const deletion = input<AnomalyDeletion>(
  "AnomalyDeletion",
  {
    id: anomalyIdField,
    ...how,
    comment: optional(filledText),
    mentionedUserIds: optional(filledList(intIdField)),
  },
  { also: ofArchivedOnly },
);

/** An anomaly is archived as something: the default does not hang on the build. */
const withStatus = <T>(value: T): T =>
  isRecord(value) && value.archive !== false && value.status === undefined ? { ...value, status: "Resolved" } : value;

export const anomalyDeleteParams = {
  of: (params: AnomalyDeleteParams | undefined): Sent => deleteParams.of(withStatus(params ?? {})),
} as const;

export const anomalyDeletion = {
  each: (values: readonly AnomalyDeletion[]): SentList =>
    deletion.each(Array.isArray(values) ? values.map(withStatus) : values),
} as const;

/** How much is shown of an anomaly's records. */
export interface AnomalyRecordParams {
  /** The most records. The server's default is 10. */
  limit?: number | undefined;
  /** True: values of masked fields are shown. The server's default is false. */
  includeMasked?: boolean | undefined;
  /** The server's default is true. */
  includeDeleted?: boolean | undefined;
}

export const anomalyRecordParams: Input<AnomalyRecordParams> = input("AnomalyRecordParams", {
  limit: optional(between(int, 1, Number.MAX_SAFE_INTEGER)),
  includeMasked: flagField,
  includeDeleted: flagField,
});
