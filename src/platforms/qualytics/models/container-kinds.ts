/** What a container is. `other` is a type that this package does not know: `containerType` holds the platform's word. */
export type ContainerKind = "table" | "view" | "file" | "computed_table" | "computed_file" | "computed_join" | "other";

const KINDS: readonly string[] = ["table", "view", "file", "computed_table", "computed_file", "computed_join"];

/** What a container is, by the platform's words for it: a view is a table of the type `view`. */
export function kindOf(containerType: string | null, tableType: string | null): ContainerKind {
  if (containerType === "table" && tableType === "view") return "view";
  return KINDS.includes(containerType ?? "") ? (containerType as ContainerKind) : "other";
}
