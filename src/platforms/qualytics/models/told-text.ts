import * as z from "zod/mini";
import { type Field, field, INVALID, type Schema } from "../../../base.js";
import { redactCredentials } from "../secrets.js";

/** What the platform says in words, which may repeat an address with its credentials: those are masked. */
export const toldText: Field<string> = field({
  read: (value) => (typeof value === "string" ? redactCredentials(value) : INVALID),
  schema: () =>
    z.pipe(
      z.string(),
      z.transform((value) => redactCredentials(value as string)),
    ) as unknown as Schema,
});
