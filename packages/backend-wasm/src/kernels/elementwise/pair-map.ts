/** A function of two vectors becomes the loop over rows of pairs that kernels of two tensors run. */
import type { Expression, Local } from '../../assembler/expression.js';
import type { FunctionBuilder } from '../../assembler/function-builder.js';
import { i32, v128 } from '../../assembler/operators.js';
import { type WasmFunction, wasmFunction } from '../../wasm-function.js';
import { loadRest, storeRest } from '../partial-vector.js';

/** `aStep` and `bStep` are 1, or 0 for one element a row; `aRow` and `bRow` lead from row to row. */
const parameters = {
  a: 'i32',
  b: 'i32',
  out: 'i32',
  rows: 'i32',
  size: 'i32',
  aStep: 'i32',
  bStep: 'i32',
  aRow: 'i32',
  bRow: 'i32',
} as const;

/** out = compute(a, b) on rows of `size` elements of four bytes. */
export type PairMap = WasmFunction<typeof parameters>;

/** Writes what it needs before, and returns the value of the function at four pairs. */
export type PairFunction = (f: FunctionBuilder, a: Local<'v128'>, b: Local<'v128'>) => Expression<'v128'>;

/** The code of one side of a row. */
interface Side {
  readonly row: Local<'i32'>;
  readonly step: Local<'i32'>;
  readonly next: Local<'i32'>;
  /** Where the loop has come to, and what it has loaded there; the one element, if `step` is 0. */
  readonly at: Local<'i32'>;
  readonly values: Local<'v128'>;
}

/**
 * The map by a function.
 *
 * @param options - `isShort`: the function is of a few instructions, which are written many times over, so that loops
 * turn seldom. Default: false; they are written once.
 */
export function mapPairsBy(name: string, compute: PairFunction, options: { readonly isShort?: boolean } = {}): PairMap {
  return wasmFunction(name, parameters, (f, p) => {
    const left = f.local('i32');
    const a: Side = { row: p.a, step: p.aStep, next: p.aRow, at: f.local('i32'), values: f.local('v128') };
    const b: Side = { row: p.b, step: p.bStep, next: p.bRow, at: f.local('i32'), values: f.local('v128') };
    f.repeat(p.rows, () => {
      f.set(left, p.size);
      for (const { row, step, at, values } of [a, b]) {
        f.set(at, row);
        f.if(i32.eqz(step), () => f.set(values, v128.load32_splat(row)));
      }
      if (options.isShort) {
        f.if(i32.ge_u(left, 4 * unrolled), () => {
          f.if(i32.and(a.step, b.step), () =>
            writeUnrolled(f, [a, b], p.out, left, () => compute(f, a.values, b.values)),
          );
          f.if(i32.eqz(a.step), () => writeUnrolled(f, [b], p.out, left, () => compute(f, a.values, b.values)));
          f.if(i32.eqz(b.step), () => writeUnrolled(f, [a], p.out, left, () => compute(f, a.values, b.values)));
        });
      }
      writeOnce(f, [a, b], p.out, left, () => compute(f, a.values, b.values));
      for (const { row, next } of [a, b]) f.increase(row, next);
    });
  });
}

const unrolled = 4;

/** As long as `unrolled` vectors are left; `sides` are those that run on. */
function writeUnrolled(
  f: FunctionBuilder,
  sides: readonly Side[],
  out: Local<'i32'>,
  left: Local<'i32'>,
  compute: () => Expression<'v128'>,
): void {
  f.while(i32.ge_u(left, 4 * unrolled), () => {
    for (let index = 0; index < unrolled; index++) {
      for (const { at, values } of sides) f.set(values, v128.load(at, 16 * index));
      f.store('v128.store', out, compute(), 16 * index);
    }
    for (const pointer of [out, ...sides.map(({ at }) => at)]) f.increase(pointer, 16 * unrolled);
    f.increase(left, -4 * unrolled);
  });
}

/** The rest of a row, a vector a turn, and the last one in part. */
function writeOnce(
  f: FunctionBuilder,
  sides: readonly Side[],
  out: Local<'i32'>,
  left: Local<'i32'>,
  compute: () => Expression<'v128'>,
): void {
  const result = f.local('v128');
  const isWhole = i32.ge_u(left, 4);
  f.while(left, () => {
    for (const { step, at, values } of sides) {
      f.if(step, () =>
        f.if(
          isWhole,
          () => f.set(values, v128.load(at)),
          () => loadRest(f, values, at, left),
        ),
      );
    }
    f.set(result, compute());
    f.if(
      isWhole,
      () => {
        f.store('v128.store', out, result);
        for (const pointer of [out, ...sides.map(({ at }) => at)]) f.increase(pointer, 16);
        f.increase(left, -4);
      },
      () => {
        storeRest(f, out, result, left);
        f.increase(out, i32.shl(left, 2));
        f.set(left, 0);
      },
    );
  });
}
