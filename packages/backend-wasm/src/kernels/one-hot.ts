/** Rows with one element switched on; in the dtype asked for, where tfjs's kernel writes integers into any tensor. */
import { sizeOf } from '@isograd/core';
import { type DataType, OneHot, type TensorInfo } from '@tensorflow/tfjs-core';
import { i32, i32x4 } from '../assembler/operators.js';
import { kernelCaseMissing } from '../messages.js';
import { wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import { eachGroup, storeLanes } from './partial-vector.js';

/** `on` and `off` are the bits of an element; `count` is the number of indices. */
const parameters = { indices: 'i32', out: 'i32', count: 'i32', depth: 'i32', on: 'i32', off: 'i32' } as const;

const oneHotWords = wasmFunction('oneHotWords', parameters, (f, { indices, out, count, depth, on, off }) => {
  const start = f.local('i32');
  const index = f.local('i32');
  const vector = f.local('v128', i32x4.splat(off));
  eachGroup(f, i32.mul(count, depth), start, (vectors) => {
    for (const { lanes, offset } of vectors) storeLanes(f, i32.add(out, start), vector, lanes, offset);
  });
  f.repeat(count, () => {
    f.set(index, i32.load(indices));
    f.if(i32.lt_u(index, depth), () => f.store('i32.store', i32.add(out, i32.shl(index, 2)), on));
    f.increase(indices, 4);
    f.increase(out, i32.shl(depth, 2));
  });
});

const oneHotBytes = wasmFunction('oneHotBytes', parameters, (f, { indices, out, count, depth, on, off }) => {
  const index = f.local('i32');
  f.fillMemory(out, off, i32.mul(count, depth));
  f.repeat(count, () => {
    f.set(index, i32.load(indices));
    f.if(i32.lt_u(index, depth), () => f.store('i32.store8', i32.add(out, index), on));
    f.increase(indices, 4);
    f.increase(out, depth);
  });
});

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

/** The bits of an element, by dtype. */
const bitsOf: Partial<Record<DataType, (value: number) => number>> = {
  float32: (value) => new DataView(Float32Array.of(value).buffer).getInt32(0, true),
  int32: (value) => value | 0,
  bool: (value) => (value === 0 ? 0 : 1),
};

/** The kernel `OneHot`. */
export const oneHotKernel: WasmKernel<Inputs, Attributes> = {
  kernelName: OneHot,
  functions: [oneHotWords, oneHotBytes],
  compute(runtime, { indices }, { depth, onValue, offValue, dtype }) {
    const bits = bitsOf[dtype];
    if (bits === undefined) throw kernelCaseMissing(OneHot, `dtype ${dtype}`, 'float32, int32 or bool');
    const out = runtime.output([...indices.shape, depth], dtype);
    runtime.run(dtype === 'bool' ? oneHotBytes : oneHotWords, {
      indices: runtime.address(indices),
      out: runtime.address(out),
      count: sizeOf(indices.shape),
      depth,
      on: bits(onValue),
      off: bits(offValue),
    });
    return out;
  },
};
