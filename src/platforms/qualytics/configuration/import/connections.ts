import { ConfigurationError } from "../../../../base.js";
import { sentSafely } from "../../connection-calls.js";
import type { ConfigFile } from "../files.js";
import { refuseRedactedFile, resolved } from "../placeholders.js";
import { CONNECTION_READ_ONLY } from "../portable/connections.js";
import { asText, idOf, type Wire, without } from "../wire.js";
import { parsedMap } from "../yaml.js";
import { Claims, type ImportRun, type Outcome } from "./run.js";
import { createOnce, repeatable } from "./write.js";

/** Puts connections into the deployment. Gives the names of those that a dry run would create. */
export async function importConnections(run: ImportRun, files: readonly ConfigFile[]): Promise<ReadonlySet<string>> {
  const claims = new Claims();
  const planned = new Set<string>();
  for (const file of files) {
    await run.file("connections", file, async () => {
      const record = parsedMap(file.path, file.text);
      const name = asText(record.name);
      if (name === null) throw new ConfigurationError("the connection has no name");
      const other = claims.take(name, file.path);
      if (other !== undefined) throw new ConfigurationError(`${other} is about the connection ${name} too`);
      refuseRedactedFile(without(record, CONNECTION_READ_ONLY));
      const known = await run.deployment.connectionId(name);
      if (!run.isDry) return await written(run, record, name, known);
      planned.add(name);
      return known === null ? "created" : "updated";
    });
  }
  return planned;
}

async function written(run: ImportRun, record: Wire, name: string, known: number | null): Promise<Outcome> {
  // A name is no place for a variable: it is what the connection is known by.
  const { value: filled, used } = resolved(without(record, [...CONNECTION_READ_ONLY, "name"]), run.settings.look);
  const value = { name, ...filled };
  const find = async (): Promise<Wire | null> => {
    run.deployment.forget("connections");
    const id = await run.deployment.connectionId(name);
    return id === null ? null : { id };
  };
  const update = async (id: number): Promise<Outcome> => {
    await repeatable(run.records, () => run.records.send("PUT", `/connections/${id}`, value));
    return "updated";
  };
  // A server may repeat what it was sent. Whatever came from the environment may be secret.
  return await sentSafely({ value, secret: used }, async () => {
    if (known !== null) return await update(known);
    const create = async (): Promise<Wire> => (await run.records.send("POST", "/connections", value)) ?? {};
    const { record: made, isNew } = await createOnce(run.records, create, find);
    run.deployment.forget("connections");
    return isNew ? "created" : await update(idOf(made) as number);
  });
}
