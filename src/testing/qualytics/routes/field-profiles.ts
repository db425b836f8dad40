import type { EmulatedCall, EmulatedRoute } from "../../emulator.js";
import { asked } from "../../fastapi/inputs.js";
import { bool, int } from "../../fastapi/judges.js";
import { filtered, page, refuse, sorted, type Wire } from "../answers.js";
import { chosen } from "../field-filters.js";
import { CALLER } from "../operations.js";
import { fieldProfileBody } from "../records/fields.js";
import type { EmulatedField } from "../records/records.js";
import { userStub } from "../records/stubs.js";
import type { QualyticsState } from "../state.js";

/** The profiles of fields, and who has looked at the values of masked ones. */
export const fieldProfileRoutes = (
  state: QualyticsState,
  one: (call: EmulatedCall) => EmulatedField,
): EmulatedRoute[] => {
  const looks: Wire[] = [];
  const body = (field: EmulatedField): Wire => fieldProfileBody(state, field) as Wire;
  const rows = (call: EmulatedCall): readonly EmulatedField[] => {
    const profiled = state.fields.filter(({ profile }) => profile !== null);
    asked(call, "latest_only", bool); // Only the last profile of a field is kept.
    return filtered(
      call,
      chosen(state, call, profiled),
      "parent_field_id",
      int({ ge: 1 }),
      ({ id }, told) => id === told,
    );
  };
  const checksOf = (field: EmulatedField): number[] =>
    state.checks
      .filter(({ container_id, fields }) => container_id === field.container_id && fields.includes(field.name))
      .map(({ id }) => id);
  return [
    {
      verb: "GET",
      path: "/field-profiles",
      answer: (call) => {
        const inOrder = sorted(call, rows(call), {
          name: ({ name }) => name,
          created: ({ profile }) => String(profile?.created),
          type: ({ type }) => type,
          completeness: ({ completeness }) => completeness,
          active_checks: (field) => checksOf(field).length,
          active_anomalies: (field) => {
            const checks = checksOf(field);
            return state.anomalies.filter(
              ({ status, check_ids }) => status === "Active" && check_ids.some((id) => checks.includes(id)),
            ).length;
          },
          quality_score: () => null,
        });
        return page(call, inOrder, body);
      },
    },
    { verb: "GET", path: "/field-profiles/listing", answer: (call) => ({ body: rows(call).map(body) }) },
    {
      verb: "GET",
      path: "/field-profiles/{id}",
      answer: (call) => {
        const field =
          state.fields.find(({ profile }) => String(profile?.id) === call.params.id) ??
          refuse(404, `Field profile with id ${call.params.id} not found`);
        const isOpen = asked(call, "include_masked", bool) ?? false;
        if (isOpen && field.status === "masked")
          looks.push({
            id: state.newId("masking_audit_log"),
            created: state.now(),
            user: userStub(state, state.users.find(({ email }) => email === CALLER)?.id ?? null),
            field_id: field.id,
          });
        return { body: fieldProfileBody(state, field, isOpen) };
      },
    },
    {
      verb: "GET",
      path: "/fields/{id}/field-profiles",
      answer: (call) => {
        const profile = fieldProfileBody(state, one(call));
        const limit = asked(call, "limit", int({ ge: 1 })) ?? 1;
        return { body: (profile === null ? [] : [profile]).slice(0, limit) };
      },
    },
    { verb: "GET", path: "/audit-logs/masking", answer: (call) => page(call, looks, (look) => look) },
  ];
};
