import { type AssetRef, type Http, path, type RequestOptions } from "../../../base.js";
import { createdTagModel, type Tag, type TagCreateBody, tagCreateBody } from "../models/tags.js";

/** Makes a tag. What the answer lacks is what was sent. */
export async function createTag(
  http: Http,
  asset: AssetRef,
  body: TagCreateBody,
  options?: RequestOptions,
): Promise<Tag> {
  const sending = tagCreateBody.of({ ...body, asset });
  const told = await http.oneOrNull("POST", path`/sdk/tags`, createdTagModel, options, { body: sending });
  const sent = sending.encode();
  const from = (name: string): string => String(sent[name]);
  return {
    ...told,
    id: told?.id ?? "",
    name: told?.name ?? from("name"),
    category: told?.category ?? from("category"),
    objectPath: told?.objectPath ?? from("object_path"),
    objectType: told?.objectType ?? from("object_type"),
    description: told?.description ?? (sent.description === null ? null : from("description")),
    createdAt: told?.createdAt ?? null,
  };
}
