import { between, type Field, int, intIds, type NamedId } from "../../base.js";

const LARGEST = 2_147_483_647;
const ids = intIds(LARGEST);
const executionIds = intIds(Number.MAX_SAFE_INTEGER);

/** The number of a pipeline, address and the like in a path: `intId({ pipeline })`. */
export const intId: NamedId = ids.inPath;

/** The same in a body or query; digits in a text are taken for their number. */
export const intIdField: Field<string | number> = ids.field;

/** The number of an execution in a path, which has 64 bits on the server. */
export const executionId: NamedId = executionIds.inPath;

/** The same in a body or query. */
export const executionIdField: Field<string | number> = executionIds.field;

/** A number that fits a column of 32 bits. */
export const int32 = (minimum: number): Field<number> => between(int, minimum, LARGEST);
