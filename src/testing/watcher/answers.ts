import { type EmulatedAnswer, EmulatedFailure } from "../emulator.js";

/** A record of the state, as the answer to one moment: what changes later does not reach it. */
export const copied = <T>(value: T): T => structuredClone(value);

/** 201 where the call made it, 200 where it found it. */
export const made = (isNew: boolean, body: unknown): EmulatedAnswer => ({ status: isNew ? 201 : 200, body });

/** 204. The server tells a content type all the same. */
export const nothing: EmulatedAnswer = { status: 204, headers: { "content-type": "application/json" } };

/** An error that the server tells about. */
export function refuse(status: number, detail: unknown): never {
  throw new EmulatedFailure({ status, body: { detail } });
}

/** What the server answers for whatever it did not expect. */
export function crash(): never {
  throw new EmulatedFailure({ status: 500, body: "Internal Server Error" });
}

/** What the server answers where a constraint of the database says no. */
export const integrity = (): never => refuse(500, "Database integrity error");

const LARGEST_32 = 2_147_483_647;
const LONGEST_WATERMARK = 50;

/** Numbers for columns of 32 bits. */
export function fits32(...values: readonly unknown[]): void {
  if (values.some((value) => typeof value === "number" && Math.abs(value) > LARGEST_32)) crash();
}

/** Texts for columns of 50 characters that nothing checks before. */
export function fits50(...values: readonly unknown[]): void {
  if (values.some((value) => typeof value === "string" && [...value].length > LONGEST_WATERMARK)) crash();
}

/** The columns of a change that must not become null. */
export function notNull(body: object, ...columns: readonly string[]): void {
  const fields = body as Readonly<Record<string, unknown>>;
  if (columns.some((column) => fields[column] === null)) integrity();
}
