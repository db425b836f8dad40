import * as z from "zod/mini";
import {
  type Field,
  field,
  filledText,
  flag,
  INVALID,
  type Input,
  input,
  int,
  list,
  type Model,
  maybe,
  model,
  type Open,
  open,
  optional,
  type Schema,
  text,
} from "../../../base.js";
import { type ConnectionBody, connectionBody } from "./connection-bodies.js";
import { inlineIssue, type NewDatastoreSettings, newDatastoreFields } from "./datastore-bodies.js";
import { toldText } from "./told-text.js";

const MOST_SCHEMAS = 50;

/** Schemas that are to become datastores. */
export interface DatastoresValidateBody {
  /** By name: 1 to 50. */
  schemas: readonly string[];
  database?: string | undefined;
  /** True: as datastores that keep enrichment. */
  enrichmentOnly?: boolean | undefined;
}

/** Datastores to make, one a schema. */
export interface DatastoresCreateBody extends DatastoresValidateBody, NewDatastoreSettings {
  /** Their names: `{{schema}}` stands for the schema. Default: the name of the schema alone. */
  nameTemplate?: string | undefined;
  enrichmentOnly?: boolean | undefined;
}

/** A connection that does not exist yet. */
interface WithConnection {
  /** Secrets may be `${NAME}`. */
  connection: ConnectionBody;
}

/** Schemas of a connection that does not exist yet. */
export interface NewDatastoresValidateBody extends DatastoresValidateBody, WithConnection {}

/** Datastores to make with their connection. */
export interface NewDatastoresCreateBody extends DatastoresCreateBody, WithConnection {}

const schemaNames: Field<readonly string[]> = field({
  read: (value) => {
    const isList = Array.isArray(value) && value.length > 0 && value.length <= MOST_SCHEMAS;
    return isList && value.every((one) => filledText.read(one) !== INVALID) ? value : INVALID;
  },
  schema: () => z.array(filledText.schema).check(z.minLength(1), z.maxLength(MOST_SCHEMAS)) as unknown as Schema,
});

const where = { schemas: schemaNames, database: optional(filledText), enrichmentOnly: optional(flag) };
const how = { ...newDatastoreFields, ...where, nameTemplate: optional(filledText) };

export const datastoresValidateBody: Input<DatastoresValidateBody> = input("DatastoresValidateBody", where);

export const datastoresCreateBody: Input<DatastoresCreateBody> = input("DatastoresCreateBody", how);

export const newDatastoresValidateBody: Input<NewDatastoresValidateBody> = input(
  "NewDatastoresValidateBody",
  { ...where, connection: connectionBody },
  { also: ({ connection }) => inlineIssue(connection) },
);

export const newDatastoresCreateBody: Input<NewDatastoresCreateBody> = input(
  "NewDatastoresCreateBody",
  { ...how, connection: connectionBody },
  { also: ({ connection }) => inlineIssue(connection) },
);

/** Whether a schema can become a datastore. */
export interface SchemaVerdict {
  schemaName: string;
  /** The platform's word. */
  status: Open<"valid" | "invalid">;
  /** Credentials in it are masked. */
  message: string | null;
}

export const schemaVerdictModel: Model<SchemaVerdict> = model("SchemaVerdict", {
  schemaName: text,
  status: open("valid", "invalid"),
  message: maybe(toldText),
});

/** What became of the schemas, one by one. */
export interface DatastoresValidated {
  results: SchemaVerdict[];
}

export const datastoresValidatedModel: Model<DatastoresValidated> = model("DatastoresValidated", {
  results: list(schemaVerdictModel, { required: true }),
});

/** A schema of which no datastore was made. */
export interface SchemaFailure {
  schemaName: string;
  /** Why. Credentials in it are masked. */
  error: string | null;
}

export const schemaFailureModel: Model<SchemaFailure> = model("SchemaFailure", {
  schemaName: text,
  error: maybe(toldText),
});

/** What was made, and what was not. */
export interface DatastoresCreated {
  /** The ids of the datastores that were made. */
  created: number[];
  errors: SchemaFailure[];
}

export const datastoresCreatedModel: Model<DatastoresCreated> = model("DatastoresCreated", {
  created: list(int, { required: true }),
  errors: list(schemaFailureModel),
});
