import * as z from "zod/mini";
import {
  type Field,
  field,
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
  type Schema,
  text,
  time,
} from "../../../base.js";
import { changesSomething, nameList } from "./changes.js";
import { type PageParams, pageFields, type Sort, sortField } from "./params.js";

/** A team, as other records show it. */
export interface TeamStub {
  /** Null where a record shows its teams by name alone. */
  id: number | null;
  name: string;
}

export const teamStubModel: Model<TeamStub> = model("TeamStub", { id: maybe(int), name: text });

const asStub = (value: unknown): unknown => (typeof value === "string" ? { name: value } : value);

/** A team as an object or by its name: builds differ. */
const teamStub: Field<TeamStub> = field({
  read: (value) => teamStubModel.read(asStub(value)),
  write: (value) => teamStubModel.write(value),
  schema: () => z.pipe(z.transform(asStub), teamStubModel.schema) as unknown as Schema,
  inputSchema: () => teamStubModel.inputSchema,
});

/** What a user may do on the platform. Editor and Viewer are of older builds. */
export type UserRole = Open<"Admin" | "Manager" | "Member" | "Editor" | "Viewer">;

const role: Field<UserRole> = open("Admin", "Manager", "Member", "Editor", "Viewer");

/** A user, a person or a service. */
export interface User {
  id: number;
  createdAt: Date | null;
  /** The platform's other id of the user, such as `auth0|…`; that of a service ends in `@service`. */
  userId: string | null;
  email: string | null;
  name: string | null;
  userName: string | null;
  /** The platform's own word. */
  userType: string | null;
  role: UserRole | null;
  teams: TeamStub[];
}

export const userModel: Model<User> = model(
  "User",
  {
    id: int,
    createdAt: maybe(time),
    userId: maybe(text),
    email: maybe(text),
    name: maybe(text),
    userName: maybe(text),
    userType: maybe(text),
    role: maybe(role),
    teams: list(teamStub),
  },
  { wire: { createdAt: "created" } },
);

/** A user, or the number of one. */
export type UserRef = string | number | User;

/** Filters of `users.list`. */
export interface UserListParams extends PageParams {
  name?: string | undefined;
  sortCreated?: Sort | undefined;
  sortName?: Sort | undefined;
}

export const userListParams: Input<UserListParams> = input("UserListParams", {
  name: optional(filledText),
  sortCreated: sortField,
  sortName: sortField,
  ...pageFields,
});

/** What `users.update` changes: role, teams or both. */
export interface UserUpdate {
  role?: UserRole | undefined;
  /** All teams of the user, by name; an empty list takes them away. */
  teams?: readonly string[] | undefined;
}

export const userUpdate: Input<UserUpdate> = input<UserUpdate>(
  "UserUpdate",
  { role: optional(role), teams: optional(nameList) },
  { also: changesSomething() },
);

/** What `users.createServiceUser` makes. */
export interface ServiceUserCreateBody {
  name: string;
  role: UserRole;
  /** By name. */
  teams: readonly string[];
}

export const serviceUserCreateBody: Input<ServiceUserCreateBody> = input("ServiceUserCreateBody", {
  name: filledText,
  role,
  teams: nameList,
});
