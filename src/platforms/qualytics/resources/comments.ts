import { type Http, type PagePromise, path, type RequestOptions } from "../../../base.js";
import { intId } from "../ids.js";
import {
  type Comment,
  type CommentCreateBody,
  type CommentListParams,
  type CommentUpdateBody,
  commentCreateBody,
  commentListParams,
  commentModel,
  commentUpdateBody,
} from "../models/comments.js";

/** What people say about anomalies. */
export class Comments {
  readonly #http: Http;

  /** @internal */
  constructor(http: Http) {
    this.#http = http;
  }

  /** Lists comments. @endpoint GET /comments */
  list(params?: CommentListParams, options?: RequestOptions): PagePromise<Comment> {
    return this.#http.page(path`/comments`, commentModel, options, commentListParams.of(params));
  }

  /** Writes a comment about an anomaly, and gives it. @endpoint POST /comments */
  create(body: CommentCreateBody, options?: RequestOptions): Promise<Comment> {
    return this.#http.one("POST", path`/comments`, commentModel, options, { body: commentCreateBody.of(body) });
  }

  /** Gives a comment. Throws `NotFoundError` where there is none. @endpoint GET /comments/{id} */
  get(comment: string | number, options?: RequestOptions): Promise<Comment> {
    return this.#http.one("GET", path`/comments/${intId({ comment })}`, commentModel, options);
  }

  /** Changes what a comment says, and gives it as it then is. @endpoint PUT /comments/{id} */
  update(comment: string | number, body: CommentUpdateBody, options?: RequestOptions): Promise<Comment> {
    return this.#http.one("PUT", path`/comments/${intId({ comment })}`, commentModel, options, {
      body: commentUpdateBody.of(body),
      repeatable: true,
    });
  }

  /** Deletes a comment. @endpoint DELETE /comments/{id} */
  delete(comment: string | number, options?: RequestOptions): Promise<void> {
    return this.#http.none("DELETE", path`/comments/${intId({ comment })}`, options);
  }
}
