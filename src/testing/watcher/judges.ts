import { isRecord } from "../../base.js";
import { complain, type Judge } from "../fastapi/judges.js";
import { momentFrom, written } from "./moments.js";

/** A date-time, as the server writes it. */
export const moment: Judge<string> = (value, loc) => {
  const what = "Input should be a valid datetime";
  if (typeof value !== "string" && typeof value !== "number") complain("datetime_type", what, value, loc);
  const told = momentFrom(value);
  if (told !== null) return written(told);
  return complain("datetime_from_date_parsing", `${what} or date, unable to read it`, value, loc, {
    error: "unable to read it",
  });
};

/** Any JSON, made a text as the server's language does it; null stays null. */
export const watermark: Judge<string | null> = (value) =>
  value === null ? null : typeof value === "string" ? value : pythonText(value);

function pythonText(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
    const told = JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"');
    return quote + (quote === "'" ? told.replaceAll("'", "\\'") : told) + quote;
  }
  if (Array.isArray(value)) return `[${value.map(pythonText).join(", ")}]`;
  if (!isRecord(value)) return String(value);
  const pairs = Object.entries(value).map(([key, item]) => `${pythonText(key)}: ${pythonText(item)}`);
  return `{${pairs.join(", ")}}`;
}
