/**
 * The product of one row with a matrix, c = a·B, which is as fast as B can be read: so B is read as it lies,
 * a few rows side by side, and the sums wait in memory.
 */
import type { Local } from '../../assembler/expression.js';
import { f32x4, i32, v128 } from '../../assembler/operators.js';
import { type WasmFunction, wasmFunction } from '../../wasm-function.js';
import { loadLanes, storeLanes, vectorsOf } from '../partial-vector.js';

const parameters = {
  /** First of the `k` contiguous elements of the row. */
  a: 'i32',
  /** First element of B, `[k, n]`, contiguous. */
  b: 'i32',
  c: 'i32',
  n: 'i32',
  k: 'i32',
} as const;

/** Rows of B that are read side by side. */
const rowsAtOnce = 4;

export const rowProduct: WasmFunction<typeof parameters> = wasmFunction(
  'rowProduct',
  parameters,
  (f, { a, b, c, n, k }) => {
    const factors = Array.from({ length: rowsAtOnce }, () => f.local('v128'));
    const rows = Array.from({ length: rowsAtOnce }, () => f.local('i32'));
    const sum = f.local('v128');
    const to = f.local('i32');
    const left = f.local('i32');
    const addRows = (count: number): void => {
      for (let row = 0; row < count; row++) {
        f.set(factors[row] as Local<'v128'>, v128.load32_splat(a, 4 * row));
        f.set(rows[row] as Local<'i32'>, b);
        f.increase(b, i32.shl(n, 2));
      }
      f.set(to, c);
      f.set(left, n);
      for (const width of [8, 4, 3, 2, 1]) {
        f.while(i32.ge_u(left, width), () => {
          for (const { lanes, offset } of vectorsOf(width)) {
            f.set(sum, loadLanes(to, lanes, offset));
            for (let row = 0; row < count; row++) {
              const values = loadLanes(rows[row] as Local<'i32'>, lanes, offset);
              f.set(sum, f.multiplyAdd(factors[row] ?? f32x4.splat(0), values, sum));
            }
            storeLanes(f, to, sum, lanes, offset);
          }
          for (const pointer of [to, ...rows.slice(0, count)]) f.increase(pointer, 4 * width);
          f.increase(left, -width);
        });
      }
      f.increase(a, 4 * count);
      f.increase(k, -count);
    };
    f.fillMemory(c, 0, i32.shl(n, 2));
    f.while(i32.ge_u(k, rowsAtOnce), () => addRows(rowsAtOnce));
    f.while(k, () => addRows(1));
  },
);
