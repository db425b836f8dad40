import { element } from "./svg.js";

const cross = { stroke: "#d1242f", "stroke-width": 2.6, "stroke-linecap": "round", fill: "none" } as const;
const centred = { x: 7, y: 12, "text-anchor": "middle" } as const;

/** The signs of a Markdown report, drawn: not every machine has a font for them. Each is 14 pixels wide and high. */
const SIGNS: Readonly<Record<string, string>> = {
  "✅":
    element("rect", { width: 14, height: 14, rx: 3, fill: "#2da44e" }) +
    element("path", { d: "M3.4 7.3 6 10l4.8-5.8", stroke: "#fff", "stroke-width": 2, fill: "none" }),
  "❌": element("path", { d: "M2 2l10 10M12 2 2 12", ...cross }),
  "🚫": element("circle", { cx: 7, cy: 7, r: 5.6, ...cross }) + element("path", { d: "M3.2 3.2l7.6 7.6", ...cross }),
  "❔": element("circle", { cx: 7, cy: 7, r: 7, fill: "#818b98" }) + element("text", { ...centred, class: "s" }, "?"),
  "⚠️":
    element("path", { d: "M7 .6 14 13.4H0z", fill: "#e3a008", "stroke-linejoin": "round" }) +
    element("text", { ...centred, class: "s" }, "!"),
};

/** A text without the sign that it begins with, and that sign; null where it begins with none. */
export function cutSign(text: string): { sign: string | null; rest: string } {
  const sign = Object.keys(SIGNS).find((one) => text.startsWith(`${one} `)) ?? null;
  return { sign, rest: sign === null ? text : text.slice(sign.length + 1) };
}

/** A sign at a place, told by its upper left corner. */
export const drawnSign = (sign: string, x: number, y: number): string =>
  element("g", { transform: `translate(${x} ${y})` }, SIGNS[sign]);
