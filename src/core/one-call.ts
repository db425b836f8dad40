import { TimeoutError } from "../errors/index.js";
import type { Http } from "./http.js";
import type { RequestOptions } from "./request.js";

/**
 * The options of one request after another, so that they together keep to the time of one call. Throws `TimeoutError`
 * when none is left.
 */
export function withinOneCall(
  http: Http,
  operation: string,
  options: RequestOptions | undefined,
): () => RequestOptions | undefined {
  const totalTimeoutMs = options?.totalTimeoutMs ?? http.totalTimeoutMs;
  let deadline: number | undefined;
  return () => {
    // The first request checks what it is given.
    if (deadline === undefined) {
      deadline = http.clock.now() + totalTimeoutMs;
      return options;
    }
    const left = Math.floor(deadline - http.clock.now());
    if (left <= 0)
      throw new TimeoutError({ limit: "total", timeoutMs: totalTimeoutMs }, { platform: http.platform, operation });
    return { ...options, totalTimeoutMs: left };
  };
}
