import { id, type Model, maybe, model, time } from "../../../base.js";

/** Somebody's look at masked values. The sources do not tell its other fields: they stay on it as they came. */
export interface MaskingAuditLog {
  id: string | number | null;
  createdAt: Date | null;
}

export const maskingAuditLogModel: Model<MaskingAuditLog> = model(
  "MaskingAuditLog",
  { id: maybe(id), createdAt: maybe(time) },
  { wire: { createdAt: "created" } },
);
