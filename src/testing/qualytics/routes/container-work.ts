import type { EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { idOf, judged } from "../../fastapi/inputs.js";
import { record, text } from "../../fastapi/judges.js";
import { found, page, refuse, type Wire } from "../answers.js";
import { operationBody, startOperation } from "../operations.js";
import { anomalyRow } from "../records/anomalies.js";
import {
  type ContainerWork,
  containerProfileBody,
  containerScanBody,
  foundBy,
  profilesOf,
  scansOf,
} from "../records/container-work.js";
import { fieldProfileBody } from "../records/fields.js";
import type { EmulatedContainer } from "../records/records.js";
import type { QualyticsState } from "../state.js";

const external = record({ name: text(1, 255), records: text(1, 10_000_000) }, ["name", "records"]);

/** What runs did with containers. */
export const containerWorkRoutes = (
  state: QualyticsState,
  one: (call: EmulatedCall) => EmulatedContainer,
): EmulatedRoute[] => {
  const profile = (call: EmulatedCall): ContainerWork =>
    found(profilesOf(state), "Container profile", idOf(call, "id"));
  const scan = (call: EmulatedCall): ContainerWork => found(scansOf(state), "Container scan", idOf(call, "id"));
  const profileBody = (work: ContainerWork): Wire => containerProfileBody(state, work);
  const scanBody = (work: ContainerWork): Wire => containerScanBody(state, work);
  const last = (rows: readonly ContainerWork[], container: EmulatedContainer, done: string): ContainerWork =>
    rows.findLast((row) => row.done.container_id === container.id) ??
    refuse(404, `Container ${container.name} has not been ${done}`);
  return [
    {
      verb: "GET",
      path: "/containers/{id}/profile",
      answer: (call) => ({ body: profileBody(last(profilesOf(state), one(call), "profiled")) }),
    },
    {
      verb: "GET",
      path: "/containers/{id}/scan",
      answer: (call) => ({ body: scanBody(last(scansOf(state), one(call), "scanned")) }),
    },
    {
      verb: "POST",
      path: "/containers/{id}/scan",
      answer: (call) => {
        const container = one(call);
        const { name, records } = judged(call, external);
        if (!holdsRows(records)) refuse(400, "records is no JSON text of a list of records");
        const body = { datastore_id: container.datastore_id, name };
        return { body: operationBody(state, startOperation(state, "external_scan", body, [container])) };
      },
    },
    { verb: "GET", path: "/container-profiles", answer: (call) => page(call, profilesOf(state), profileBody) },
    { verb: "GET", path: "/container-profiles/{id}", answer: (call) => ({ body: profileBody(profile(call)) }) },
    {
      verb: "GET",
      path: "/container-profiles/{id}/field-profiles",
      answer: (call) => {
        const { container_id } = profile(call).done;
        const fields = state.fields.filter((field) => field.container_id === container_id && field.profile !== null);
        return page(call, fields, (field) => fieldProfileBody(state, field));
      },
    },
    { verb: "GET", path: "/container-scans", answer: (call) => page(call, scansOf(state), scanBody) },
    { verb: "GET", path: "/container-scans/{id}", answer: (call) => ({ body: scanBody(scan(call)) }) },
    {
      verb: "GET",
      path: "/container-scans/{id}/anomalies",
      answer: (call) => page(call, foundBy(state, scan(call)), (anomaly) => anomalyRow(state, anomaly)),
    },
  ];
};

function holdsRows(records: string): boolean {
  try {
    return Array.isArray(JSON.parse(records));
  } catch {
    return false;
  }
}
