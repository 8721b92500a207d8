/** The larger and the smaller of two tensors; NaN wins on either side, where tfjs's kernels heed one side only. */
import { type Shape, sizeOf } from '@isograd/core';
import { broadcast_util, Maximum, Minimum, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Expression } from '../assembler/expression.js';
import { f32x4, i32, v128 } from '../assembler/operators.js';
import type { Runtime } from '../runtime.js';
import { type WasmFunction, wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { broadcast } from './broadcast.js';
import { eachGroup, loadLanes, storeLanes } from './partial-vector.js';

const parameters = { a: 'i32', b: 'i32', out: 'i32', size: 'i32' } as const;

type Extremum = WasmFunction<typeof parameters>;
type Choice = (a: Expression<'v128'>, b: Expression<'v128'>) => Expression<'v128'>;

/** Of two tensors of one shape. */
function ofPairs(name: string, choose: Choice): Extremum {
  return wasmFunction(name, parameters, (f, { a, b, out, size }) => {
    const start = f.local('i32');
    const chosen = f.local('v128');
    eachGroup(f, size, start, (vectors) => {
      for (const { lanes, offset } of vectors) {
        f.set(chosen, choose(loadLanes(i32.add(a, start), lanes, offset), loadLanes(i32.add(b, start), lanes, offset)));
        storeLanes(f, i32.add(out, start), chosen, lanes, offset);
      }
    });
  });
}

/** Of a tensor and the one element at `b`. */
function withElement(name: string, choose: Choice): Extremum {
  return wasmFunction(name, parameters, (f, { a, b, out, size }) => {
    const start = f.local('i32');
    const element = f.local('v128', v128.load32_splat(b));
    const chosen = f.local('v128');
    eachGroup(f, size, start, (vectors) => {
      for (const { lanes, offset } of vectors) {
        f.set(chosen, choose(loadLanes(i32.add(a, start), lanes, offset), element));
        storeLanes(f, i32.add(out, start), chosen, lanes, offset);
      }
    });
  });
}

interface Inputs {
  readonly a: TensorInfo;
  /** Broadcasts against `a`, and `a` against it. */
  readonly b: TensorInfo;
}

function extremumKernel(kernelName: string, pairs: Extremum, element: Extremum): WasmKernel<Inputs> {
  return {
    kernelName,
    functions: [pairs, element],
    compute(runtime, { a, b }) {
      if (a.dtype !== 'float32') return runtime.callUpstream(kernelName, { a, b }, {}); // integers have no NaN
      const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
      const [many, one] = sizeOf(a.shape) === 1 ? [b, a] : [a, b];
      if (sizeOf(one.shape) === 1) return choose(runtime, element, many, one, shape);
      const [wideA, wideB] = [broadcast(runtime, a, shape), broadcast(runtime, b, shape)];
      const out = choose(runtime, pairs, wideA, wideB, shape);
      runtime.dispose(wideA);
      runtime.dispose(wideB);
      return out;
    },
  };
}

function choose(runtime: Runtime, fn: Extremum, a: TensorInfo, b: TensorInfo, shape: Shape): TensorInfo {
  const out = runtime.output(shape, 'float32');
  runtime.run(fn, { a: runtime.address(a), b: runtime.address(b), out: runtime.address(out), size: sizeOf(shape) });
  return out;
}

/** The kernel `Maximum`. */
export const maximumKernel: WasmKernel<Inputs> = extremumKernel(
  Maximum,
  ofPairs('maximumOfPairs', f32x4.max),
  withElement('maximumWithElement', f32x4.max),
);

/** The kernel `Minimum`. */
export const minimumKernel: WasmKernel<Inputs> = extremumKernel(
  Minimum,
  ofPairs('minimumOfPairs', f32x4.min),
  withElement('minimumWithElement', f32x4.min),
);
