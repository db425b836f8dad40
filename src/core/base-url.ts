import { ConfigurationError } from "../errors/index.js";

/** How a platform's base URL is asked for. */
interface Wanted {
  /** The option or variable that it comes from. */
  readonly name: string;
  readonly example: string;
  readonly schemes: string;
  /** Where credentials belong instead. */
  readonly credentials: string;
}

/** Reads a base URL: where it is, and its path without a slash at its end. Throws `ConfigurationError` naming its source. */
export function baseUrl(told: string, wanted: Wanted): { readonly origin: string; readonly path: string } {
  const { name } = wanted;
  let url: URL;
  try {
    url = new URL(told);
  } catch {
    throw new ConfigurationError(`${name} is no URL; expected one like ${wanted.example}`);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new ConfigurationError(`${name} must begin with ${wanted.schemes}`);
  if (url.username !== "" || url.password !== "")
    throw new ConfigurationError(`${name} must not hold credentials; use ${wanted.credentials}`);
  if (url.search !== "" || url.hash !== "") throw new ConfigurationError(`${name} must not have a query or a fragment`);
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, "") };
}
