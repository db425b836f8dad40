import * as z from "zod/mini";
import {
  type AssetRef,
  type Field,
  field,
  filledText,
  flag,
  INVALID,
  type Input,
  id,
  input,
  int,
  list,
  type Model,
  maybe,
  model,
  number,
  type Open,
  open,
  optional,
  or,
  type Schema,
  text,
  textOf,
} from "../../../base.js";
import { shortAssetArgument } from "../ids.js";

/** What an answer was drawn from. */
export interface IntelligenceSource {
  /** The platform's internal id, not the one that calls take. */
  assetId: string | number;
  assetName: string;
  domain: string | null;
  /** As the platform writes it. */
  generatedAt: string | null;
  tokenCount: number | null;
  wasRegenerated: boolean | null;
}

export const intelligenceSourceModel: Model<IntelligenceSource> = model("IntelligenceSource", {
  assetId: id,
  assetName: text,
  domain: maybe(text),
  generatedAt: maybe(text),
  tokenCount: maybe(int),
  wasRegenerated: maybe(flag),
});

/** What an answer took. */
export interface TokenUsage {
  tokensIn: number | null;
  tokensOut: number | null;
  tokensTotal: number | null;
  /** In US dollars. */
  costUsd: number | null;
}

export const tokenUsageModel: Model<TokenUsage> = model("TokenUsage", {
  tokensIn: maybe(int),
  tokensOut: maybe(int),
  tokensTotal: maybe(int),
  costUsd: maybe(number),
});

const sourceList = list(intelligenceSourceModel);

/** The sources, told in words or one by one. */
const sources: Field<string | IntelligenceSource[]> = field({
  read: (value) => (typeof value === "string" ? value : sourceList.read(value)),
  write: (value) => (typeof value === "string" ? value : sourceList.write(value)),
  absent: () => [],
  schema: () =>
    z.pipe(
      z.transform((value: unknown) => value ?? []),
      z.union([z.string(), z.array(intelligenceSourceModel.schema)]),
    ) as unknown as Schema,
  inputSchema: () => z.union([z.string(), z.array(intelligenceSourceModel.inputSchema)]),
});

/** An answer to a question about an asset. */
export interface IntelligenceAnswer {
  answer: string;
  /** `medium` where the platform does not say. */
  confidence: Open<"high" | "medium" | "low">;
  /** In words, or one by one; an empty list where the platform tells none. */
  sources: string | IntelligenceSource[];
  question: string | null;
  tokenUsage: TokenUsage | null;
}

export const intelligenceAnswerModel: Model<IntelligenceAnswer> = model("IntelligenceAnswer", {
  answer: text,
  confidence: or(open("high", "medium", "low"), "medium"),
  sources,
  question: maybe(text),
  tokenUsage: maybe(tokenUsageModel),
});

/** A question about an asset. */
export interface IntelligenceAskBody {
  /** 3 to 2000 characters. */
  question: string;
  /** True: what is known of related assets counts too. Default false. */
  includeRelatedAssets?: boolean | undefined;
}

export const intelligenceAskBody: Input<IntelligenceAskBody & { asset: AssetRef }> = input(
  "IntelligenceAskBody",
  {
    asset: shortAssetArgument,
    question: textOf(3, 2000),
    includeRelatedAssets: optional(flag, false),
  },
  { wire: { asset: "asset_id" } },
);

const isSchemaName = (value: unknown): value is string =>
  typeof value === "string" && value.trim() !== "" && !value.includes(",");

/** Names of schemas, sent with commas between them. */
const schemaNames: Field<string | readonly string[]> = field({
  read: filledText.read,
  write: (value) => {
    if (!Array.isArray(value)) return filledText.write(value);
    return value.length > 0 && value.every(isSchemaName) ? value.join(",") : INVALID;
  },
  schema: () => filledText.schema,
  inputSchema: () =>
    z.unknown().check(
      z.superRefine((value, context) => {
        const issue = (message: string): void => {
          context.addIssue({ code: "custom", message });
        };
        if (!Array.isArray(value)) {
          if (filledText.write(value) === INVALID) issue("expected the name of a schema, or a list of names");
        } else if (value.length === 0) issue("must not be empty; leave it out for all schemas");
        else if (!value.every(isSchemaName)) issue("every name must be a text that is not empty and has no comma");
      }),
    ),
});

/** What to learn of an asset. */
export interface IntelligenceGenerateBody {
  /** The schemas to look at: a list, or a text with commas between the names. Default: all. */
  includeSchemas?: string | readonly string[] | undefined;
  /** True: what is known already is learned again. Default false. */
  forceRefresh?: boolean | undefined;
}

export const intelligenceGenerateBody: Input<IntelligenceGenerateBody & { asset: AssetRef }> = input(
  "IntelligenceGenerateBody",
  {
    asset: shortAssetArgument,
    includeSchemas: optional(schemaNames),
    forceRefresh: optional(flag, false),
  },
  { wire: { asset: "asset_id" } },
);
