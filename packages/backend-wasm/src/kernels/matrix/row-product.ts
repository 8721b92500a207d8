/**
 * The product of few rows with a matrix, C = A·B, which is as fast as B can be read: so B is read as it lies, a few
 * rows side by side and a stretch of columns at a time, and the sums wait in memory.
 */
import type { Local } from '../../assembler/expression.js';
import { f32x4, i32, select, v128 } from '../../assembler/operators.js';
import { type ParallelFunction, parallelFunction } from '../../wasm-function.js';
import { loadLanes, storeLanes, vectorsOf } from '../partial-vector.js';

const parameters = {
  /** First element of A, `[m, k]`, contiguous. */
  a: 'i32',
  /** First element of B, `[k, n]`, contiguous. */
  b: 'i32',
  /** First element of C, `[m, n]`, contiguous. */
  c: 'i32',
  m: 'i32',
  n: 'i32',
  k: 'i32',
} as const;

/** Rows of B that are read side by side. */
const termsAtOnce = 4;

/** Columns of a stretch: its part of C, and of the rows of B, then stays in the caches while the other terms pass by. */
const stretch = 512;

export const rowProduct: ParallelFunction<typeof parameters> = parallelFunction(
  'rowProduct',
  parameters,
  { count: 'm', multiple: 2, advance: ({ n, k }) => ({ a: i32.shl(k, 2), c: i32.shl(n, 2) }) },
  (f, { a, b, c, m, n, k }) => {
    const factors = Array.from({ length: 2 * termsAtOnce }, () => f.local('v128'));
    const rows = Array.from({ length: termsAtOnce }, () => f.local('i32'));
    const sums = [f.local('v128'), f.local('v128')] as const;
    const value = f.local('v128');
    const targets = [f.local('i32'), f.local('i32')] as const;
    const [columns, columnsLeft, termsLeft, rowsLeft, left] = [
      f.local('i32'),
      f.local('i32', n),
      f.local('i32'),
      f.local('i32'),
      f.local('i32'),
    ];
    const [aTerm, aRow, bTerm, cRow] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
    const rowBytes = f.local('i32', i32.shl(n, 2));
    const aRowBytes = f.local('i32', i32.shl(k, 2));

    /** Adds `terms` products to each column of one row of C, or of two. */
    const addTerms = (terms: number, pair: 1 | 2): void => {
      const pointers = rows.slice(0, terms);
      const outputs = targets.slice(0, pair);
      outputs.forEach((target, output) => {
        f.set(target, output === 0 ? cRow : i32.add(cRow, rowBytes));
        for (let term = 0; term < terms; term++) {
          const address = output === 0 ? aRow : i32.add(aRow, aRowBytes);
          f.set(factors[output * termsAtOnce + term] as Local<'v128'>, v128.load32_splat(address, 4 * term));
        }
      });
      pointers.forEach((pointer, term) =>
        f.set(pointer, term === 0 ? bTerm : i32.add(pointers[term - 1] ?? 0, rowBytes)),
      );
      f.set(left, columns);
      for (const width of [8, 4, 3, 2, 1]) {
        f.while(i32.ge_u(left, width), () => {
          for (const { lanes, offset } of vectorsOf(width)) {
            outputs.forEach((target, output) => f.set(sums[output] as Local<'v128'>, loadLanes(target, lanes, offset)));
            pointers.forEach((pointer, term) => {
              f.set(value, loadLanes(pointer, lanes, offset));
              outputs.forEach((_, output) => {
                const sum = sums[output] as Local<'v128'>;
                f.set(sum, f.multiplyAdd(factors[output * termsAtOnce + term] ?? f32x4.splat(0), value, sum));
              });
            });
            outputs.forEach((target, output) => storeLanes(f, target, sums[output] as Local<'v128'>, lanes, offset));
          }
          for (const pointer of [...outputs, ...pointers]) f.increase(pointer, 4 * width);
          f.increase(left, -width);
        });
      }
    };

    const addToAllRows = (terms: number): void => {
      f.set(aRow, aTerm);
      f.set(cRow, c);
      f.set(rowsLeft, m);
      f.while(i32.ge_u(rowsLeft, 2), () => {
        addTerms(terms, 2);
        f.increase(aRow, i32.shl(aRowBytes, 1));
        f.increase(cRow, i32.shl(rowBytes, 1));
        f.increase(rowsLeft, -2);
      });
      f.if(rowsLeft, () => addTerms(terms, 1));
      f.increase(aTerm, 4 * terms);
      f.increase(bTerm, i32.mul(rowBytes, terms));
      f.increase(termsLeft, -terms);
    };

    f.fillMemory(c, 0, i32.mul(rowBytes, m));
    f.while(columnsLeft, () => {
      f.set(columns, select('i32', i32.lt_u(columnsLeft, stretch), columnsLeft, stretch));
      f.set(aTerm, a);
      f.set(bTerm, b);
      f.set(termsLeft, k);
      f.while(i32.ge_u(termsLeft, termsAtOnce), () => addToAllRows(termsAtOnce));
      f.while(termsLeft, () => addToAllRows(1));
      f.increase(b, i32.shl(columns, 2));
      f.increase(c, i32.shl(columns, 2));
      f.set(columnsLeft, i32.sub(columnsLeft, columns));
    });
  },
);
