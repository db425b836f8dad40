import { isOptions, optionIssue, unknownOptions } from "../core/known.js";
import { ValidationError } from "../errors/index.js";

/** What an option must be, and in words. */
type Rules<O> = { readonly [K in keyof O]-?: readonly [isRight: (value: unknown) => boolean, wanted: string] };

/** Checks the options of a format. Throws `ValidationError` naming the option. */
export function checkedOptions<O extends object>(options: O, rules: Rules<O>): O {
  if (!isOptions(options)) throw new ValidationError([optionIssue("options", "expected an object")]);
  const issues = unknownOptions(options, Object.keys(rules));
  for (const [name, [isRight, wanted]] of Object.entries<Rules<O>[keyof O]>(rules)) {
    const value: unknown = Reflect.get(options, name);
    if (value !== undefined && !isRight(value)) issues.push(optionIssue(name, `expected ${wanted}`));
  }
  if (issues.length > 0) throw new ValidationError(issues);
  return options;
}
