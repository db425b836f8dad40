import { int, type Model, maybe, model, time } from "../../../base.js";

/**
 * Something that a user was told of. The sources tell its routes and not its fields: what the platform answers stays on it
 * under the platform's names.
 */
export interface UserNotification {
  id: number;
  createdAt: Date | null;
}

export const userNotificationModel: Model<UserNotification> = model(
  "UserNotification",
  { id: int, createdAt: maybe(time) },
  { wire: { createdAt: "created" } },
);
