import { type Http, INVALID, isRecord, path, type RequestOptions, ResponseValidationError } from "../../base.js";
import { intId } from "./ids.js";
import { type FlowAction, flowActionModel } from "./models/flows.js";

/** What `GET /flows/actions/{id}` tells: one action, a list of them, or a page. */
export async function flowActions(
  http: Http,
  id: string | number,
  options: RequestOptions | undefined,
): Promise<FlowAction[]> {
  const place = path`/flows/actions/${intId({ id })}`;
  const { data, requestId } = await http.raw("GET", place, options);
  const rows: unknown[] = Array.isArray(data)
    ? data
    : isRecord(data) && Array.isArray(data.items)
      ? data.items
      : [data];
  return rows.map((row, at) => {
    const action = flowActionModel.read(row);
    if (action !== INVALID) return action as FlowAction;
    const issues = flowActionModel.issues(row).map((issue) => ({ ...issue, path: [at, ...issue.path] }));
    const context = { platform: http.platform, operation: `GET ${place.template}`, requestId };
    throw new ResponseValidationError(flowActionModel.name, issues, context);
  });
}
