/** Where the largest and the smallest elements are. The first NaN counts as both, as in NumPy; tfjs's kernels skip it. */
import { sizeOf } from '@isograd/core';
import { ArgMax, ArgMin, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { f32, f32x4, i32, i32x4, v128 } from '../assembler/operators.js';
import { type WasmFunction, wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';

/** `length` numbers stand below each of `columns`, in `blocks` blocks. */
const parameters = { x: 'i32', out: 'i32', blocks: 'i32', length: 'i32', columns: 'i32' } as const;

type Search = WasmFunction<typeof parameters>;

/** Which of two numbers is not passed over: `le` for the largest. */
type Comparison = 'le' | 'ge';

function search(name: string, staysAhead: Comparison): Search {
  return wasmFunction(name, parameters, (f, { x, out, blocks, length, columns }) => {
    const pointer = f.local('i32');
    const index = f.local('i32');
    const column = f.local('i32');
    const rowBytes = f.local('i32', i32.shl(columns, 2));
    const [best, value] = [f.local('f32'), f.local('f32')];
    const bestIndex = f.local('i32');
    const [bests, values] = [f.local('v128'), f.local('v128')];
    const [bestIndices, indices, isBetter] = [f.local('v128'), f.local('v128'), f.local('v128')];
    const eachBelow = (visit: () => void): void => {
      f.for(index, 1, length, () => {
        f.increase(pointer, rowBytes);
        visit();
      });
    };
    f.repeat(blocks, () => {
      f.set(column, columns);
      f.while(i32.ge_u(column, 4), () => {
        f.set(pointer, x);
        f.set(bests, v128.load(x));
        f.set(bestIndices, f.constantI32([0, 0, 0, 0]));
        f.set(indices, f.constantI32([0, 0, 0, 0]));
        eachBelow(() => {
          f.set(values, v128.load(pointer));
          f.set(indices, i32x4.add(indices, f.constantI32([1, 1, 1, 1])));
          f.set(isBetter, v128.andnot(f32x4.eq(bests, bests), f32x4[staysAhead](values, bests)));
          f.set(bests, v128.bitselect(values, bests, isBetter));
          f.set(bestIndices, v128.bitselect(indices, bestIndices, isBetter));
        });
        f.store('v128.store', out, bestIndices);
        for (const position of [x, out]) f.increase(position, 16);
        f.increase(column, -4);
      });
      f.repeat(column, () => {
        f.set(pointer, x);
        f.set(best, f32.load(x));
        f.set(bestIndex, 0);
        eachBelow(() => {
          f.set(value, f32.load(pointer));
          f.if(i32.eqz(f32[staysAhead](value, best)), () => {
            f.if(f32.eq(best, best), () => {
              f.set(best, value);
              f.set(bestIndex, index);
            });
          });
        });
        f.store('i32.store', out, bestIndex);
        for (const position of [x, out]) f.increase(position, 4);
      });
      f.increase(x, i32.mul(rowBytes, i32.sub(length, 1)));
    });
  });
}

const searchLargest = search('argMax', 'le');
const searchSmallest = search('argMin', 'ge');

type ArgKernel = WasmKernel<{ readonly x: TensorInfo }, { readonly axis: number }>;

function argKernel(kernelName: string, fn: Search): ArgKernel {
  return {
    kernelName,
    functions: [fn],
    compute(runtime, { x }, attributes) {
      const [axis = 0] = util.parseAxisParam(attributes.axis, x.shape);
      if (x.dtype !== 'float32') return runtime.callUpstream(kernelName, { x }, { axis }); // integers have no NaN
      const { [axis]: length = 1 } = x.shape;
      const [before, behind] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
      const out = runtime.output([...before, ...behind], 'int32');
      const [x0, out0] = [runtime.address(x), runtime.address(out)];
      if (length === 0) runtime.fill(out0, 4 * sizeOf(out.shape));
      else runtime.run(fn, { x: x0, out: out0, blocks: sizeOf(before), length, columns: sizeOf(behind) });
      return out;
    },
  };
}

/** The kernel `ArgMax`. */
export const argMaxKernel: ArgKernel = argKernel(ArgMax, searchLargest);

/** The kernel `ArgMin`. */
export const argMinKernel: ArgKernel = argKernel(ArgMin, searchSmallest);
