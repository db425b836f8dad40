/**
 * What needs Node: an emulator on a real port, folders of configuration, and the signals that end a process.
 *
 * @module dqgate/node
 */
export { readConfigFolder, type WrittenFolder, writeConfigFolder } from "./config-folder.js";
export { type Listenable, type Listening, type ListenOptions, listen } from "./listen.js";
export { type EndRunsOptions, type EndSignal, endRunsOnSignals, type TracksRuns } from "./signals.js";
