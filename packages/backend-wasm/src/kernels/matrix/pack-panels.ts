/**
 * Rewrites the right operand of a matrix product as panels: for each group of columns its rows one after
 * the other, so that the product reads it in one contiguous stream.
 *
 * A panel of width w whose first column is j begins at element `j * terms` and holds `[terms, w]`; the widths
 * are those of `panelWidths`. A block of some of the terms can be packed at a time.
 */
import type { Local, Operand } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import type { ParameterLocals } from '../../assembler/module-builder.js';
import { i32, v128 } from '../../assembler/operators.js';
import { type Division, type ParallelFunction, parallelFunction } from '../../wasm-function.js';
import { panelWidths } from './tile.js';
import { loadLanes, storeLanes, vectorsOf } from '../partial-vector.js';

const parameters = {
  /** First element of the block, and the distance between its rows: of terms, or of columns if transposed. */
  source: 'i32',
  sourceRow: 'i32',
  /** First panel, the place of the block's first term in every panel, and the number of terms of a panel. */
  panels: 'i32',
  firstTerm: 'i32',
  terms: 'i32',
  /** Terms in the block, and columns. */
  k: 'i32',
  n: 'i32',
} as const;

type Pack = typeof parameters;

/** From `[k, n]`. */
export const packPanels: ParallelFunction<Pack> = parallelFunction(
  'packPanels',
  parameters,
  byColumns(() => 4),
  (f, p) => {
    const from = f.local('i32');
    const vector = f.local('v128');
    const first = f.local('i32');
    const second = f.local('i32');
    // Two panels beside each other: what is read of a row is then a whole cache line.
    f.while(i32.ge_u(p.n, 16), () => {
      f.set(from, p.source);
      f.set(first, i32.add(p.panels, i32.shl(p.firstTerm, 5)));
      f.set(second, i32.add(first, i32.shl(p.terms, 5)));
      f.repeat(p.k, () => {
        [first, second].forEach((to, panel) => {
          for (const { offset } of vectorsOf(8))
            f.store('v128.store', to, v128.load(from, 32 * panel + offset), offset);
          f.increase(to, 32);
        });
        f.increase(from, p.sourceRow);
      });
      f.increase(p.source, 64);
      f.increase(p.panels, i32.shl(p.terms, 6));
      f.increase(p.n, -16);
    });
    eachPanel(f, p, (width, to) => {
      f.set(from, p.source);
      f.repeat(p.k, () => {
        for (const { lanes, offset } of vectorsOf(width)) {
          f.set(vector, loadLanes(from, lanes, offset));
          storeLanes(f, to, vector, lanes, offset);
        }
        f.increase(from, p.sourceRow);
        f.increase(to, 4 * width);
      });
      f.increase(p.source, 4 * width);
    });
  },
);

/** From `[n, k]`, the transposed form. */
export const packTransposedPanels: ParallelFunction<Pack> = parallelFunction(
  'packTransposedPanels',
  parameters,
  byColumns((p) => p.sourceRow),
  (f, p) => {
    const column = Array.from({ length: 8 }, () => f.local('i32'));
    const vectors = Array.from({ length: 4 }, () => f.local('v128'));
    const left = f.local('i32');
    eachPanel(f, p, (width, to) => {
      const pointers = column.slice(0, width);
      pointers.forEach((pointer, index) =>
        f.set(pointer, index === 0 ? p.source : i32.add(pointers[index - 1] ?? 0, p.sourceRow)),
      );
      f.set(left, p.k);
      if (width >= 4) {
        f.while(i32.ge_u(left, 4), () => {
          for (let first = 0; first < width; first += 4)
            transposeFour(f, vectors, pointers.slice(first, first + 4), to, first, width);
          for (const pointer of pointers) f.increase(pointer, 16);
          f.increase(to, 16 * width);
          f.increase(left, -4);
        });
      }
      f.while(left, () => {
        pointers.forEach((pointer, index) => {
          f.store('i32.store', to, i32.load(pointer), 4 * index);
          f.increase(pointer, 4);
        });
        f.increase(to, 4 * width);
        f.increase(left, -1);
      });
      f.increase(p.source, i32.mul(p.sourceRow, width));
    });
  },
);

/** Threads take columns, in whole panels. */
function byColumns(sourceColumn: (p: ParameterLocals<Pack>) => Operand<'i32'>): Division<Pack> {
  return {
    count: 'n',
    multiple: Math.max(...panelWidths),
    advance: (p) => ({ source: sourceColumn(p), panels: i32.shl(p.terms, 2) }),
  };
}

function eachPanel(
  f: FunctionBuilder,
  { panels, firstTerm, terms, n }: ParameterLocals<Pack>,
  writePanel: (width: number, to: Local<'i32'>) => void,
): void {
  const to = f.local('i32');
  for (const width of panelWidths) {
    f.while(i32.ge_u(n, width), () => {
      f.set(to, i32.add(panels, i32.mul(firstTerm, 4 * width)));
      writePanel(width, to);
      f.increase(panels, i32.mul(terms, 4 * width));
      f.increase(n, -width);
    });
  }
}

/** Four columns, four terms each, turned into four rows of the panel. */
function transposeFour(
  f: FunctionBuilder,
  vectors: readonly Local<'v128'>[],
  columns: readonly Local<'i32'>[],
  to: Local<'i32'>,
  first: number,
  width: number,
): void {
  const [a, b, c, d] = vectors as [Local<'v128'>, Local<'v128'>, Local<'v128'>, Local<'v128'>];
  columns.forEach((column, index) => f.set(vectors[index] as Local<'v128'>, v128.load(column)));
  const lowPairs = [v128.shuffle32(a, b, [0, 4, 1, 5]), v128.shuffle32(c, d, [0, 4, 1, 5])] as const;
  const highPairs = [v128.shuffle32(a, b, [2, 6, 3, 7]), v128.shuffle32(c, d, [2, 6, 3, 7])] as const;
  [lowPairs, lowPairs, highPairs, highPairs].forEach(([left, right], row) => {
    const lanes = row % 2 === 0 ? ([0, 1, 4, 5] as const) : ([2, 3, 6, 7] as const);
    f.store('v128.store', to, v128.shuffle32(left, right, lanes), 4 * (row * width + first));
  });
}
