import { type Model, maybe, model, secret, text, time } from "../../../base.js";

/** A key to look around with. */
export interface DemoSession {
  /**
   * A read-only key (`aa_demo_…`). It is not enumerable, so that printing the session and `JSON.stringify` leave it out;
   * read it as `session.apiKey`.
   */
  apiKey: string;
  /** When the key stops working; null when the platform does not say. */
  expiresAt: Date | null;
}

export const demoSessionModel: Model<DemoSession> = model("DemoSession", {
  apiKey: secret(text),
  expiresAt: maybe(time),
});
