import * as z from "zod/mini";
import {
  type Field,
  field,
  filledList,
  filledText,
  INVALID,
  type Input,
  type InputBy,
  type Issue,
  input,
  inputBy,
  int,
  list,
  map,
  type Open,
  oneOf,
  optional,
  type Schema,
  type Table,
  text,
  textOf,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { nameList } from "./changes.js";
import type { JoinType } from "./containers.js";

interface Described {
  /** At most 255 characters. */
  name: string;
  /** At most 8000 characters. */
  description?: string | undefined;
  /** The user's own, untouched. */
  additionalMetadata?: Readonly<Record<string, unknown>> | undefined;
  /** A user. Default: the server's. */
  ownerId?: string | number | undefined;
}

/** The result of a query in the source's own SQL. */
export interface ComputedTableDefinition extends Described {
  containerType: "computed_table";
  datastoreId: string | number;
  query: string;
}

/** A selection from a file. */
export interface ComputedFileDefinition extends Described {
  containerType: "computed_file";
  datastoreId: string | number;
  sourceContainerId: string | number;
  selectClause: string;
  whereClause?: string | undefined;
  groupByClause?: string | undefined;
  /** Texts or objects: the sources do not tell their form, and they go out as they are. */
  lateralViews?: readonly LateralView[] | undefined;
}

/** None of these. */
type Without<T> = { [K in keyof T]?: undefined };
type Loose<T> = { [K in keyof T]?: T[K] | undefined };

interface Pairwise {
  leftContainerId: string | number;
  rightContainerId: string | number;
  leftJoinFieldName: string;
  rightJoinFieldName: string;
  selectClause: string;
  /** `full` is sent as `outer`. The server's default is `inner`. */
  joinType?: JoinType | "full" | undefined;
  /** At most 100 characters. The server's default is `left`. */
  leftPrefix?: string | undefined;
  /** At most 100 characters. The server's default is `right`. */
  rightPrefix?: string | undefined;
  whereClause?: string | undefined;
  groupByClause?: string | undefined;
}

interface BySql {
  query: string;
  sources: readonly JoinSourceBody[];
}

/** Two containers joined by a field. They may be of two datastores. */
export interface PairwiseJoinDefinition extends Described, Pairwise, Without<BySql> {
  containerType: "computed_join";
}

/** A query over several containers, each by an alias. */
export interface SqlJoinDefinition extends Described, BySql, Without<Pairwise> {
  containerType: "computed_join";
}

/** A container that a join's query reads. */
export interface JoinSourceBody {
  containerId: string | number;
  /** Its name in the query. */
  alias: string;
  whereClause?: string | undefined;
  datastoreId?: string | number | undefined;
  ordinal?: number | undefined;
}

/** Something of a lateral view, in the platform's own form. */
export type LateralView = string | Readonly<Record<string, unknown>>;

/** A computed container. Tables, views and files come from a sync alone. */
export type ContainerDefinition =
  | ComputedTableDefinition
  | ComputedFileDefinition
  | PairwiseJoinDefinition
  | SqlJoinDefinition;

/** What `containers.create` makes. */
export type ContainerCreateBody = ContainerDefinition & {
  /** By name. The platform takes them in a second request only. */
  tags?: readonly string[] | undefined;
};

type Unnamed<D> = D extends unknown ? Omit<D, "name"> & { name?: string | undefined } : never;

/** What `containers.validate` looks at: a definition, whose name may be left out. */
export type ContainerValidateBody = Unnamed<ContainerDefinition>;

export const nameField: Field<string> = textOf(1, 255);
export const descriptionField: Field<string> = textOf(1, 8000);
export const prefixField: Field<string> = textOf(0, 100);

/** The command line of the platform says `full` where its server says `outer`. */
export const joinTypeField: Field<Open<"full"> | JoinType> = field({
  read: (value) => (value === "full" ? "outer" : filledText.read(value)),
  schema: () => filledText.schema,
});

const lateralView: Field<LateralView> = field({
  read: (value) => {
    const told = filledText.write(value);
    return told === INVALID ? map.write(value) : told;
  },
  schema: () => z.union([filledText.schema, map.inputSchema]) as unknown as Schema,
});
export const lateralViewsField: Field<readonly LateralView[]> = list(lateralView) as unknown as Field<
  readonly LateralView[]
>;

export const joinSourceBody: Input<JoinSourceBody> = input("JoinSourceBody", {
  containerId: intIdField,
  alias: filledText,
  whereClause: optional(text),
  datastoreId: optional(intIdField),
  ordinal: optional(int),
});

/** Passed on untouched. */
export const metadataField: Field<Readonly<Record<string, unknown>>> = map as unknown as Field<
  Readonly<Record<string, unknown>>
>;

const described: Table<Described> = {
  name: nameField,
  description: optional(descriptionField),
  additionalMetadata: optional(metadataField),
  ownerId: optional(intIdField),
};

/** Either form of a join. */
interface JoinDefinition extends Described, Loose<Pairwise>, Loose<BySql> {
  containerType: "computed_join";
}

const PAIRWISE = [
  "leftContainerId",
  "rightContainerId",
  "leftJoinFieldName",
  "rightJoinFieldName",
  "selectClause",
] as const;
const PAIRWISE_ONLY = [...PAIRWISE, "joinType", "leftPrefix", "rightPrefix", "whereClause", "groupByClause"] as const;
const SQL = ["query", "sources"] as const;

/** A join has one of two forms, and all of it. */
function mixedJoin(join: JoinDefinition): Issue | undefined {
  const isSql = SQL.some((name) => join[name] !== undefined);
  const missing = (isSql ? SQL : PAIRWISE).find((name) => join[name] === undefined);
  const stray = isSql ? PAIRWISE_ONLY.find((name) => join[name] !== undefined) : undefined;
  const form = isSql ? "a join by query and sources" : "a join of two containers";
  if (stray !== undefined) return { path: [stray], code: "custom", message: `does not go with ${form}` };
  if (missing !== undefined) return { path: [missing], code: "custom", message: `${form} must have it` };
  return undefined;
}

/** The definition of a computed container: `containerType` tells which fields there are. */
export const containerDefinition: InputBy<ContainerDefinition> = inputBy("ContainerDefinition", "containerType", {
  computed_table: input<ComputedTableDefinition>("ComputedTableDefinition", {
    containerType: oneOf("computed_table"),
    datastoreId: intIdField,
    query: filledText,
    ...described,
  }),
  computed_file: input<ComputedFileDefinition>("ComputedFileDefinition", {
    containerType: oneOf("computed_file"),
    datastoreId: intIdField,
    sourceContainerId: intIdField,
    selectClause: filledText,
    whereClause: optional(text),
    groupByClause: optional(text),
    lateralViews: optional(lateralViewsField),
    ...described,
  }),
  computed_join: input<JoinDefinition>(
    "JoinDefinition",
    {
      containerType: oneOf("computed_join"),
      leftContainerId: optional(intIdField),
      rightContainerId: optional(intIdField),
      leftJoinFieldName: optional(filledText),
      rightJoinFieldName: optional(filledText),
      selectClause: optional(filledText),
      joinType: optional(joinTypeField),
      leftPrefix: optional(prefixField),
      rightPrefix: optional(prefixField),
      whereClause: optional(text),
      groupByClause: optional(text),
      query: optional(filledText),
      sources: optional(filledList(joinSourceBody)),
      ...described,
    },
    { also: mixedJoin },
  ),
});

/** What `containers.create` asks for beside the definition. */
export const createTags: Input<{ tags?: readonly string[] | undefined }> = input("ContainerTags", {
  tags: optional(nameList),
});
