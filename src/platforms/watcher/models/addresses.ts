import { type Input, input, int, type Model, map, maybe, model, optional, text, time } from "../../../base.js";
import { intIdField } from "../ids.js";
import { unnamed } from "./limits.js";
import { longPart, nameField, partField } from "./names.js";

/** A place where data lives. */
export interface Address {
  id: number;
  /** Unique; in lower case. */
  name: string;
  addressTypeId: number;
  databaseName: string | null;
  schemaName: string | null;
  tableName: string | null;
  primaryKey: string | null;
  /** Not all versions of the server tell it. */
  addressMetadata: Record<string, unknown> | null;
  /** The server's mark of what was last posted; not all versions tell it. */
  inputHash: string | null;
  createdAt: Date;
  /** Null until the first change. */
  updatedAt: Date | null;
}

export const addressModel: Model<Address> = model("Address", {
  id: int,
  name: text,
  addressTypeId: int,
  databaseName: maybe(text),
  schemaName: maybe(text),
  tableName: maybe(text),
  primaryKey: maybe(text),
  addressMetadata: maybe(map),
  inputHash: maybe(text),
  createdAt: time,
  updatedAt: maybe(time),
});

/** The parts of an address, each up to 50 characters. */
interface AddressParts {
  databaseName?: string | null | undefined;
  schemaName?: string | null | undefined;
  tableName?: string | null | undefined;
  primaryKey?: string | null | undefined;
}

const part = optional(maybe(partField));
const parts = { databaseName: part, schemaName: part, tableName: part, primaryKey: part };

/** An address to make or to find. */
export interface AddressCreateBody extends AddressParts {
  /**
   * 1 to 150 characters; its key. The server lower-cases and trims it. In the group `database`, a name of exactly three
   * parts with dots between them sets the database, schema and table too: up to 50 characters each.
   */
  name: string;
  /** 1 to 150 characters. A type of this name is made where there is none. */
  addressTypeName: string;
  /** 1 to 150 characters. The group of a type that is there already stays. */
  addressTypeGroupName: string;
  /** Sent as it is. */
  addressMetadata?: Record<string, unknown> | null | undefined;
}

export const addressCreateBody: Input<AddressCreateBody> = input(
  "AddressCreateBody",
  {
    name: nameField,
    addressTypeName: nameField,
    addressTypeGroupName: nameField,
    ...parts,
    addressMetadata: optional(maybe(map)),
  },
  { also: longPart },
);

/** What to change of an address: what is left out stays; null clears. The metadata can be changed by `createOrGet` only. */
export interface AddressUpdateBody extends AddressParts {
  /** Needed where there is no `name`. */
  id?: string | number | undefined;
  /** Without `id` it says which address; with `id` it is the new name. */
  name?: string | undefined;
  addressTypeId?: string | number | undefined;
}

export const addressUpdateBody: Input<AddressUpdateBody> = input(
  "AddressUpdateBody",
  { id: optional(intIdField), name: optional(nameField), addressTypeId: optional(intIdField), ...parts },
  { also: unnamed },
);
