/**
 * What needs Node: an emulator on a real port, folders of configuration, bars that show progress, and the signals that end a
 * process.
 *
 * @module dqgate/node
 */
export { readConfigFolder, type WrittenFolder, writeConfigFolder } from "./config-folder.js";
export { type Listenable, type Listening, type ListenOptions, listen } from "./listen.js";
export type { Progress, ProgressCount, ProgressFile } from "./progress/snapshot.js";
export type { ProgressStream } from "./progress/stream.js";
export { type ProgressBar, type ProgressBarOptions, progressBar } from "./progress.js";
export { type EndRunsOptions, type EndSignal, endRunsOnSignals, type TracksRuns } from "./signals.js";
