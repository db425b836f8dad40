import type { EmulatedCall } from "../emulator.js";
import { asked } from "../fastapi/inputs.js";
import { int, text, word } from "../fastapi/judges.js";
import { filtered, holds } from "./answers.js";
import type { EmulatedField } from "./records/records.js";
import type { QualyticsState } from "./state.js";

const id = int({ ge: 1 });
const status = word("active", "excluded", "missing", "masked");

/** The filters that fields and their profiles share. */
export function chosen(state: QualyticsState, call: EmulatedCall, rows: readonly EmulatedField[]): EmulatedField[] {
  const part = asked(call, "name", text(0, 255)) ?? "";
  const datastoreOf = ({ container_id }: EmulatedField): number | undefined =>
    state.containers.find((container) => container.id === container_id)?.datastore_id;
  let left = rows.filter(({ name }) => holds(name, part)) as readonly EmulatedField[];
  left = filtered(call, left, "datastore", id, (one, told) => datastoreOf(one) === told);
  left = filtered(call, left, "container", id, (one, told) => one.container_id === told);
  left = filtered(call, left, "type", text(1, 50), (one, told) => one.type === told);
  left = filtered(call, left, "tag", text(1, 255), (one, told) => one.tags.includes(told));
  left = filtered(call, left, "status", status, (one, told) => one.status === told);
  return [...left];
}
