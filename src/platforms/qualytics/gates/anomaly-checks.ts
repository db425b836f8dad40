import { type Observation, path } from "../../../base.js";
import { checkById } from "../check-changes.js";
import { type QualityCheck, qualityCheckModel } from "../models/checks.js";
import { elsewhere, examined, isRefusal, isThere, type Looking, unknown } from "./anomaly-evidence.js";

const LARGEST_PAGE = 100;

/** Where a check must be; empty for anywhere. */
interface Wanted {
  readonly containers: readonly number[];
  readonly datastores: readonly number[];
}

/** Whether a check was asserted, and is one that scans go on asserting. */
export async function checkObservation(check: number, wanted: Wanted, looking: Looking): Promise<Observation> {
  const { http, request } = looking;
  const found = await checkById(http, check, request);
  const subject = `check ${found.id}`;
  return (
    elsewhere(subject, "container", found.container, wanted.containers) ??
    elsewhere(subject, "datastore", found.datastore, wanted.datastores) ??
    passedOver(subject, found) ??
    examined(subject, "asserted", "last_asserted", found.lastCheckedAt, looking)
  );
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
  const query = {
    rule_type: rule,
    container: wanted.containers,
    datastore: wanted.datastores,
    sort_last_asserted: "desc",
    size: LARGEST_PAGE,
  };
  const subject = `a check of rule ${rule}`;
  try {
    const { items } = await http.page(path`/quality-checks`, qualityCheckModel, request, { encode: () => query });
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
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return unknown(subject, "rule_type", null, `the platform refuses the rule ${rule}: ${error.message}`);
  }
}

const isWanted = ({ container, datastore }: QualityCheck, { containers, datastores }: Wanted): boolean =>
  isThere(container, containers) && isThere(datastore, datastores);

const isAnywhere = ({ containers, datastores }: Wanted): boolean => containers.length + datastores.length === 0;
