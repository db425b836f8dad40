import { type AssetRef, type Http, NotFoundError, type RequestOptions, type Settled } from "../../../base.js";
import { containerIdsOf } from "../lookups.js";
import { placesIn, readInChunks } from "./container-chunks.js";
import { type Evidence, readOne, readSeveral } from "./freshness-reader.js";

/**
 * Reads what speaks of the freshness of containers, several together: three requests for each hundred. Nothing is kept from
 * one look to the next but the ids of those that were told by their names.
 */
export class FreshnessPlan {
  readonly #http: Http;
  readonly #gate: string;
  readonly #placeOf: (asset: AssetRef) => readonly (string | number)[];
  readonly #ids: Map<AssetRef, number> = new Map();

  constructor(http: Http, gate: string, asset: AssetRef | readonly AssetRef[]) {
    this.#http = http;
    this.#gate = gate;
    this.#placeOf = placesIn(asset);
  }

  /** Reads one. */
  async read(asset: AssetRef, request: RequestOptions): Promise<Evidence> {
    const evidence = await readOne(this.#http, this.#gate, this.#ids.get(asset) ?? asset, request);
    this.#ids.set(asset, evidence.container.id);
    return evidence;
  }

  /** Reads several, and gives how that ended, in their order. `next` gives the options of each request. */
  async readSeveral(assets: readonly AssetRef[], next: () => RequestOptions): Promise<Settled<Evidence>[]> {
    const failures = await this.#findAll(assets, next);
    const ids = assets.flatMap((asset) => this.#ids.get(asset) ?? []);
    const found = await readInChunks(ids, (some) => readSeveral(this.#http, some, next));
    return assets.map((asset) => {
      const id = this.#ids.get(asset);
      if (id === undefined) return { error: failures.get(asset) };
      return found.get(id) ?? { error: unlisted(this.#http, asset) };
    });
  }

  /** Finds the ids of those whose ids are not known yet. Gives why it could not. */
  async #findAll(assets: readonly AssetRef[], next: () => RequestOptions): Promise<Map<AssetRef, unknown>> {
    const sought = assets.filter((asset) => !this.#ids.has(asset));
    const failures = new Map<AssetRef, unknown>();
    for (const [at, end] of (await containerIdsOf(this.#http, sought, next, this.#placeOf)).entries()) {
      const asset = sought[at] as AssetRef;
      if ("value" in end) this.#ids.set(asset, end.value);
      else failures.set(asset, end.error);
    }
    return failures;
  }
}

function unlisted({ platform }: Http, asset: AssetRef): NotFoundError {
  const message = `there is no container ${asset}`;
  return new NotFoundError(
    { status: 200, message, resourceType: "container", resourceId: String(asset) },
    { platform, operation: "GET /containers" },
  );
}
