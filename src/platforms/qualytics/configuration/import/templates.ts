import { ConfigurationError } from "../../../../base.js";
import { BY_ID } from "../deployment.js";
import { ruleOf } from "../portable/checks.js";
import type { ConfigProgress } from "../types.js";
import { asMap, asText, idOf, namesOf, type Wire } from "../wire.js";
import { type ImportRun, rethrowEnd } from "./run.js";
import { createOnce } from "./write.js";

/** The key of a template's metadata that holds the id which it had where it was exported. */
export const ORIGIN_KEY = "from quality check id";

export const TEMPLATES: { readonly path: string; readonly query: Wire } = {
  path: "/quality-checks",
  query: { ...BY_ID, template_only: true },
};

/** Creates a template of each record; `place` names a record for its error. What fails is its own. */
export async function importTemplateRecords(
  run: ImportRun,
  records: readonly unknown[],
  place: (at: number) => string,
): Promise<void> {
  const tally = run.tally("checks");
  const known = new Set(run.isDry ? [] : (await run.records.all(TEMPLATES.path, TEMPLATES.query)).map(idOf));
  for (const [at, record] of records.entries()) {
    let outcome: ConfigProgress["outcome"] = "created";
    try {
      const body = templateBody(asMap(record));
      if (!run.isDry) {
        const { record: id } = await createOnce(
          run.records,
          async () => idOf(await run.records.send("POST", "/quality-check-templates", body)),
          () => newOne(run, body, known),
        );
        known.add(id);
      }
      tally.created += 1;
    } catch (error) {
      rethrowEnd(error);
      tally.fail(place(at), error);
      outcome = "failed";
    }
    run.settings.onProgress?.({ type: "checks", file: place(at), outcome });
  }
}

function templateBody(record: Wire): Wire {
  const rule = ruleOf(record);
  if (rule === null) throw new ConfigurationError("the template has no rule_type");
  const id = idOf(record);
  return {
    description: asText(record.description) ?? `${rule} quality check template`,
    rule,
    coverage: record.coverage ?? null,
    filter: record.filter ?? null,
    properties: asMap(record.properties),
    tags: namesOf(record.global_tags ?? record.tags),
    additional_metadata: { ...asMap(record.additional_metadata), ...(id === null ? {} : { [ORIGIN_KEY]: id }) },
    template_locked: record.template_locked === true,
    anomaly_message_field: record.anomaly_message_field ?? null,
  };
}

/** The template that a call has made whose answer was lost: one like it that was not there before. */
async function newOne(run: ImportRun, body: Wire, known: ReadonlySet<number | null>): Promise<number | null> {
  const origin = (record: Wire): unknown => asMap(record.additional_metadata)[ORIGIN_KEY];
  const found = (await run.records.all(TEMPLATES.path, TEMPLATES.query)).find(
    (one) =>
      !known.has(idOf(one)) &&
      ruleOf(one) === body.rule &&
      one.description === body.description &&
      origin(one) === origin(body),
  );
  return found === undefined ? null : idOf(found);
}
