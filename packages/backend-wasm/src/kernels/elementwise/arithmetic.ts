/**
 * Sums, differences, products and quotients. Those of tfjs are fast but take tensors of at most 6 axes: with more they
 * say so to the console and leave their output as it was. Tensors of more axes go row by row.
 */
import { Add, Multiply, RealDiv, SquaredDifference, Sub, type TensorInfo } from '@tensorflow/tfjs-core';
import { f32x4 } from '../../assembler/operators.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { functionsOf, mapPairs } from './map-pairs.js';
import { mapPairsBy, type PairMap } from './pair-map.js';

interface Inputs {
  readonly a: TensorInfo;
  /** Of the dtype of `a`; broadcasts against it. */
  readonly b: TensorInfo;
}

/** The most axes that tfjs's kernels take. */
const upstreamRank = 6;

function arithmeticKernel(kernelName: string, map: PairMap): WasmKernel<Inputs> {
  return {
    kernelName,
    functions: functionsOf(map),
    isLeftToUpstream: ({ a, b }) =>
      (a.shape.length <= upstreamRank && b.shape.length <= upstreamRank) ||
      a.dtype !== 'float32' ||
      b.dtype !== 'float32',
    compute: (runtime, { a, b }) => mapPairs(runtime, map, a, b, 'float32'),
  };
}

/** The kernels `Add`, `Sub`, `Multiply`, `RealDiv` and `SquaredDifference`. */
export const arithmeticKernels: readonly WasmKernel<Inputs>[] = [
  arithmeticKernel(
    Add,
    mapPairsBy('sums', (_f, a, b) => f32x4.add(a, b)),
  ),
  arithmeticKernel(
    Sub,
    mapPairsBy('differences', (_f, a, b) => f32x4.sub(a, b)),
  ),
  arithmeticKernel(
    Multiply,
    mapPairsBy('products', (_f, a, b) => f32x4.mul(a, b)),
  ),
  arithmeticKernel(
    RealDiv,
    mapPairsBy('quotients', (_f, a, b) => f32x4.div(a, b)),
  ),
  arithmeticKernel(
    SquaredDifference,
    mapPairsBy('squaredDifferences', (f, a, b) => {
      const difference = f.local('v128', f32x4.sub(a, b));
      return f32x4.mul(difference, difference);
    }),
  ),
];
