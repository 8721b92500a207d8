/** Kernels of one tensor, element by element: a function of vectors becomes a loop, and the loop a kernel. */
import { sizeOf } from '@isograd/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Expression, Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { i32, v128 } from '../../assembler/operators.js';
import type { Runtime } from '../../runtime.js';
import { type WasmFunction, wasmFunction } from '../../wasm-function.js';
import { eachGroup, loadLanes, loadRest, storeLanes, storeRest } from '../partial-vector.js';

const parameters = { x: 'i32', out: 'i32', size: 'i32' } as const;

/** out = compute(x) on `size` elements of four bytes. */
export type ElementMap = WasmFunction<typeof parameters>;

/** Writes what it needs before, and returns the value of the function at four elements. */
export type VectorFunction = (f: FunctionBuilder, x: Local<'v128'>) => Expression<'v128'>;

/** A map by a function of a few instructions: they are written many times over, so that loops turn seldom. */
export function mapByShort(name: string, compute: VectorFunction): ElementMap {
  return wasmFunction(name, parameters, (f, { x, out, size }) => {
    const start = f.local('i32');
    const values = f.local('v128');
    eachGroup(f, size, start, (vectors) => {
      for (const { lanes, offset } of vectors) {
        f.set(values, loadLanes(i32.add(x, start), lanes, offset));
        f.set(values, compute(f, values));
        storeLanes(f, i32.add(out, start), values, lanes, offset);
      }
    });
  });
}

/** A map by a function of some dozens of instructions: they are written for two vectors a turn, and for the rest. */
export function mapByMedium(name: string, compute: VectorFunction): ElementMap {
  return wasmFunction(name, parameters, (f, p) => {
    const values = f.local('v128');
    f.while(i32.ge_u(p.size, 8), () => {
      for (const offset of [0, 16]) {
        f.set(values, v128.load(p.x, offset));
        f.store('v128.store', p.out, compute(f, values), offset);
      }
      f.increase(p.x, 32);
      f.increase(p.out, 32);
      f.increase(p.size, -8);
    });
    writeOnce(f, p, compute);
  });
}

/** A map by a function of many instructions, which are written once, for whole vectors and the rest. */
export function mapByLong(name: string, compute: VectorFunction): ElementMap {
  return wasmFunction(name, parameters, (f, p) => writeOnce(f, p, compute));
}

function writeOnce(
  f: FunctionBuilder,
  { x, out, size }: ParameterLocals<typeof parameters>,
  compute: VectorFunction,
): void {
  const values = f.local('v128');
  const result = f.local('v128');
  const isWhole = i32.ge_u(size, 4);
  f.while(size, () => {
    f.if(
      isWhole,
      () => f.set(values, v128.load(x)),
      () => loadRest(f, values, x, size),
    );
    f.set(result, compute(f, values));
    f.if(
      isWhole,
      () => {
        f.store('v128.store', out, result);
        f.increase(x, 16);
        f.increase(out, 16);
        f.increase(size, -4);
      },
      () => {
        storeRest(f, out, result, size);
        f.set(size, 0);
      },
    );
  });
}

/** A new tensor: `map` of every element of `x`, whose dtype it has. */
export function mapElements(runtime: Runtime, map: ElementMap, x: TensorInfo): TensorInfo {
  const out = runtime.output(x.shape, x.dtype);
  runtime.run(map, { x: runtime.address(x), out: runtime.address(out), size: sizeOf(x.shape) });
  return out;
}
