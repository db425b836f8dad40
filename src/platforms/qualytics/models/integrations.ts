import {
  type Field,
  filledText,
  type Input,
  type Issue,
  input,
  int,
  type Model,
  map,
  maybe,
  model,
  optional,
  type Sent,
  secret,
  text,
  time,
} from "../../../base.js";
import { hidingSecrets } from "./out-of-sight.js";

/**
 * A connection to another product, such as a ticket system or a catalog. Each type has fields of its own, which stay on it
 * under the platform's names. Those that may be secrets are not enumerable: printing the integration, `JSON.stringify` and
 * spreading leave them out; read them by their names.
 */
export interface Integration {
  id: number;
  name: string | null;
  /** The product, in the platform's word. The sources do not list them; `integrations.specifications` does. */
  type: string | null;
  createdAt: Date | null;
  /** Not enumerable: it may be the address of a webhook, or hold a password. Null where its type has none. */
  apiUrl: string | null;
  /** Not enumerable. Null where its type has none, or where the platform keeps it to itself. */
  apiKey: string | null;
}

const table = {
  id: int,
  name: maybe(text),
  type: maybe(text),
  createdAt: maybe(time),
  apiUrl: secret(maybe(text)),
  apiKey: secret(maybe(text)),
};

export const integrationModel: Model<Integration> = model<Integration>("Integration", table, {
  wire: { createdAt: "created" },
  derive: hidingSecrets(table),
});

/** An integration to make. */
export interface IntegrationCreateBody {
  /** The product: `integrations.specifications` tells which there are, and what fields each has. */
  type: string;
  name?: string | undefined;
  /** The fields of its type, in the platform's spelling. They go out as they are, beside `type` and `name`. */
  fields?: Readonly<Record<string, unknown>> | undefined;
}

/** An integration as it shall be: the whole of it. What is left out may be reset. */
export interface IntegrationUpdateBody extends Omit<IntegrationCreateBody, "type"> {
  type?: string | undefined;
}

const OWN = ["type", "name"];

/** A field that is told twice would be told once. */
const told = ({ fields }: { fields?: Readonly<Record<string, unknown>> | undefined }): Issue | undefined => {
  const twice = OWN.find((name) => fields !== undefined && Object.hasOwn(fields, name));
  if (twice === undefined) return undefined;
  return { path: ["fields", twice], code: "custom", message: `is told as ${twice} of the integration itself` };
};

const fields: Field<Readonly<Record<string, unknown>> | undefined> = optional(
  map as Field<Readonly<Record<string, unknown>>>,
);

const createInput: Input<IntegrationCreateBody> = input(
  "IntegrationCreateBody",
  { type: filledText, name: optional(filledText), fields },
  { also: told },
);

const updateInput: Input<IntegrationUpdateBody> = input(
  "IntegrationUpdateBody",
  { type: optional(filledText), name: optional(filledText), fields },
  { also: told },
);

/** The fields of its type stand beside those of every integration. */
const flat = (sent: Sent): Sent => ({
  encode() {
    const { fields, ...own } = sent.encode();
    return { ...(fields as object | undefined), ...own };
  },
});

export const integrationCreateBody: { of(body: IntegrationCreateBody): Sent } = {
  of: (body) => flat(createInput.of(body)),
};

export const integrationUpdateBody: { of(body: IntegrationUpdateBody): Sent } = {
  of: (body) => flat(updateInput.of(body)),
};
