/** Rows with one element switched on; in the dtype asked for, where tfjs's kernel writes integers into any tensor. */
import { sizeOf } from '@isograd/core';
import { type DataType, OneHot, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Expression } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import type { ParameterLocals } from '../assembler/module-builder.js';
import { f32x4, i32, i32x4 } from '../assembler/operators.js';
import { kernelCaseMissing } from '../messages.js';
import { wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { eachGroup, storeLanes } from './partial-vector.js';

/** `count` is the number of indices. */
const parameters = { indices: 'i32', out: 'i32', count: 'i32', depth: 'i32' } as const;

const oneHotFloats = wasmFunction('oneHotFloats', { ...parameters, on: 'f32', off: 'f32' }, (f, p) =>
  writeOneHot(f, p, f32x4.splat(p.off), (to) => f.store('f32.store', to, p.on)),
);

const oneHotIntegers = wasmFunction('oneHotIntegers', { ...parameters, on: 'i32', off: 'i32' }, (f, p) =>
  writeOneHot(f, p, i32x4.splat(p.off), (to) => f.store('i32.store', to, p.on)),
);

function writeOneHot(
  f: FunctionBuilder,
  { indices, out, count, depth }: ParameterLocals<typeof parameters>,
  background: Expression<'v128'>,
  switchOn: (to: Expression<'i32'>) => void,
): void {
  const start = f.local('i32');
  const index = f.local('i32');
  const vector = f.local('v128', background);
  eachGroup(f, i32.mul(count, depth), start, (vectors) => {
    for (const { lanes, offset } of vectors) storeLanes(f, i32.add(out, start), vector, lanes, offset);
  });
  f.repeat(count, () => {
    f.set(index, i32.load(indices));
    f.if(i32.lt_u(index, depth), () => switchOn(i32.add(out, i32.shl(index, 2))));
    f.increase(indices, 4);
    f.increase(out, i32.shl(depth, 2));
  });
}

const oneHotBytes = wasmFunction(
  'oneHotBytes',
  { ...parameters, on: 'i32', off: 'i32' },
  (f, { indices, out, count, depth, on, off }) => {
    const index = f.local('i32');
    f.fillMemory(out, off, i32.mul(count, depth));
    f.repeat(count, () => {
      f.set(index, i32.load(indices));
      f.if(i32.lt_u(index, depth), () => f.store('i32.store8', i32.add(out, index), on));
      f.increase(indices, 4);
      f.increase(out, depth);
    });
  },
);

interface Inputs {
  /** int32, any shape; an index outside [0, depth) switches nothing on. */
  readonly indices: TensorInfo;
}

interface Attributes {
  readonly depth: number;
  readonly onValue: number;
  readonly offValue: number;
  readonly dtype: DataType;
}

/** The kernel `OneHot`. */
export const oneHotKernel: WasmKernel<Inputs, Attributes> = {
  kernelName: OneHot,
  functions: [oneHotFloats, oneHotIntegers, oneHotBytes],
  compute(runtime, { indices }, { depth, onValue, offValue, dtype }) {
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
      throw kernelCaseMissing(OneHot, `dtype ${dtype}`, 'float32, int32 or bool');
    }
    const out = runtime.output([...indices.shape, depth], dtype);
    const isBool = dtype === 'bool';
    const values = {
      indices: runtime.address(indices),
      out: runtime.address(out),
      count: sizeOf(indices.shape),
      depth,
      on: isBool ? Number(onValue !== 0) : onValue,
      off: isBool ? Number(offValue !== 0) : offValue,
    };
    if (dtype === 'float32') runtime.run(oneHotFloats, values);
    else runtime.run(isBool ? oneHotBytes : oneHotIntegers, values);
    return out;
  },
};
