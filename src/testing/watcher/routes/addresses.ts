import type { EmulatedAnswer, EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { idOf } from "../../fastapi/inputs.js";
import { int, orNull } from "../../fastapi/judges.js";
import { copied, fits32, made, notNull } from "../answers.js";
import { bodyOf, idOrName } from "../inputs.js";
import type { WatcherState } from "../state.js";
import {
  ADDRESS,
  ADDRESS_NEEDS,
  ADDRESS_PARTS,
  addressOf,
  addressTypeOf,
  changed,
  found,
  got,
  name,
  refers,
} from "../tables.js";

const key = { id: orNull(int()), name: orNull(name) };

export const addressRoutes = (state: WatcherState): EmulatedRoute[] => [
  {
    verb: "POST",
    path: "/address",
    answer: (call) => {
      const { row, isNew } = addressOf(state, bodyOf(call, ADDRESS, ADDRESS_NEEDS));
      return made(isNew, { id: row.id });
    },
  },
  { verb: "GET", path: "/address", answer: () => ({ body: copied(state.addresses) }) },
  {
    verb: "GET",
    path: "/address/{address_id}",
    answer: (call) => ({ body: copied(got(state.addresses, idOf(call, "address_id"))) }),
  },
  { verb: "PATCH", path: "/address", answer: (call) => updateAddress(state, call) },
  {
    verb: "POST",
    path: "/address_type",
    answer: (call) => {
      const { name: called, group_name } = bodyOf(call, { name, group_name: name }, ["name", "group_name"]);
      const { row, isNew } = addressTypeOf(state, called, group_name);
      return made(isNew, { id: row.id });
    },
  },
  { verb: "GET", path: "/address_type", answer: () => ({ body: copied(state.addressTypes) }) },
  {
    verb: "GET",
    path: "/address_type/{address_type_id}",
    answer: (call) => ({ body: copied(got(state.addressTypes, idOf(call, "address_type_id"))) }),
  },
  { verb: "PATCH", path: "/address_type", answer: (call) => updateType(state, call) },
];

function updateAddress(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const body = bodyOf(call, { ...key, address_type_id: orNull(int()), ...ADDRESS_PARTS }, [], idOrName);
  fits32(body.id, body.address_type_id);
  const row = found(state.addresses, body, "Address not found");
  notNull(body, "name");
  refers(state.addressTypes, body.address_type_id);
  return { body: copied(changed(state, state.addresses, row, body)) };
}

function updateType(state: WatcherState, call: EmulatedCall): EmulatedAnswer {
  const body = bodyOf(call, { ...key, group_name: orNull(name) }, [], idOrName);
  fits32(body.id);
  const row = found(state.addressTypes, body, "Address Type Not Found");
  notNull(body, "name", "group_name");
  return { body: copied(changed(state, state.addressTypes, row, body)) };
}
