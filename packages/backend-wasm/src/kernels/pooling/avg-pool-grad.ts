/** Gradient of average pooling: each valid element of a window gets an equal share. */
import { type PoolingAttributes, poolingInfo } from '@isograd/core';
import { AvgPoolGrad, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Local } from '../../assembler/expression.js';
import { f32, f32x4, i32 } from '../../assembler/operators.js';
import { wasmFunction } from '../../wasm-function.js';
import type { WasmKernel } from '../../wasm-kernel.js';
import { eachGroup, loadLanes, storeLanes } from '../partial-vector.js';
import { eachWindow, windowArguments, windowParameters } from './pooling.js';

const avgPoolGrad = wasmFunction('avgPoolGrad', { dy: 'i32', dx: 'i32', ...windowParameters }, (f, p) => {
  const shares = Array.from({ length: 4 }, () => f.local('v128'));
  const shareAt = (index: number): Local<'v128'> => shares[index] as Local<'v128'>;
  const channel = f.local('i32');
  const count = f.local('v128');
  const sum = f.local('v128');
  eachWindow(f, p, (window) => {
    f.set(count, f32x4.splat(f32.convert_i32_u(i32.mul(window.rows, window.columns))));
    eachGroup(f, p.channels, channel, (vectors) => {
      vectors.forEach(({ lanes, offset }, index) =>
        f.set(shareAt(index), f32x4.div(loadLanes(i32.add(p.dy, channel), lanes, offset), count)),
      );
      window.eachPixel(i32.add(i32.add(p.dx, channel), window.start), (pixel) => {
        vectors.forEach(({ lanes, offset }, index) => {
          f.set(sum, f32x4.add(loadLanes(pixel, lanes, offset), shareAt(index)));
          storeLanes(f, pixel, sum, lanes, offset);
        });
      });
    });
    f.increase(p.dy, window.pixelBytes);
  });
});

interface Inputs {
  /** float32 `[batch, outHeight, outWidth, channels]` */
  readonly dy: TensorInfo;
  /** float32 `[batch, height, width, channels]`; only its shape matters. */
  readonly input: TensorInfo;
}

/** The kernel `AvgPoolGrad`. */
export const avgPoolGradKernel: WasmKernel<Inputs, PoolingAttributes> = {
  kernelName: AvgPoolGrad,
  functions: [avgPoolGrad],
  compute(runtime, { dy, input }, attributes) {
    const info = poolingInfo(input.shape, attributes);
    const out = runtime.zeros(input.shape, 'float32');
    runtime.run(avgPoolGrad, { dy: runtime.address(dy), dx: runtime.address(out), ...windowArguments(info) });
    return out;
  },
};
