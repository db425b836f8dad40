import { type KnownCheck, UID_KEY } from "../check-uids.js";
import { asMap, asText, idOf, nameOf, namesOf, type Wire, without } from "../wire.js";
import type { References } from "./references.js";

/** Marks that the platform's own copies carry; they mean nothing elsewhere. */
const ORIGIN_KEYS = ["from quality check id", "main datastore id"];
const ARCHIVED = ["Invalid", "Discarded"];

/** What identifies a check, by its record. */
export function knownCheck(record: Wire): KnownCheck {
  return {
    id: idOf(record) ?? 0,
    container: nameOf(record.container),
    rule: ruleOf(record),
    fields: namesOf(record.fields),
    uid: asText(asMap(record.additional_metadata)[UID_KEY]),
    isArchived: ARCHIVED.includes(String(record.status)) || record.deleted_at != null,
  };
}

export const ruleOf = (record: Wire): string | null => asText(record.rule_type) ?? asText(record.rule);

/**
 * A check as a file holds it: names in the place of ids, and nothing that belongs to one deployment (ids, times, counters,
 * owner, assignee, template). All keys are there, whatever they hold.
 */
export async function portableCheck(record: Wire, uid: string, references: References): Promise<Wire> {
  const { container, rule, fields } = knownCheck(record);
  return {
    rule_type: rule,
    description: asText(record.description) ?? `${rule} quality check`,
    container,
    fields,
    coverage: record.coverage ?? null,
    filter: record.filter ?? null,
    anomaly_message_field: record.anomaly_message_field ?? null,
    properties: await references.properties(record.properties),
    tags: namesOf(record.global_tags ?? record.tags),
    status: asText(record.status) ?? "Active",
    additional_metadata: {
      [UID_KEY]: uid,
      ...without(asMap(record.additional_metadata), [UID_KEY, ...ORIGIN_KEYS]),
    },
  };
}
