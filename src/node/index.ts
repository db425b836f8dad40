/**
 * What needs Node: an emulator on a real port.
 *
 * @module dqgate/node
 */
export { type Listenable, type Listening, type ListenOptions, listen } from "./listen.js";
