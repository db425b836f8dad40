import { filledList, filledText, flag, type Input, input, optional, type SentList } from "../../../base.js";
import { intIdField } from "../ids.js";
import { changesSomething, nameList } from "./changes.js";
import { descriptionField } from "./container-bodies.js";

/** What `containers.bulkUpdate` changes of one container: at least one thing. */
export interface ContainerPatch {
  id: string | number;
  /** All its tags, by name; an empty list takes them away. */
  tags?: readonly string[] | undefined;
  /** 1 to 8000 characters. */
  description?: string | undefined;
  displayName?: string | undefined;
}

export const containerPatch: Input<ContainerPatch> = input<ContainerPatch>(
  "ContainerPatch",
  {
    id: intIdField,
    tags: optional(nameList),
    description: optional(descriptionField),
    displayName: optional(filledText),
  },
  { also: changesSomething("id") },
);

const ids = input<{ containers: readonly (string | number)[] }>("ContainerIds", { containers: filledList(intIdField) });

/** The ids of `containers.bulkDelete`: the platform takes a bare list of numbers. */
export const containerIds = (containers: readonly (string | number)[]): SentList => ({
  encode: () => ids.of({ containers }).encode().containers as ReturnType<SentList["encode"]>,
});

/** Whether a container is a favourite. */
export const favoriteBody: Input<{ favorite: boolean }> = input("FavoriteBody", { favorite: flag });
