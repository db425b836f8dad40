// One variant of reading 10,000 items, alternating with JSON.parse of the same text. Prints the median ratio.
import { performance } from "node:perf_hooks";
import { flag, INVALID, int, list, maybe, model, number, open, text, time } from "../../src/base.js";
import { assetModel, freshnessStatusModel, jobStatusModel } from "../../src/platforms/anomalyarmor/index.js";

interface Owner {
  userId: number;
  email: string;
}

interface Item {
  id: string;
  name: string;
  itemType: string;
  rowCount: number;
  score: number;
  isActive: boolean;
  owner: Owner;
  labels: string[];
  description: string | null;
  createdAt: Date;
  updatedAt: Date;
  checkedAt: Date;
  sourceName: string;
}

const ownerModel = model<Owner>("Owner", { userId: int, email: text });
const itemModel = model<Item>("Item", {
  id: text,
  name: text,
  itemType: open("table", "view"),
  rowCount: int,
  score: number,
  isActive: flag,
  owner: ownerModel,
  labels: list(text),
  description: maybe(text),
  createdAt: time,
  updatedAt: time,
  checkedAt: time,
  sourceName: text,
});

const wireItem = (at: number, extra: boolean): Record<string, unknown> => ({
  id: `7b1f0c9e-0000-4000-8000-${String(at).padStart(12, "0")}`,
  name: `orders_${at}`,
  item_type: at % 3 === 0 ? "view" : "table",
  row_count: at * 17,
  score: at / 7,
  is_active: at % 2 === 0,
  owner: { user_id: at % 50, email: `owner${at % 50}@example.com` },
  labels: ["finance", "daily"],
  description: at % 4 === 0 ? null : `The orders of day ${at}, as they came in`,
  created_at: "2026-01-05T12:34:56Z",
  updated_at: "2026-02-05T12:34:56.789+00:00",
  checked_at: "2026-03-05T12:34:56.123456",
  source_name: "snowflake",
  ...(extra ? { added_later: at } : {}),
});

const hand = (wire: Record<string, unknown>): unknown => ({
  id: wire.id,
  name: wire.name,
  itemType: wire.item_type,
  rowCount: wire.row_count,
  score: wire.score,
  isActive: wire.is_active,
  owner: {
    userId: (wire.owner as Record<string, unknown>).user_id,
    email: (wire.owner as Record<string, unknown>).email,
  },
  labels: wire.labels,
  description: wire.description,
  createdAt: new Date(wire.created_at as string),
  updatedAt: new Date(wire.updated_at as string),
  checkedAt: new Date(wire.checked_at as string),
  sourceName: wire.source_name,
});

const ITEMS = 10_000;
const variant = process.argv[2] as "json" | "hand" | "model" | "model-extra";

// A busy process: other models are in use too.
for (let round = 0; round < 50; round += 1) {
  assetModel.read({ id: "a", qualified_name: "a.b", name: "b" });
  freshnessStatusModel.read({
    asset_id: "a",
    qualified_name: "a.b",
    status: "fresh",
    checked_at: "2026-01-05T12:34:56Z",
  });
  jobStatusModel.read({ job_id: "a", status: "running", progress: round });
}

const body = JSON.stringify(Array.from({ length: ITEMS }, (_, at) => wireItem(at, variant === "model-extra")));
const run: Record<typeof variant, () => unknown> = {
  json: () => JSON.parse(body),
  hand: () => JSON.parse(body).map(hand),
  model: readAll,
  "model-extra": readAll,
};

function readAll(): unknown {
  const out = (JSON.parse(body) as unknown[]).map((item) => itemModel.read(item));
  if (out.includes(INVALID)) throw new Error("an item was refused");
  return out;
}

function timed(step: () => unknown): number {
  globalThis.gc?.();
  const start = performance.now();
  step();
  return performance.now() - start;
}

const ratios: number[] = [];
for (let round = 0; round < 16; round += 1) {
  const reference = timed(run.json);
  const own = timed(run[variant]);
  if (round >= 3) ratios.push(own / reference);
}
ratios.sort((a, b) => a - b);
console.log(String(ratios[Math.floor(ratios.length / 2)]));
