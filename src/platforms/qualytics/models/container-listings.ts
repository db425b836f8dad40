import { derived, flag, int, type Model, maybe, model, type Open, open, text, time } from "../../../base.js";
import { type ContainerKind, kindOf } from "./container-kinds.js";
import { type ContainerType, type DatastoreStub, datastoreStubModel } from "./stubs.js";

/** A container, as the list of all of them in one piece shows it. */
export interface ContainerListing {
  id: number;
  name: string;
  kind: ContainerKind;
  /** The platform's word: a view is a `table` here. */
  containerType: ContainerType | null;
  tableType: Open<"table" | "view"> | null;
  datastore: DatastoreStub | null;
  /** Null unless it is archived. */
  deletedAt: Date | null;
  volumetricTrackingEnabled: boolean | null;
  freshnessTrackingEnabled: boolean | null;
  favorite: boolean | null;
  wasProfiled: boolean | null;
}

export const containerListingModel: Model<ContainerListing> = model(
  "ContainerListing",
  {
    id: int,
    name: text,
    kind: derived<ContainerKind>("other"),
    containerType: maybe(open("table", "file", "computed_table", "computed_file", "computed_join")),
    tableType: maybe(open("table", "view")),
    datastore: maybe(datastoreStubModel),
    deletedAt: maybe(time),
    volumetricTrackingEnabled: maybe(flag),
    freshnessTrackingEnabled: maybe(flag),
    favorite: maybe(flag),
    wasProfiled: maybe(flag),
  },
  {
    derive(one) {
      one.kind = kindOf(one.containerType, one.tableType);
    },
  },
);
