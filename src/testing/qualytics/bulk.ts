import type { EmulatedAnswer, EmulatedCall } from "../emulator.js";
import { judged } from "../fastapi/inputs.js";
import { bool, int, list, orNull, record, text, word } from "../fastapi/judges.js";
import { refuse } from "./answers.js";
import { startOperation } from "./operations.js";
import { catalogsOf, type Store } from "./records/connections.js";
import type { EmulatedConnection } from "./records/records.js";
import { newDatastore } from "./seed.js";
import type { QualyticsState } from "./state.js";

const NAME = "{{schema}}";
const name = text(1, 255);

const WHERE = { schemas: list(name), database: orNull(name), enrichment_only: orNull(bool) };

const validateJudge = record(WHERE, ["schemas"]);
const createJudge = record(
  {
    ...WHERE,
    name_template: orNull(name),
    description: orNull(text(0, 8000)),
    teams: orNull(list(name)),
    tags: orNull(list(name)),
    group_id: orNull(int({ ge: 1 })),
    trigger_sync: orNull(bool),
    enrichment_prefix: orNull(text(0, 60)),
    enrichment_source_record_limit: orNull(int({ ge: 1, le: 1_000_000_000 })),
    enrichment_remediation_strategy: orNull(word("none", "append", "overwrite")),
    enrichment_auto_sync: orNull(bool),
    enrichment_datastore_id: orNull(int({ ge: 1 })),
    high_count_rollup_threshold: orNull(int({ ge: 1, le: 1000 })),
  },
  ["schemas"],
);

interface Where {
  readonly schemas: readonly string[];
  readonly database?: string | null;
}

function checkCount({ schemas }: Where): void {
  if (schemas.length < 1 || schemas.length > 50) refuse(422, "schemas takes 1 to 50 names");
}

/** Why a schema cannot become a datastore; undefined where it can. */
function problemOf(catalogs: Record<string, string[]>, { database }: Where, schema: string): string | undefined {
  const known = database == null ? Object.values(catalogs).flat() : catalogs[database];
  if (Object.keys(catalogs).length === 0 || known?.includes(schema) === true) return undefined;
  return `Schema ${schema} does not exist`;
}

/** Says of each schema whether it can become a datastore. */
export function bulkValidated(state: QualyticsState, call: EmulatedCall, one: Store): EmulatedAnswer {
  const where = judged(call, validateJudge);
  checkCount(where);
  const catalogs = catalogsOf(one);
  const results = where.schemas.map((schema_name) => {
    const problem = problemOf(catalogs, where, schema_name) ?? takenBy(state, schema_name);
    return { schema_name, status: problem === undefined ? "valid" : "invalid", message: problem ?? null };
  });
  return { body: { results } };
}

const takenBy = (state: QualyticsState, name: string): string | undefined =>
  state.datastores.some((one) => one.name === name) ? `Datastore ${name} already exists` : undefined;

/** Makes a datastore a schema; what fails is told, and hinders no other. The connection is made when the body is sound. */
export function bulkMade(
  state: QualyticsState,
  call: EmulatedCall,
  of: EmulatedConnection | (() => EmulatedConnection),
): EmulatedAnswer {
  const { schemas, name_template, database, trigger_sync, enrichment_datastore_id, ...told } = judged(
    call,
    createJudge,
  );
  checkCount({ schemas });
  const connection = typeof of === "function" ? of() : of;
  const catalogs = catalogsOf(connection);
  const created: number[] = [];
  const errors: { schema_name: string; error: string }[] = [];
  for (const schema_name of schemas) {
    const name = (name_template ?? NAME).replaceAll(NAME, schema_name);
    const error = problemOf(catalogs, { schemas, database: database ?? null }, schema_name) ?? takenBy(state, name);
    if (error !== undefined) {
      errors.push({ schema_name, error });
      continue;
    }
    const { id } = newDatastore(state, {
      ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null)),
      name,
      connection_id: connection.id,
      database: database ?? null,
      schema: schema_name,
      enrich_datastore_id: enrichment_datastore_id ?? null,
    });
    if (trigger_sync === true) startOperation(state, "sync", { datastore_id: id }, []);
    created.push(id);
  }
  return { body: { created, errors } };
}
