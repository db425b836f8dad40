/**
 * Emulators of the platforms, for tests: the client under test runs its real transport, retries, paging and models.
 *
 * @packageDocumentation
 */

export type { RateLimit } from "./anomalyarmor/guard.js";
export { type AnomalyArmorEmulator, type AnomalyArmorSeed, emulateAnomalyArmor } from "./anomalyarmor/index.js";
export type { AssetSeed, KeySeed } from "./anomalyarmor/seed.js";
export type { AnomalyArmorState, EmulatedAsset, EmulatedJob, EmulatedKey, Wire } from "./anomalyarmor/state.js";
export { VirtualClock } from "./clock.js";
export { type EmulatedFetch, Emulator, EmulatorError, type SeenRequest } from "./emulator.js";
export type { Fault, FaultOptions } from "./faults.js";
