/** The public surface of @isograd/jit. */
export type { CompilingBackend, Executable, RunResult } from './executable.js';
export type { Constant, Graph, Node, NodeInput, StateSlot, Value, ValueId } from './graph.js';
export { graphToMermaid, graphToText } from './graph-text.js';
export { jit, type Jitted, type JitOptions } from './jit.js';
export { replay } from './replay.js';
export { violationsOf } from './spec.js';
