import { type Observation, path } from "../../../base.js";
import { checkById } from "../check-changes.js";
import { type QualityCheck, qualityCheckModel } from "../models/checks.js";
import { elsewhere, examined, isRefusal, isThere, type Looking, unknown } from "./anomaly-evidence.js";
import { MOST } from "./container-chunks.js";
import { eachOnce } from "./freshness-reader.js";

const CHECKS = path`/quality-checks`;

/** Where a check must be; empty for anywhere. */
interface Wanted {
  readonly containers: readonly number[];
  readonly datastores: readonly number[];
}

/** What a check shows, and of which container it is; null where it does not tell. */
export interface CheckSeen {
  readonly observation: Observation;
  readonly container: number | null;
}

/** Whether a check was asserted, and is one that scans go on asserting. */
export async function checkObservation(check: number, wanted: Wanted, looking: Looking): Promise<CheckSeen> {
  const { http, request } = looking;
  const found = await checkById(http, check, request);
  const subject = `check ${found.id}`;
  const observation =
    elsewhere(subject, "container", found.container, wanted.containers) ??
    elsewhere(subject, "datastore", found.datastore, wanted.datastores) ??
    passedOver(subject, found) ??
    examined(subject, "asserted", "last_asserted", found.lastCheckedAt, looking);
  return { observation, container: found.asset };
}

/** A check that is not active, of which no scan finds anything; undefined for one that is. */
function passedOver(
  subject: string,
  { isActive, isTemplate, isArchived, status, deletedAt }: QualityCheck,
): Observation | undefined {
  if (isActive) return undefined;
  const why = (what: string): string => `${subject} ${what}: scans pass it over`;
  if (isTemplate) return unknown(subject, "is_template", true, why("is a template"));
  if (isArchived && status === "Active")
    return unknown(subject, "deleted_at", deletedAt?.toISOString() ?? null, why("is archived"));
  return unknown(subject, "status", status, why(status === null ? "tells no status" : `is ${status}`));
}

/** A rule that no check has, such as one that is misspelt, finds nothing. Some builds refuse a word that they do not know. */
export async function ruleObservation(rule: string, wanted: Wanted, looking: Looking): Promise<Observation> {
  const { http, request } = looking;
  const query = { ...ruleQuery(rule, wanted), sort_last_asserted: "desc" };
  try {
    const { items } = await http.page(CHECKS, qualityCheckModel, request, { encode: () => query });
    return judgeRule(rule, items, wanted, looking);
  } catch (error) {
    return refused(rule, error);
  }
}

/** The same of each of several containers, at most `MOST`, by their ids: what another one has shows nothing of it. */
export async function ruleObservations(
  rule: string,
  { containers, datastores }: Wanted,
  looking: Looking,
): Promise<Map<number, Observation>> {
  const { http, request } = looking;
  const query = { ...ruleQuery(rule, { containers, datastores }), sort_id: "asc" };
  const each = (observation: (container: number) => Observation): Map<number, Observation> =>
    new Map(containers.map((container) => [container, observation(container)]));
  try {
    const rows = await http.page(CHECKS, qualityCheckModel, request, { encode: () => query }).toArray();
    const items = eachOnce(http, CHECKS.template, rows);
    return each((container) => judgeRule(rule, items, { containers: [container], datastores }, looking));
  } catch (error) {
    const observation = refused(rule, error);
    return each(() => observation);
  }
}

const ruleQuery = (rule: string, { containers, datastores }: Wanted): Record<string, unknown> => ({
  rule_type: rule,
  container: containers,
  datastore: datastores,
  size: MOST,
});

function judgeRule(rule: string, items: readonly QualityCheck[], wanted: Wanted, looking: Looking): Observation {
  const subject = `a check of rule ${rule}`;
  const asserted = items.filter((one) => one.rule === rule && one.lastCheckedAt !== null);
  const times = asserted
    .filter((one) => one.isActive && isWanted(one, wanted))
    .map(({ lastCheckedAt }) => Number(lastCheckedAt));
  if (asserted.length > 0 && times.length === 0) {
    const why = `no check of rule ${rule} that was ever asserted is active${isAnywhere(wanted) ? "" : " there"}`;
    return unknown(subject, "status", null, why);
  }
  const newest = times.length === 0 ? null : new Date(Math.max(...times));
  return examined(subject, "asserted", "last_asserted", newest, looking);
}

function refused(rule: string, error: unknown): Observation {
  if (!isRefusal(error)) throw error;
  const why = `the platform refuses the rule ${rule}: ${error.message}`;
  return unknown(`a check of rule ${rule}`, "rule_type", null, why);
}

const isWanted = ({ container, datastore }: QualityCheck, { containers, datastores }: Wanted): boolean =>
  isThere(container, containers) && isThere(datastore, datastores);

const isAnywhere = ({ containers, datastores }: Wanted): boolean => containers.length + datastores.length === 0;
