import { type AssetRef, type Http, path, type RequestOptions } from "../../../base.js";
import {
  type IntelligenceAnswer,
  type IntelligenceAskBody,
  type IntelligenceGenerateBody,
  intelligenceAnswerModel,
  intelligenceAskBody,
  intelligenceGenerateBody,
} from "../models/intelligence.js";
import { type JobStarted, jobStartedModel } from "../models/jobs.js";

const ASK_TIMEOUT_MS = 60_000;

/** Questions about assets, answered from what the platform learned of them. */
export class Intelligence {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /**
   * Answers a question about an asset, which is named by its UUID, the first eight characters of it, or its qualified
   * name. One attempt may take 60 seconds unless `timeoutMs` says otherwise. Throws `UnprocessableError` with the
   * `platformCode` `INTELLIGENCE_NOT_GENERATED` where `generate` has not run for the asset.
   * @endpoint POST /sdk/intelligence/ask
   */
  ask(asset: AssetRef, body: IntelligenceAskBody, options?: RequestOptions): Promise<IntelligenceAnswer> {
    return this.#http.one("POST", path`/sdk/intelligence/ask`, intelligenceAnswerModel, options, {
      body: intelligenceAskBody.of({ ...body, asset }),
      timeoutMs: ASK_TIMEOUT_MS,
    });
  }

  /**
   * Starts to learn what an asset holds, which takes 1 to 15 minutes; wait for it with `client.jobs.waitForJob`. Needs a
   * read-write key. Throws `UnprocessableError` with the `platformCode` `SCHEMA_NOT_DISCOVERED` where the source was
   * not discovered before (`client.assets.triggerDiscovery`).
   * @endpoint POST /sdk/intelligence/generate
   */
  generate(asset: AssetRef, body?: IntelligenceGenerateBody, options?: RequestOptions): Promise<JobStarted> {
    return this.#http.one("POST", path`/sdk/intelligence/generate`, jobStartedModel, options, {
      body: intelligenceGenerateBody.of({ ...body, asset }),
    });
  }
}
