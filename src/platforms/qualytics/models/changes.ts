import { type Field, filledText, type Issue, list } from "../../../base.js";

/** Names, maybe none: an empty list takes away what is there. */
export const nameList: Field<readonly string[]> = list(filledText, { required: true }) as unknown as Field<
  readonly string[]
>;

/** Complains about changes that change nothing. `identifying`: the fields that only tell what is changed. */
export const changesSomething =
  (...identifying: readonly string[]): ((changes: object) => Issue | undefined) =>
  (changes) =>
    Object.entries(changes).some(([key, one]) => !identifying.includes(key) && one !== undefined)
      ? undefined
      : { path: [], code: "custom", message: "there is nothing to change" };
