/** Mean of the valid elements of each window (Keras; PyTorch with count_include_pad off). */
import { type PoolingAttributes, poolingInfo } from '@isograd/core';
import { AvgPool, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import { f32, f32x4, i32 } from '../../assembler/operators.js';
import { wasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { eachGroup, loadLanes, storeLanes } from '../partial-vector.js';
import { eachWindow, windowArguments, windowParameters } from './pooling.js';

const avgPool = wasmFunction('avgPool', { x: 'i32', out: 'i32', ...windowParameters }, (f, p) => {
  const sums = Array.from({ length: 4 }, () => f.local('v128'));
  const sumAt = (index: number): Local<'v128'> => sums[index] as Local<'v128'>;
  const channel = f.local('i32');
  const count = f.local('v128');
  eachWindow(f, p, (window) => {
    f.set(count, f32x4.splat(f32.convert_i32_u(i32.mul(window.rows, window.columns))));
    eachGroup(f, p.channels, channel, (vectors) => {
      vectors.forEach((_, index) => f.set(sumAt(index), f.splatF32(0)));
      window.eachPixel(i32.add(i32.add(p.x, channel), window.start), (pixel) => {
        vectors.forEach(({ lanes, offset }, index) =>
          f.set(sumAt(index), f32x4.add(sumAt(index), loadLanes(pixel, lanes, offset))),
        );
      });
      vectors.forEach(({ lanes, offset }, index) => {
        f.set(sumAt(index), f32x4.div(sumAt(index), count));
        storeLanes(f, i32.add(p.out, channel), sumAt(index), lanes, offset);
      });
    });
    f.increase(p.out, window.pixelBytes);
  });
});

/** The kernel `AvgPool`. `x`: float32 `[batch, height, width, channels]` */
export const avgPoolKernel: WasmKernel<{ readonly x: TensorInfo }, PoolingAttributes> = {
  kernelName: AvgPool,
  functions: [avgPool],
  compute(runtime, { x }, attributes) {
    const info = poolingInfo(x.shape, attributes);
    const out = runtime.output(info.outShape, 'float32');
    runtime.run(avgPool, { x: runtime.address(x), out: runtime.address(out), ...windowArguments(info) });
    return out;
  },
};
