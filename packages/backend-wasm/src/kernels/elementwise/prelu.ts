/**
 * The rectifier with slopes of its own. tfjs's kernel repeats the slopes over `x` as they lie in memory, which is right
 * only when their axes are the last ones of `x`, and lets NaN among them into what is above 0.
 */
import { Cast, Prelu, type TensorInfo } from '@tensorflow/tfjs-core';
import { f32x4, v128 } from '../../assembler/operators.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { withIntermediates } from '../intermediates.js';
import { functionsOf, mapPairs } from './map-pairs.js';
import { mapPairsBy } from './pair-map.js';

const prelu = mapPairsBy('prelu', (f, x, alpha) => v128.bitselect(f32x4.mul(alpha, x), x, f32x4.lt(x, f.splatF32(0))), {
  isShort: true,
});

interface Inputs {
  readonly x: TensorInfo;
  /** The slopes below 0; broadcast against `x`. */
  readonly alpha: TensorInfo;
}

/** The kernel `Prelu`: x where x >= 0, and alpha x below; what is not float32 is converted. */
export const preluKernel: WasmKernel<Inputs> = {
  kernelName: Prelu,
  functions: functionsOf(prelu),
  compute(runtime, { x, alpha }) {
    if (x.dtype !== 'float32' || alpha.dtype !== 'float32') {
      return withIntermediates(runtime, (step) => {
        const floats = (tensor: TensorInfo): TensorInfo => step(Cast, { x: tensor }, { dtype: 'float32' });
        return step(Prelu, { x: floats(x), alpha: floats(alpha) }, {});
      });
    }
    return mapPairs(runtime, prelu, x, alpha, 'float32');
  },
};
