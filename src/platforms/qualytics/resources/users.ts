import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { intId } from "../ids.js";
import {
  type ServiceUserCreateBody,
  serviceUserCreateBody,
  type User,
  type UserListParams,
  type UserRef,
  type UserUpdate,
  userListParams,
  userModel,
} from "../models/users.js";
import { updateUser } from "../record-updates.js";

/** The users of the deployment, persons and services. */
export class Users {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists users, page by page. @endpoint GET /users */
  list(params?: UserListParams, options?: RequestOptions): PagePromise<User> {
    return this.#http.page(path`/users`, userModel, options, userListParams.of(params));
  }

  /** Gives the user whom the client's token belongs to: a way to try the token. @endpoint GET /users/me */
  me(options?: RequestOptions): Promise<User> {
    return this.#http.one("GET", path`/users/me`, userModel, options);
  }

  /** Gives a user, by the number. Throws `NotFoundError` where there is none. @endpoint GET /users/{id} */
  get(user: string | number, options?: RequestOptions): Promise<User> {
    return this.#http.one("GET", path`/users/${intId({ user })}`, userModel, options);
  }

  /**
   * Changes role or teams of a user, and gives the user as it then is. What is not changed goes along as it is, since the
   * platform may set back what is left out: a user who is told by the number is read first for that; pass the user itself
   * to save the look. @endpoint PUT /users/{id}
   */
  update(user: UserRef, changes: UserUpdate, options?: RequestOptions): Promise<User> {
    return updateUser(this.#http, user, changes, options);
  }

  /** Makes a user for a service, which `tokens.create` can make tokens for. @endpoint POST /users */
  createServiceUser(body: ServiceUserCreateBody, options?: RequestOptions): Promise<User> {
    return this.#http.one("POST", path`/users`, userModel, options, { body: serviceUserCreateBody.of(body) });
  }
}
