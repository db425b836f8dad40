import { between, type Field, field, type Identifier, int } from "../../base.js";

const LARGEST = 2_147_483_647;

const complaintUpTo =
  (largest: number) =>
  (value: string): string | undefined =>
    /^[1-9]\d{0,15}$/.test(value) && Number(value) <= largest
      ? undefined
      : `expected a whole number from 1 to ${largest}`;

type NamedId = (named: Record<string, unknown>) => Identifier;

const idUpTo =
  (largest: number): NamedId =>
  (named) => {
    const [name, value] = Object.entries(named)[0] as [string, unknown];
    return { name, value, complaint: complaintUpTo(largest) };
  };

const fieldUpTo = (largest: number): Field<string | number> => {
  const number = between(int, 1, largest);
  const isNumber = (value: unknown): value is string =>
    typeof value === "string" && complaintUpTo(largest)(value) === undefined;
  return field({
    read: number.read,
    write: (value) => number.write(isNumber(value) ? Number(value) : value),
    schema: () => number.schema,
  });
};

/** The number of a pipeline, address and the like in a path: `intId({ pipeline })`. */
export const intId: NamedId = idUpTo(LARGEST);

/** The same in a body or query; digits in a text are taken for their number. */
export const intIdField: Field<string | number> = fieldUpTo(LARGEST);

/** The number of an execution in a path, which has 64 bits on the server. */
export const executionId: NamedId = idUpTo(Number.MAX_SAFE_INTEGER);

/** The same in a body or query. */
export const executionIdField: Field<string | number> = fieldUpTo(Number.MAX_SAFE_INTEGER);

/** A number that fits a column of 32 bits. */
export const int32 = (minimum: number): Field<number> => between(int, minimum, LARGEST);
