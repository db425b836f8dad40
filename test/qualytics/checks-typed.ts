// Checked by the compiler alone: the properties of a known rule, where a check is made of it.
import type { QualyticsClient } from "dqgate/qualytics";

export const typed = ({ checks, checkTemplates }: QualyticsClient): readonly (() => unknown)[] => {
  const of = { containerId: 1, fields: ["id"] };
  return [
    () => checks.create({ ...of, rule: "between", properties: { min: 1, max: 2, inclusiveMin: true } }),
    () => checks.create({ ...of, rule: "between", properties: { min: 1, inclusive_max: false } }),
    () => checks.create({ ...of, rule: "notNull" }),
    () => checks.create({ ...of, rule: "brandNewRule", properties: { any_key: 1 } }),
    () => checkTemplates.create({ rule: "matchesPattern", properties: { pattern: "x" } }),
    async () => {
      const { rule, fields, properties } = await checks.get(1);
      return checks.create({ containerId: 2, rule, fields, properties });
    },
    // @ts-expect-error a number is wanted
    () => checks.create({ ...of, rule: "between", properties: { min: "1" } }),
    // @ts-expect-error there is no such key
    () => checks.create({ ...of, rule: "between", properties: { min: 1, inclusiveMn: true } }),
    // @ts-expect-error it is a key of another rule
    () => checks.create({ ...of, rule: "between", properties: { min: 1, value: 1 } }),
    // @ts-expect-error the container is missing
    () => checks.create({ ...of, rule: "existsIn", properties: { fieldName: "id" } }),
    // @ts-expect-error the rule has none
    () => checks.create({ ...of, rule: "notNull", properties: { value: 1 } }),
    // @ts-expect-error a pattern is a text
    () => checkTemplates.create({ rule: "matchesPattern", properties: { pattern: 1 } }),
  ];
};
