/**
 * What needs Node: an emulator on a real port.
 *
 * @packageDocumentation
 */
export { type Listening, type ListenOptions, listen } from "./listen.js";
