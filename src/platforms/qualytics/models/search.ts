import { filledText, type Input, input, int, type Model, maybe, model, type Open, open, text } from "../../../base.js";
import { type ContainerStub, containerStubModel, type DatastoreStub, datastoreStubModel } from "./stubs.js";

/** Something that a search has found. What it has beside this depends on what it is, and stays under the platform's names. */
export interface SearchResult {
  objectType: Open<"datastore" | "container" | "field">;
  id: number | null;
  name: string | null;
  /** Where it is. */
  datastore: DatastoreStub | null;
  /** Of a field. */
  container: ContainerStub | null;
}

export const searchResultModel: Model<SearchResult> = model("SearchResult", {
  objectType: open("datastore", "container", "field"),
  id: maybe(int),
  name: maybe(text),
  datastore: maybe(datastoreStubModel),
  container: maybe(containerStubModel),
});

interface SearchParams {
  name: string;
}

export const searchParams: Input<SearchParams> = input("SearchParams", { name: filledText });
