import { type Http, inCall, type Sent } from "../../base.js";
import { refuseRedacted, sentSafely } from "./connection-calls.js";
import { mayBeSecretKey } from "./secret-names.js";

/**
 * Sends a flow or an integration, as it is. What its name says may be a secret is masked where the server repeats it in an
 * error; a redacted copy is refused with `ValidationError`, since it would overwrite the secret.
 */
export async function sendSafely<T>(
  http: Http,
  operation: string,
  body: Sent,
  send: (body: Sent) => Promise<T>,
): Promise<T> {
  const context = { platform: http.platform, operation };
  const wire = inCall(() => body.encode(), context);
  refuseRedacted(wire, context);
  return await sentSafely(wire, send, mayBeSecretKey);
}
