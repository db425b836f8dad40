import * as z from "zod/mini";
import type { AssetRef, Field, Identifier } from "../../base.js";
import { field, INVALID, identifierIssue } from "../../base.js";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SHORT_UUID = /^[0-9a-f]{8}$/i;
const DIGITS = /^\d+$/;

/** Whether a text is a UUID. */
export const isUuid = (value: string): boolean => UUID.test(value);

type Form = (value: string) => string | undefined;

const assetForm: Form = (value) => {
  if (DIGITS.test(value)) return "expected the asset's UUID or qualified name; a number is the platform's internal id";
  if (SHORT_UUID.test(value))
    return "a short id works for intelligence and tags only; expected the whole UUID or the qualified name";
  return undefined;
};

const shortAssetForm: Form = (value) => (SHORT_UUID.test(value) ? undefined : assetForm(value));

const uuidForm: Form = (value) =>
  UUID.test(value) ? undefined : "expected a UUID; for an asset's, read `id` of `client.assets.get(name)`";

const publicForm: Form = (value) =>
  DIGITS.test(value) ? "expected the public id (`id`); a number is the platform's internal id" : undefined;

const identifier =
  (form: Form) =>
  (named: Record<string, unknown>): Identifier => {
    const [name, value] = Object.entries(named)[0] as [string, unknown];
    return { name, value, complaint: form };
  };

/** An asset in a path: its UUID or its qualified name. */
export const assetId: (named: Record<string, unknown>) => Identifier = identifier(assetForm);

/** A thing in a path that only a UUID names. */
export const uuid: (named: Record<string, unknown>) => Identifier = identifier(uuidForm);

/** A metric, rule, check, alert, key and the like in a path: its public id, never the internal number. */
export const publicId: (named: Record<string, unknown>) => Identifier = identifier(publicForm);

const idField = (form: Form): Field<string> => {
  const complaintOf = (value: unknown): string | undefined =>
    identifierIssue({ name: "id", value, complaint: form })?.message;
  return field({
    read: (value) => (typeof value === "string" && complaintOf(value) === undefined ? value : INVALID),
    schema: () =>
      z.unknown().check(
        z.superRefine((value, context) => {
          const message = complaintOf(value) ?? (typeof value === "string" ? undefined : "expected a text");
          if (message !== undefined) context.addIssue({ code: "custom", message });
        }),
      ),
  });
};

/** An asset in a query or a body: its UUID or its qualified name. */
export const assetIdField: Field<string> = idField(assetForm);

/** The same, or the first eight characters of the UUID. */
export const shortAssetIdField: Field<string> = idField(shortAssetForm);

/** An asset in a body, by its UUID alone. */
export const uuidField: Field<string> = idField(uuidForm);

/** Any other thing in a query or a body, by its public id. */
export const publicIdField: Field<string> = idField(publicForm);

/** What goes into a query or a body, but is an argument of the call. A number is refused, with the reason. */
const asArgument = (of: Field<string>): Field<AssetRef> => of as unknown as Field<AssetRef>;

/** The asset that is a call's first argument, where it goes into the query or the body. */
export const assetArgument: Field<AssetRef> = asArgument(assetIdField);

/** The same, or the first eight characters of the UUID. */
export const shortAssetArgument: Field<AssetRef> = asArgument(shortAssetIdField);

/** The same, by its UUID alone. */
export const uuidArgument: Field<AssetRef> = asArgument(uuidField);
