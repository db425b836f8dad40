import { refuseOption } from "../base.js";

/** Something that goes wrong on purpose. */
export type Fault =
  /** An error answer. `retryAfter`: seconds, or an HTTP date. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body?: unknown;
      readonly retryAfter?: number | string | undefined;
    }
  /** The connection drops before the request is read. */
  | { readonly kind: "drop" }
  /** The request is carried out, and then the connection drops: the answer is lost. */
  | { readonly kind: "lose" }
  /** The connection drops in the middle of the answer's body. */
  | { readonly kind: "cut" }
  /** The answer comes late, by so many milliseconds of real time. The request is carried out all the same. */
  | { readonly kind: "latency"; readonly ms: number }
  /** A page of HTML with status 200, as a proxy or a login page sends it. */
  | { readonly kind: "html" }
  /** Status 200 without a body. */
  | { readonly kind: "empty" }
  /** Status 200 with this JSON in the place of the answer. */
  | { readonly kind: "json"; readonly body: unknown }
  /** The answer, changed: an invented enum value, a field less. */
  | { readonly kind: "change"; readonly change: (body: unknown) => unknown }
  /** A list's page without items, while more is announced. */
  | { readonly kind: "emptyPage" };

export interface FaultOptions {
  /** How many requests it hits. Default 1. */
  readonly times?: number | undefined;
  /**
   * Only requests of this verb and path template, such as `GET /sdk/assets/{asset_id}`; the names in braces do not
   * matter. Default: any.
   */
  readonly on?: string | undefined;
}

const KINDS: readonly Fault["kind"][] = [
  "status",
  "drop",
  "lose",
  "cut",
  "latency",
  "html",
  "empty",
  "json",
  "change",
  "emptyPage",
];

/** Without the names of the parameters. */
const shapeOf = (operation: string): string => operation.replace(/\{[^}]*\}/g, "{}");

interface Pending {
  readonly fault: Fault;
  readonly on: string | undefined;
  left: number;
}

/** Scripted faults, in the order in which they were given. */
export class Faults {
  #pending: Pending[] = [];

  add(fault: Fault, options: FaultOptions, routes: readonly { verb: string; path: string }[]): void {
    const { times = 1 } = options;
    const on = options.on === undefined ? undefined : shapeOf(options.on);
    if (!KINDS.includes(fault.kind)) refuseOption("kind", `must be one of ${KINDS.join(", ")}`);
    if (on !== undefined && !routes.some(({ verb, path }) => shapeOf(`${verb} ${path}`) === on)) {
      refuseOption("on", "expected the verb and path template of a route, such as GET /sdk/assets/{asset_id}");
    }
    if (!(Number.isInteger(times) && times >= 1)) refuseOption("times", "expected a whole number of at least 1");
    if (fault.kind === "status" && !(Number.isInteger(fault.status) && fault.status >= 200 && fault.status <= 599))
      refuseOption("status", "expected a status from 200 to 599");
    this.#pending.push({ fault, on, left: times });
  }

  clear(): void {
    this.#pending = [];
  }

  /** The fault that hits a request, if one does. */
  take(operation: string): Fault | undefined {
    const hit = this.#pending.find((one) => one.on === undefined || one.on === shapeOf(operation));
    if (hit === undefined) return undefined;
    hit.left -= 1;
    if (hit.left <= 0) this.#pending = this.#pending.filter((one) => one !== hit);
    return hit.fault;
  }
}
