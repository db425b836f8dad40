import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { intId } from "../ids.js";
import {
  type Team,
  type TeamCreateBody,
  type TeamListParams,
  type TeamRef,
  type TeamUpdate,
  teamCreateBody,
  teamListParams,
  teamModel,
} from "../models/teams.js";
import { updateTeam } from "../record-updates.js";

/** The teams that users are in: they say which datastores a user may do what with. */
export class Teams {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists teams, page by page. @endpoint GET /teams */
  list(params?: TeamListParams, options?: RequestOptions): PagePromise<Team> {
    return this.#http.page(path`/teams`, teamModel, options, teamListParams.of(params));
  }

  /** Makes a team. @endpoint POST /teams */
  create(body: TeamCreateBody, options?: RequestOptions): Promise<Team> {
    return this.#http.one("POST", path`/teams`, teamModel, options, { body: teamCreateBody.of(body) });
  }

  /** Gives a team. Throws `NotFoundError` where there is none. @endpoint GET /teams/{id} */
  get(team: string | number, options?: RequestOptions): Promise<Team> {
    return this.#http.one("GET", path`/teams/${intId({ team })}`, teamModel, options);
  }

  /**
   * Changes a team, and gives it as it then is. What is not changed goes along as it is, its members too where the
   * platform tells them, since the platform may set back what is left out: a team that is told by its id is read first for
   * that; pass the team itself to save the look. Throws `ValidationError` where the platform does not tell the ids of all
   * members, and `userIds` does not either. @endpoint PUT /teams/{id}
   */
  update(team: TeamRef, changes: TeamUpdate, options?: RequestOptions): Promise<Team> {
    return updateTeam(this.#http, team, changes, options);
  }

  /** Deletes a team; its members stay users. @endpoint DELETE /teams/{id} */
  delete(team: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/teams/${intId({ team })}`, options);
  }
}
