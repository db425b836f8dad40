/**
 * Qualytics' configuration as code: a deployment as files that can be kept under version control, and back again. It needs
 * the package `yaml`, and `importComputedTables` needs `csv-parse`.
 *
 * ```ts
 * import { exportConfig, importConfig } from "dqgate/qualytics/config";
 * import { readConfigFolder, writeConfigFolder } from "dqgate/node";
 *
 * const { files, warnings } = await exportConfig(staging);
 * await writeConfigFolder("./qualytics-export", files);
 *
 * const result = await importConfig(production, await readConfigFolder("./qualytics-export"));
 * if (!result.ok) console.error(result);
 * ```
 *
 * @module dqgate/qualytics/config
 */

export { type CheckIdentity, checkUid } from "./check-uids.js";
export {
  type ImportTablesOptions,
  importComputedTables,
  type PreviewTablesOptions,
  previewComputedTables,
  type TablesImport,
  type TablesPreview,
} from "./computed-tables.js";
export type { ConfigExport, ConfigWarning } from "./export/result.js";
export { type ExportChecksOptions, type ExportConfigOptions, exportChecks, exportConfig } from "./export.js";
export type { ConfigFiles } from "./files.js";
export type { ConfigError, ImportCounts, SkippedFile } from "./import/result.js";
export {
  type ChecksImport,
  type ConfigImport,
  type ImportChecksOptions,
  type ImportConfigOptions,
  importChecks,
  importConfig,
} from "./import.js";
export type { Environment } from "./placeholders.js";
export type { ConfigClient } from "./records.js";
export { slug } from "./slugs.js";
export type { PassedOverRow, Rows, RowsOptions, TableDraft } from "./tables/rows.js";
export {
  type ExportTemplatesOptions,
  exportTemplates,
  type ImportTemplatesOptions,
  importTemplates,
} from "./templates.js";
export type { ConfigProgress, ConfigType } from "./types.js";
