import { type Input, input, int, type Model, maybe, model, optional, text, time } from "../../../base.js";
import { intIdField } from "../ids.js";
import { unnamed } from "./limits.js";
import { nameField } from "./names.js";

/** A kind of address, such as `postgres`. */
export interface AddressType {
  id: number;
  /** Unique; in lower case. */
  name: string;
  /** What it belongs to, such as `database`. In lower case. */
  groupName: string;
  createdAt: Date;
  /** Null until the first change. */
  updatedAt: Date | null;
}

export const addressTypeModel: Model<AddressType> = model("AddressType", {
  id: int,
  name: text,
  groupName: text,
  createdAt: time,
  updatedAt: maybe(time),
});

/** An address type to make or to find. Both names have 1 to 150 characters; the server lower-cases and trims them. */
export interface AddressTypeCreateBody {
  /** Its key. */
  name: string;
  groupName: string;
}

export const addressTypeCreateBody: Input<AddressTypeCreateBody> = input("AddressTypeCreateBody", {
  name: nameField,
  groupName: nameField,
});

/** What to change of an address type: what is left out stays. */
export interface AddressTypeUpdateBody {
  /** Needed where there is no `name`. */
  id?: string | number | undefined;
  /** Without `id` it says which type; with `id` it is the new name. */
  name?: string | undefined;
  groupName?: string | undefined;
}

export const addressTypeUpdateBody: Input<AddressTypeUpdateBody> = input(
  "AddressTypeUpdateBody",
  { id: optional(intIdField), name: optional(nameField), groupName: optional(nameField) },
  { also: unnamed },
);
