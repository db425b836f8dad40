/**
 * What needs Node: an emulator on a real port.
 *
 * @packageDocumentation
 */
export { type Listenable, type Listening, type ListenOptions, listen } from "./listen.js";
