/** The leaky rectifier with learned slopes; tfjs's kernel reads slopes out of bounds where they are broadcast. */
import { sizeOf } from '@isograd/core';
import { backend_util, Cast, Fill, Less, Multiply, Prelu, Select, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmKernel } from '../wasm-kernel.js';
import { withIntermediates } from './intermediates.js';

interface Inputs {
  readonly x: TensorInfo;
  /** Broadcast against `x`. */
  readonly alpha: TensorInfo;
}

/** The kernel `Prelu`; what is not float32 is converted. */
export const preluKernel: WasmKernel<Inputs> = {
  kernelName: Prelu,
  functions: [],
  isLeftToUpstream: ({ x, alpha }) =>
    x.dtype === 'float32' && alpha.dtype === 'float32' && util.arraysEqual(x.shape, alpha.shape),
  compute(runtime, { x, alpha }) {
    if (x.dtype !== 'float32' || alpha.dtype !== 'float32') {
      return withIntermediates(runtime, (step) => {
        const floats = (tensor: TensorInfo): TensorInfo => step(Cast, { x: tensor }, { dtype: 'float32' });
        return step(Prelu, { x: floats(x), alpha: floats(alpha) }, {});
      });
    }
    const shape = backend_util.assertAndGetBroadcastShape(x.shape, alpha.shape);
    if (sizeOf(shape) === 0) return runtime.output(shape, 'float32');
    return withIntermediates(runtime, (step) => {
      const ones = step(Fill, {}, { shape, value: 1, dtype: 'float32' });
      const zero = step(Fill, {}, { shape: [], value: 0, dtype: 'float32' });
      const full = step(Multiply, { a: x, b: ones }, {});
      const condition = step(Less, { a: full, b: zero }, {});
      return step(Select, { condition, t: step(Multiply, { a: full, b: alpha }, {}), e: full }, {});
    });
  },
};
