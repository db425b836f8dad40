import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { intId } from "../ids.js";
import { type ContainerProfile, containerProfileModel } from "../models/container-profiles.js";
import { type FieldProfile, fieldProfileModel } from "../models/field-profiles.js";
import { type PageParams, pageParams } from "../models/params.js";

/** What profiles measured of containers. */
export class ContainerProfiles {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists profiles. @endpoint GET /container-profiles */
  list(params?: PageParams, options?: RequestOptions): PagePromise<ContainerProfile> {
    return this.#http.page(path`/container-profiles`, containerProfileModel, options, pageParams.of(params));
  }

  /** Gives a profile. Throws `NotFoundError` where there is none. @endpoint GET /container-profiles/{id} */
  get(profile: string | number, options?: RequestOptions): Promise<ContainerProfile> {
    return this.#http.one("GET", path`/container-profiles/${intId({ profile })}`, containerProfileModel, options);
  }

  /** Lists what a profile measured of each field. @endpoint GET /container-profiles/{id}/field-profiles */
  fieldProfiles(profile: string | number, params?: PageParams, options?: RequestOptions): PagePromise<FieldProfile> {
    return this.#http.page(
      path`/container-profiles/${intId({ profile })}/field-profiles`,
      fieldProfileModel,
      options,
      pageParams.of(params),
    );
  }
}
