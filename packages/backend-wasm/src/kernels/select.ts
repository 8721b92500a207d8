/**
 * Picks from two tensors by a condition. tfjs's kernel copies float32 whatever the dtype, and so writes beyond the
 * end of a tensor of bool.
 */
import { sizeOf } from '@isograd/core';
import { Select, type TensorInfo } from '@tensorflow/tfjs-core';
import { i8x16, i32, i32x4, v128 } from '../assembler/operators.js';
import { kernelCaseMissing } from '../messages.js';
import { type WasmFunction, wasmFunction } from '../wasm-function.js';
import type { WasmKernel } from '../wasm-kernel.js';

const parameters = { condition: 'i32', t: 'i32', e: 'i32', out: 'i32', size: 'i32' } as const;

/** Elements of four bytes, eight at a time. */
const selectWords: WasmFunction<typeof parameters> = wasmFunction(
  'selectWords',
  parameters,
  (f, { condition, t, e, out, size }) => {
    const zero = f.constantI32([0, 0, 0, 0]);
    const marks = f.local('v128');
    f.while(i32.ge_u(size, 8), () => {
      f.set(marks, v128.load8x8_u(condition));
      const halves = [i32x4.extend_low_i16x8_u(marks), i32x4.extend_high_i16x8_u(marks)];
      for (const [index, half] of halves.entries()) {
        const mask = i32x4.ne(half, zero);
        const chosen = v128.bitselect(v128.load(t, 16 * index), v128.load(e, 16 * index), mask);
        f.store('v128.store', out, chosen, 16 * index);
      }
      f.increase(condition, 8);
      for (const pointer of [t, e, out]) f.increase(pointer, 32);
      f.increase(size, -8);
    });
    f.repeat(size, () => {
      f.if(
        i32.load8_u(condition),
        () => f.store('i32.store', out, i32.load(t)),
        () => f.store('i32.store', out, i32.load(e)),
      );
      f.increase(condition, 1);
      for (const pointer of [t, e, out]) f.increase(pointer, 4);
    });
  },
);

/** Elements of one byte, 16 at a time. */
const selectBytes: WasmFunction<typeof parameters> = wasmFunction(
  'selectBytes',
  parameters,
  (f, { condition, t, e, out, size }) => {
    const pointers = [condition, t, e, out];
    f.while(i32.ge_u(size, 16), () => {
      const mask = i8x16.ne(v128.load(condition), f.constantI32([0, 0, 0, 0]));
      f.store('v128.store', out, v128.bitselect(v128.load(t), v128.load(e), mask));
      for (const pointer of pointers) f.increase(pointer, 16);
      f.increase(size, -16);
    });
    f.repeat(size, () => {
      f.if(
        i32.load8_u(condition),
        () => f.store('i32.store8', out, i32.load8_u(t)),
        () => f.store('i32.store8', out, i32.load8_u(e)),
      );
      for (const pointer of pointers) f.increase(pointer, 1);
    });
  },
);

/** Rows of bytes. */
const selectRows = wasmFunction(
  'selectRows',
  { ...parameters, rowBytes: 'i32' },
  (f, { condition, t, e, out, size, rowBytes }) => {
    f.repeat(size, () => {
      f.if(
        i32.load8_u(condition),
        () => f.copyMemory(out, t, rowBytes),
        () => f.copyMemory(out, e, rowBytes),
      );
      f.increase(condition, 1);
      for (const pointer of [t, e, out]) f.increase(pointer, rowBytes);
    });
  },
);

interface Inputs {
  /** bool, of the shape of `t`, or `[rows]`. */
  readonly condition: TensorInfo;
  /** float32, int32 or bool, `[rows, ...]`. */
  readonly t: TensorInfo;
  /** Like `t`. */
  readonly e: TensorInfo;
}

/** The kernel `Select`. */
export const selectKernel: WasmKernel<Inputs> = {
  kernelName: Select,
  functions: [selectWords, selectBytes, selectRows],
  compute(runtime, { condition, t, e }) {
    const { shape, dtype } = t;
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') {
      throw kernelCaseMissing(Select, dtype, 'float32, int32 or bool');
    }
    const size = sizeOf(condition.shape);
    const rowSize = size === 0 ? 1 : sizeOf(shape) / size;
    if (rowSize !== 1 && dtype !== 'bool') return runtime.callUpstream(Select, { condition, t, e }, {});
    const out = runtime.output(shape, dtype);
    const addresses = [condition, t, e, out].map((tensor) => runtime.address(tensor));
    const [ofCondition = 0, ofT = 0, ofE = 0, ofOut = 0] = addresses;
    const values = { condition: ofCondition, t: ofT, e: ofE, out: ofOut, size, rowBytes: rowSize };
    if (rowSize !== 1) runtime.run(selectRows, values);
    else runtime.run(dtype === 'bool' ? selectBytes : selectWords, values);
    return out;
  },
};
