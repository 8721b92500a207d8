/** Limits to a range; NaN stays NaN, which tfjs's own kernels drop. */
import { sizeOf } from '@isograd/core';
import { ClipByValue, Relu6, type TensorInfo } from '@tensorflow/tfjs-core';
import { f32x4, i32 } from '../assembler/operators.js';
import { kernelCaseMissing } from '../messages.js';
import type { Runtime } from '../runtime.js';
import { wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { eachGroup, loadLanes, storeLanes } from './partial-vector.js';

const parameters = { x: 'i32', out: 'i32', size: 'i32', least: 'f32', most: 'f32' } as const;

/** out = min(max(x, least), most); WebAssembly's min and max give NaN when an operand is NaN. */
const clampFloats = wasmFunction('clampFloats', parameters, (f, { x, out, size, least, most }) => {
  const start = f.local('i32');
  const low = f.local('v128', f32x4.splat(least));
  const high = f.local('v128', f32x4.splat(most));
  const values = f.local('v128');
  eachGroup(f, size, start, (vectors) => {
    for (const { lanes, offset } of vectors) {
      f.set(values, f32x4.min(f32x4.max(loadLanes(i32.add(x, start), lanes, offset), low), high));
      storeLanes(f, i32.add(out, start), values, lanes, offset);
    }
  });
});

interface Inputs {
  /** float32, any shape. */
  readonly x: TensorInfo;
}

function clamp(kernelName: string, runtime: Runtime, { x }: Inputs, least: number, most: number): TensorInfo {
  if (x.dtype !== 'float32') throw kernelCaseMissing(kernelName, x.dtype, 'float32');
  const out = runtime.output(x.shape, 'float32');
  runtime.run(clampFloats, { x: runtime.address(x), out: runtime.address(out), size: sizeOf(x.shape), least, most });
  return out;
}

/** The kernel `ClipByValue`. */
export const clipByValueKernel: WasmKernel<Inputs, { readonly clipValueMin: number; readonly clipValueMax: number }> = {
  kernelName: ClipByValue,
  functions: [clampFloats],
  compute: (runtime, inputs, { clipValueMin, clipValueMax }) =>
    clamp(ClipByValue, runtime, inputs, clipValueMin, clipValueMax),
};

/** The kernel `Relu6`. */
export const relu6Kernel: WasmKernel<Inputs> = {
  kernelName: Relu6,
  functions: [clampFloats],
  compute: (runtime, inputs) => clamp(Relu6, runtime, inputs, 0, 6),
};
