import {
  AuthorizationError,
  type Http,
  identifierIssue,
  NotFoundError,
  type PagePromise,
  path,
  type RequestOptions,
  type Sent,
  ValidationError,
  withinOneCall,
} from "../../base.js";
import { intId } from "./ids.js";
import {
  type ApiKey,
  type ApiKeyListParams,
  apiKeyListParams,
  apiKeyModel,
  serviceKeyModel,
} from "./models/api-keys.js";

/** Lists the keys that are asked for: the platform has a list for each. */
export function listKeys(
  http: Http,
  params: ApiKeyListParams | undefined,
  options: RequestOptions | undefined,
): PagePromise<ApiKey> {
  const query: Sent = {
    encode() {
      apiKeyListParams.of(params).encode();
      return {};
    },
  };
  return params?.of === "service"
    ? http.whole(path`/user-tokens/service`, serviceKeyModel, options, query)
    : http.whole(path`/user-tokens`, apiKeyModel, options, query);
}

/**
 * Gives a key by its number. The platform has lists alone: that of the caller's own, and that of the services' for whoever
 * may see it. Throws `NotFoundError` where neither holds it.
 */
export async function keyById(http: Http, key: string | number, options: RequestOptions | undefined): Promise<ApiKey> {
  const operation = "GET /user-tokens";
  const issue = identifierIssue(intId({ key }));
  if (issue !== undefined) throw new ValidationError([issue], { platform: http.platform, operation });
  const next = withinOneCall(http, operation, options);
  const isIt = ({ id }: ApiKey): boolean => String(id) === String(key);
  const own = await http.whole(path`/user-tokens`, apiKeyModel, next()).toArray();
  const found = own.find(isIt);
  if (found !== undefined) return found;

  let why = "neither the caller's tokens nor those of services hold it";
  try {
    const ofServices = await http.whole(path`/user-tokens/service`, serviceKeyModel, next()).toArray();
    const service = ofServices.find(isIt);
    if (service !== undefined) return service;
  } catch (error) {
    if (!(error instanceof AuthorizationError)) throw error;
    why = "the caller's tokens do not hold it, and the caller may not see those of services";
  }
  throw new NotFoundError(
    {
      status: 200,
      message: `there is no token ${key} to be seen: ${why}`,
      resourceType: "token",
      resourceId: String(key),
    },
    { platform: http.platform, operation },
  );
}
