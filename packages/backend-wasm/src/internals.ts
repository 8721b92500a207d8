/** What @isograd/backend-node builds on this backend with; releases make no promise about it. */
export { borrowedKernels } from './borrowed-kernels.js';
export { watchDtypesOf } from './dtype-gate.js';
export { broadcastStrides } from './kernels/broadcast-strides.js';
export { joinAxes, type StridedAxis } from './kernels/join-axes.js';
export { boxOf, type SliceAttributes } from './kernels/slice.js';
export type {
  Coprocessor,
  CoprocessorRuntime,
  InstructionList,
  InstructionWords,
  OperandPlace,
} from './lower/coprocessor.js';
export { elementKernel, elementKernelNames, type VectorDtype } from './lower/elementwise.js';
export type { Loop, LoopCall, LoopInput, Operand } from './lower/loop.js';
export { lower, lowerAsync } from './lower/lower.js';
export { machineOf, type Machine, type Runtime, runtimeOf } from './runtime.js';
export { largestTensorBytes } from './tensor-memory.js';
export { prepareWasm } from './wasm.js';
