import {
  type AssetRef,
  boundedSettle,
  type Http,
  int,
  type Model,
  maybe,
  model,
  path,
  type RequestOptions,
  type Settled,
  text,
  time,
} from "../../../base.js";
import { containerById, containerIdsOf } from "../lookups.js";
import { type DatastoreStub, datastoreStubModel } from "../models/stubs.js";
import { MOST, readInChunks } from "./container-chunks.js";

/** What tells whether anything could have found anomalies in a container. */
interface ScanMetrics {
  lastScanned: Date | null;
  activeChecks: number | null;
}

/** All that gates need of a container: what else is wrong with its record does not matter to them. */
export interface GateContainer {
  id: number;
  name: string;
  datastore: DatastoreStub | null;
  deletedAt: Date | null;
  metrics: ScanMetrics | null;
}

const scanMetricsModel: Model<ScanMetrics> = model("ContainerMetrics", {
  lastScanned: maybe(time),
  activeChecks: maybe(int),
});

const gateContainerModel: Model<GateContainer> = model("Container", {
  id: int,
  name: text,
  datastore: maybe(datastoreStubModel),
  deletedAt: maybe(time),
  metrics: maybe(scanMetricsModel),
});

const WIDTH = 4;

/**
 * Reads several containers, one request for each hundred, and gives how that ended, in their order. One that the list does not
 * show, such as an archived one, is read by itself, since absence shows nothing; so is one of which a row does not tell what
 * `isEnough` looks for: rows can be lighter than records.
 */
export async function containersOf(
  http: Http,
  assets: readonly AssetRef[],
  placeOf: (asset: AssetRef) => readonly (string | number)[],
  request: RequestOptions,
  isEnough: (row: GateContainer) => boolean = () => true,
): Promise<Settled<GateContainer>[]> {
  const ids = await containerIdsOf(http, assets, () => request, placeOf);
  const known = ids.flatMap((end) => ("value" in end ? [end.value] : []));
  const listed = await readInChunks(known, (some) => listOf(http, some, request, isEnough));
  const alone = [...new Set(known)].filter((id) => !listed.has(id));
  const read = await boundedSettle(alone, WIDTH, (id) => containerById(http, id, request));
  for (const [at, end] of read.entries()) listed.set(alone[at] as number, end);
  return ids.map((end) => ("value" in end ? (listed.get(end.value) as Settled<GateContainer>) : end));
}

/** Whether a row tells of its last scan. */
export const tellsOfScans = ({ metrics }: GateContainer): boolean => metrics !== null;

/** Those that were found, each once, whatever names it was told by. */
export const foundOf = (containers: readonly Settled<GateContainer>[]): GateContainer[] => [
  ...new Map(containers.flatMap((end) => ("value" in end ? [[end.value.id, end.value] as const] : []))).values(),
];

async function listOf(
  http: Http,
  ids: readonly number[],
  request: RequestOptions,
  isEnough: (row: GateContainer) => boolean,
): Promise<ReadonlyMap<number, GateContainer>> {
  const query = { encode: () => ({ id: ids, sort_id: "asc", size: MOST }) };
  const rows = await http.page(path`/containers`, gateContainerModel, request, query).toArray();
  return new Map(rows.filter(isEnough).map((one) => [one.id, one]));
}
