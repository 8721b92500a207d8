/** Sums of the rows of a table by the segment that each row names: the transpose of a look-up. */
import { sizeOf } from '@isograd/core';
import { type TensorInfo, UnsortedSegmentSum } from '@tensorflow/tfjs-core';
import { f32, f32x4, i32, i32x4, v128 } from '../assembler/operators.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { kernelCaseMissing } from '../messages.js';
import { type WasmFunction, wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';
import type { Expression } from '../assembler/expression.js';
import type { ParameterLocals } from '../assembler/module-builder.js';

const parameters = { x: 'i32', ids: 'i32', out: 'i32', rows: 'i32', rowSize: 'i32', segments: 'i32' } as const;

export const segmentSumOfFloats: WasmFunction<typeof parameters> = wasmFunction(
  'segmentSumOfFloats',
  parameters,
  (f, p) =>
    writeSegmentSum(f, p, f32x4.add, (to, from) => f.store('f32.store', to, f32.add(f32.load(to), f32.load(from)))),
);

export const segmentSumOfIntegers: WasmFunction<typeof parameters> = wasmFunction(
  'segmentSumOfIntegers',
  parameters,
  (f, p) =>
    writeSegmentSum(f, p, i32x4.add, (to, from) => f.store('i32.store', to, i32.add(i32.load(to), i32.load(from)))),
);

function writeSegmentSum(
  f: FunctionBuilder,
  { x, ids, out, rows, rowSize, segments }: ParameterLocals<typeof parameters>,
  addVectors: (a: Expression<'v128'>, b: Expression<'v128'>) => Expression<'v128'>,
  addElement: (to: Expression<'i32'>, from: Expression<'i32'>) => void,
): void {
  const id = f.local('i32');
  const to = f.local('i32');
  const from = f.local('i32');
  const left = f.local('i32');
  const rowBytes = f.local('i32', i32.shl(rowSize, 2));
  f.repeat(rows, () => {
    f.set(id, i32.load(ids));
    f.if(i32.lt_u(id, segments), () => {
      f.set(to, i32.add(out, i32.mul(id, rowBytes)));
      f.set(from, x);
      f.set(left, rowSize);
      f.while(i32.ge_u(left, 4), () => {
        f.store('v128.store', to, addVectors(v128.load(to), v128.load(from)));
        f.increase(to, 16);
        f.increase(from, 16);
        f.increase(left, -4);
      });
      f.while(left, () => {
        addElement(to, from);
        f.increase(to, 4);
        f.increase(from, 4);
        f.increase(left, -1);
      });
    });
    f.increase(ids, 4);
    f.increase(x, rowBytes);
  });
}

interface Inputs {
  /** float32 or int32 `[rows, ...]` */
  readonly x: TensorInfo;
  /** int32 `[rows]`; rows with an id outside [0, numSegments) belong to no segment. */
  readonly segmentIds: TensorInfo;
}

/** The kernel `UnsortedSegmentSum`, in one pass over `x`. */
export const unsortedSegmentSumKernel: WasmKernel<Inputs, { readonly numSegments: number }> = {
  kernelName: UnsortedSegmentSum,
  functions: [segmentSumOfFloats, segmentSumOfIntegers],
  compute(runtime, { x, segmentIds }, { numSegments }) {
    if (x.dtype !== 'float32' && x.dtype !== 'int32') {
      throw kernelCaseMissing(UnsortedSegmentSum, `a table of ${x.dtype}`, 'float32 or int32');
    }
    const rowShape = x.shape.slice(1);
    const out = runtime.zeros([numSegments, ...rowShape], x.dtype);
    runtime.run(x.dtype === 'float32' ? segmentSumOfFloats : segmentSumOfIntegers, {
      x: runtime.address(x),
      ids: runtime.address(segmentIds),
      out: runtime.address(out),
      rows: x.shape[0] ?? 0,
      rowSize: sizeOf(rowShape),
      segments: numSegments,
    });
    return out;
  },
};
