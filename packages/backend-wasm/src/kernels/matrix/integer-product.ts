/** The product of integer matrices, C = A·B, modulo 2³² as all arithmetic of int32. */
import { i32, i32x4, v128 } from '../../assembler/operators.js';
import { type WasmFunction, wasmFunction } from '../../wasm-function.js';
import { eachGroup, loadLanes, storeLanes } from '../partial-vector.js';

const parameters = {
  /** First element of A, and what leads to the next row and to the next term. */
  a: 'i32',
  aRow: 'i32',
  aTerm: 'i32',
  /** First element of B, `[k, n]`, and of C, `[m, n]`, both contiguous. */
  b: 'i32',
  c: 'i32',
  m: 'i32',
  n: 'i32',
  k: 'i32',
} as const;

export const integerProduct: WasmFunction<typeof parameters> = wasmFunction(
  'integerProduct',
  parameters,
  (f, { a, aRow, aTerm, b, c, m, n, k }) => {
    const term = f.local('i32');
    const row = f.local('i32');
    const column = f.local('i32');
    const factor = f.local('v128');
    const sum = f.local('v128');
    const rowBytes = f.local('i32', i32.shl(n, 2));
    f.repeat(m, () => {
      f.fillMemory(c, 0, rowBytes);
      f.set(term, a);
      f.set(row, b);
      f.repeat(k, () => {
        f.set(factor, v128.load32_splat(term));
        eachGroup(f, n, column, (vectors) => {
          for (const { lanes, offset } of vectors) {
            const product = i32x4.mul(factor, loadLanes(i32.add(row, column), lanes, offset));
            f.set(sum, i32x4.add(loadLanes(i32.add(c, column), lanes, offset), product));
            storeLanes(f, i32.add(c, column), sum, lanes, offset);
          }
        });
        f.increase(term, aTerm);
        f.increase(row, rowBytes);
      });
      f.increase(a, aRow);
      f.increase(c, rowBytes);
    });
  },
);
