import {
  type Field,
  filledText,
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
  type Table,
  text,
  time,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { changesSomething } from "./changes.js";
import { type PageParams, pageFields, type Sort, sortField } from "./params.js";
import { type UserStub, userStubModel } from "./stubs.js";

/** What the members of a team may do with its datastores, the most first. */
export type TeamPermission = Open<"Editor" | "Author" | "Drafter" | "Viewer" | "Reporter">;

const permission: Field<TeamPermission> = open("Editor", "Author", "Drafter", "Viewer", "Reporter");

/** A team of users. */
export interface Team {
  id: number;
  createdAt: Date | null;
  name: string;
  /** Null on builds that do not tell. */
  description: string | null;
  /** Null on builds that do not tell. */
  permission: TeamPermission | null;
  /** Its members. Null on builds that do not tell. */
  users: UserStub[] | null;
}

export const teamModel: Model<Team> = model(
  "Team",
  {
    id: int,
    createdAt: maybe(time),
    name: text,
    description: maybe(text),
    permission: maybe(permission),
    users: maybe(list(userStubModel)),
  },
  { wire: { createdAt: "created" } },
);

/** A team, or its id. */
export type TeamRef = string | number | Team;

/** Filters of `teams.list`. */
export interface TeamListParams extends PageParams {
  name?: string | undefined;
  sortCreated?: Sort | undefined;
  sortName?: Sort | undefined;
}

export const teamListParams: Input<TeamListParams> = input("TeamListParams", {
  name: optional(filledText),
  sortCreated: sortField,
  sortName: sortField,
  ...pageFields,
});

interface Described {
  /** All its members; an empty list takes them away. */
  userIds?: readonly (string | number)[] | undefined;
  /** For newer builds alone. */
  description?: string | null | undefined;
  /** For newer builds alone. */
  permission?: TeamPermission | undefined;
}

/** What `teams.create` makes. */
export interface TeamCreateBody extends Described {
  name: string;
}

/** What `teams.update` changes: at least one of these. */
export interface TeamUpdate extends Described {
  name?: string | undefined;
}

const described: Table<Described> = {
  userIds: optional(list(intIdField, { required: true }) as unknown as Field<readonly (string | number)[]>),
  description: optional(maybe(text)),
  permission: optional(permission),
};

export const teamCreateBody: Input<TeamCreateBody> = input("TeamCreateBody", { name: filledText, ...described });

export const teamUpdate: Input<TeamUpdate> = input<TeamUpdate>(
  "TeamUpdate",
  { name: optional(filledText), ...described },
  { also: changesSomething() },
);
