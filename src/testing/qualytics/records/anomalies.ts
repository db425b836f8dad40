import { refuse, type Wire } from "../answers.js";
import { CALLER, operationBody } from "../operations.js";
import type { QualyticsState } from "../state.js";
import type { EmulatedAnomaly, EmulatedComment } from "./records.js";
import { containerStub, datastoreStub, tagsOf, userStub } from "./stubs.js";

export const OPEN = ["Active", "Acknowledged"] as const;
export const ARCHIVED = ["Resolved", "Invalid", "Duplicate", "Discarded"] as const;

export const isArchived = ({ status }: EmulatedAnomaly): boolean => (ARCHIVED as readonly string[]).includes(status);

/** The anomaly of a number or UUID. 404 with the server's words where there is none. */
export function anomalyOf(state: QualyticsState, id: number | string): EmulatedAnomaly {
  const isIt = ({ id: number, uuid }: EmulatedAnomaly): boolean => number === id || uuid === id;
  return state.anomalies.find(isIt) ?? refuse(404, `Anomaly with id ${id} not found`);
}

/** An anomaly, as lists show it. */
export function anomalyRow(state: QualyticsState, one: EmulatedAnomaly): Wire {
  const container = state.containers.find(({ id }) => id === one.container_id);
  return {
    id: one.id,
    uuid: one.uuid,
    type: one.type,
    status: one.status,
    is_new: one.status === "Active",
    archived: isArchived(one),
    source_enriched: one.source_records !== null,
    created: one.created,
    message: one.message,
    description: one.description,
    weight: one.weight,
    anomalous_records_count: one.anomalous_records_count,
    fingerprint: one.fingerprint,
    fingerprint_source: null,
    datastore: datastoreStub(state, container?.datastore_id ?? null),
    container: containerStub(state, one.container_id),
    partition: null,
    global_tags: tagsOf(state, one.tags),
    assignees: one.assignee_ids.map((id) => userStub(state, id)).filter((user) => user !== null),
    comments: state.comments.filter(({ anomaly_id }) => anomaly_id === one.id).map((its) => commentBody(state, its)),
    failed_checks: one.check_ids.map((id) => {
      const check = state.checks.find((row) => row.id === id);
      const { rule_type = null, description = null } = check ?? {};
      return {
        quality_check: { id, rule_type, description },
        message: one.message,
        parameters: check?.properties ?? null,
      };
    }),
  };
}

/** An anomaly by itself: with the scan that found it. */
export function anomalyBody(state: QualyticsState, one: EmulatedAnomaly): Wire {
  const scan = state.operations.find(({ id }) => id === one.operation_id);
  return { ...anomalyRow(state, one), operation: scan === undefined ? null : operationBody(state, scan) };
}

/** A comment, as the server answers it. */
export function commentBody(state: QualyticsState, one: EmulatedComment): Wire {
  return {
    id: one.id,
    created: one.created,
    message: one.message,
    user: userStub(state, one.user_id),
    mentioned_user_ids: one.mentioned_user_ids,
    mentioned_users: one.mentioned_user_ids.map((id) => userStub(state, id)).filter((user) => user !== null),
    external_source: null,
  };
}

/** Keeps what the caller says about an anomaly. */
export function addComment(
  state: QualyticsState,
  anomaly: EmulatedAnomaly,
  message: string,
  mentioned_user_ids: readonly number[],
): EmulatedComment {
  const one: EmulatedComment = {
    id: state.newId("comment"),
    created: state.now(),
    message,
    anomaly_id: anomaly.id,
    user_id: state.users.find(({ email }) => email === CALLER)?.id ?? 0,
    mentioned_user_ids: [...mentioned_user_ids],
  };
  state.comments.push(one);
  return one;
}
