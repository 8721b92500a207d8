/** What @isograd/backend-node builds on this backend with; releases make no promise about it. */
export type { Loop, LoopCall, LoopInput, Operand } from './lower/loop.js';
export type { VectorDtype } from './lower/elementwise.js';
