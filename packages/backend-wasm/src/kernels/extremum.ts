/** The larger and the smaller of two tensors; NaN wins on either side, where tfjs's kernels heed one side only. */
import { Maximum, Minimum, type TensorInfo } from '@tensorflow/tfjs-core';
import { f32x4 } from '../assembler/operators.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { functionsOf, mapPairs } from './elementwise/map-pairs.js';
import { mapPairsBy, type PairMap } from './elementwise/pair-map.js';

interface Inputs {
  readonly a: TensorInfo;
  /** Broadcasts against `a`, and `a` against it. */
  readonly b: TensorInfo;
}

function extremumKernel(kernelName: string, map: PairMap): WasmKernel<Inputs> {
  return {
    kernelName,
    functions: functionsOf(map),
    compute: (runtime, { a, b }) =>
      a.dtype === 'float32' ? mapPairs(runtime, map, a, b, 'float32') : runtime.callUpstream(kernelName, { a, b }, {}), // integers have no NaN
  };
}

/** The kernel `Maximum`. */
export const maximumKernel: WasmKernel<Inputs> = extremumKernel(
  Maximum,
  mapPairsBy('maximum', (_f, a, b) => f32x4.max(a, b), { isShort: true }),
);

/** The kernel `Minimum`. */
export const minimumKernel: WasmKernel<Inputs> = extremumKernel(
  Minimum,
  mapPairsBy('minimum', (_f, a, b) => f32x4.min(a, b), { isShort: true }),
);
