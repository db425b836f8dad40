import {
  filledList,
  filledText,
  type Input,
  input,
  int,
  list,
  type Model,
  maybe,
  model,
  optional,
  text,
  time,
} from "../../../base.js";
import { intIdField } from "../ids.js";
import { anomalyIdField } from "./anomaly-ids.js";
import { idsField, type OneOrMore, oneOrMore, type PageParams, pageFields } from "./params.js";
import { type UserStub, userStubModel } from "./stubs.js";

/** Where a comment was written, when not here: the ticket of another system. */
export interface CommentSource {
  ticketNumber: string | null;
  ticketUrl: string | null;
  integrationType: string | null;
  authorName: string | null;
}

export const commentSourceModel: Model<CommentSource> = model("CommentSource", {
  ticketNumber: maybe(text),
  ticketUrl: maybe(text),
  integrationType: maybe(text),
  authorName: maybe(text),
});

/** What somebody said about an anomaly. */
export interface Comment {
  id: number;
  createdAt: Date | null;
  message: string | null;
  /** Null where nobody of this deployment wrote it. */
  user: UserStub | null;
  mentionedUserIds: number[];
  mentionedUsers: UserStub[];
  /** Null where it was written on the platform itself. */
  externalSource: CommentSource | null;
}

export const commentModel: Model<Comment> = model(
  "Comment",
  {
    id: int,
    createdAt: maybe(time),
    message: maybe(text),
    user: maybe(userStubModel),
    mentionedUserIds: list(int),
    mentionedUsers: list(userStubModel),
    externalSource: maybe(commentSourceModel),
  },
  { wire: { createdAt: "created" } },
);

/**
 * Filters of `comments.list`. The sources name what it filters by, and not how: a build that knows a filter by another name
 * may answer with all comments. `anomalies.get` shows those of one anomaly.
 */
export interface CommentListParams extends PageParams {
  /** Numbers or UUIDs. */
  anomaly?: OneOrMore<string | number> | undefined;
  partition?: OneOrMore<string | number> | undefined;
}

export const commentListParams: Input<CommentListParams> = input("CommentListParams", {
  anomaly: oneOrMore(anomalyIdField),
  partition: idsField,
  ...pageFields,
});

/** A comment to write. */
export interface CommentCreateBody {
  /** What it is about: a number or a UUID. */
  anomalyId: string | number;
  message: string;
  /** Users who are told of it. */
  mentionedUserIds?: readonly (string | number)[] | undefined;
}

export const commentCreateBody: Input<CommentCreateBody> = input("CommentCreateBody", {
  anomalyId: anomalyIdField,
  message: filledText,
  mentionedUserIds: optional(filledList(intIdField)),
});

/** What a comment says from now on. */
export interface CommentUpdateBody {
  message: string;
}

export const commentUpdateBody: Input<CommentUpdateBody> = input("CommentUpdateBody", { message: filledText });
