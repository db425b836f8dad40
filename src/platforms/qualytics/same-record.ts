import { type Http, ResponseValidationError } from "../../base.js";

/** An answer about another thing is no answer. */
export function refuseAnother<I extends string | number>(
  { platform }: Http,
  kind: string,
  template: string,
  asked: I,
  told: I,
): void {
  if (told === asked) return;
  const context = { platform, operation: `GET ${template}` };
  throw new ResponseValidationError(`${kind} ${asked} is asked for, and it is about ${told}`, [], context);
}
