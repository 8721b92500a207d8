/** The public surface of @isograd/jit. */
export type { CompilingBackend, Executable, RunResult } from './executable.js';
export {
  assignedState,
  type Constant,
  type Graph,
  type Node,
  type NodeInput,
  resultsOf,
  sourcesOf,
  type StateSlot,
  type Value,
  type ValueId,
} from './graph.js';
export { graphToMermaid, graphToText } from './graph-text.js';
export { jit, type Jitted, type JitOptions } from './jit.js';
export type { Argument, Static } from './signature.js';
export { type Block, type MemoryPlan, planMemory } from './memory-plan.js';
export { expandComposites } from './passes/composites.js';
export { fuseEpilogues } from './passes/epilogues.js';
export { replay } from './replay.js';
export { violationsOf } from './spec.js';
export { groupNodes, type Unit, type Units } from './units.js';
