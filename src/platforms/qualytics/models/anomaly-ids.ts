import * as z from "zod/mini";
import { type Field, field, INVALID, type Schema } from "../../../base.js";
import { intIdField, isUuid } from "../ids.js";

const written = (value: unknown): unknown => (isUuid(value) ? value : intIdField.write(value));

/** An anomaly in a query or a body, by its number or its UUID. Digits in a text are taken for their number. */
export const anomalyIdField: Field<string | number> = field({
  read: written,
  schema: () =>
    z.custom((value) => written(value) !== INVALID, {
      error: "expected an anomaly's number or UUID",
    }) as unknown as Schema,
});
