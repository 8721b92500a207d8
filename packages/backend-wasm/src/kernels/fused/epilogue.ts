/** What happens to the rows of a product on their way to memory, or in memory where there was no other way. */
import type { Expression } from '../../assembler/expression.js';
import { f32x4, i32, v128 } from '../../assembler/operators.js';
import { type WasmFunction, wasmFunction } from '../../wasm-function.js';
import { eachGroup, loadLanes, storeLanes } from '../partial-vector.js';

/** A bias for each channel, and limits. */
export interface Epilogue {
  /** Address of a number for each channel that is added, or 0. */
  readonly bias: number;
  /** Outputs below and above are set to these; NaN stays. */
  readonly lowest: number;
  readonly highest: number;
}

/** Outputs as they come. */
export const noEpilogue: Epilogue = { bias: 0, lowest: Number.NEGATIVE_INFINITY, highest: Number.POSITIVE_INFINITY };

/** `value` within limits in two instructions, where f32x4.min and max take many: these keep their first operand if it is NaN. */
export function clampVector(
  value: Expression<'v128'>,
  lowest: Expression<'v128'>,
  highest: Expression<'v128'>,
): Expression<'v128'> {
  return f32x4.pmin(f32x4.pmax(value, lowest), highest);
}

const finishParameters = {
  out: 'i32',
  rows: 'i32',
  columns: 'i32',
  bias: 'i32',
  lowest: 'f32',
  highest: 'f32',
} as const;

const preluParameters = { out: 'i32', rows: 'i32', columns: 'i32', alpha: 'i32' } as const;

/** Applies an epilogue to `[rows, columns]` in place. */
export const finishRows: WasmFunction<typeof finishParameters> = wasmFunction(
  'finishRows',
  finishParameters,
  (f, p) => {
    const lowest = f.local('v128', f32x4.splat(p.lowest));
    const highest = f.local('v128', f32x4.splat(p.highest));
    const start = f.local('i32');
    const value = f.local('v128');
    f.repeat(p.rows, () => {
      eachGroup(f, p.columns, start, (vectors) => {
        for (const { lanes, offset } of vectors) {
          f.set(value, loadLanes(i32.add(p.out, start), lanes, offset));
          f.if(p.bias, () => f.set(value, f32x4.add(value, loadLanes(i32.add(p.bias, start), lanes, offset))));
          f.set(value, clampVector(value, lowest, highest));
          storeLanes(f, i32.add(p.out, start), value, lanes, offset);
        }
      });
      f.increase(p.out, i32.shl(p.columns, 2));
    });
  },
);

/** Multiplies what is negative in `[rows, columns]` by the `alpha` of its column, in place. */
export const preluRows: WasmFunction<typeof preluParameters> = wasmFunction('preluRows', preluParameters, (f, p) => {
  const start = f.local('i32');
  const value = f.local('v128');
  const scaled = f.local('v128');
  f.repeat(p.rows, () => {
    eachGroup(f, p.columns, start, (vectors) => {
      for (const { lanes, offset } of vectors) {
        f.set(value, loadLanes(i32.add(p.out, start), lanes, offset));
        f.set(scaled, f32x4.mul(value, loadLanes(i32.add(p.alpha, start), lanes, offset)));
        f.set(value, v128.bitselect(scaled, value, f32x4.lt(value, f.splatF32(0))));
        storeLanes(f, i32.add(p.out, start), value, lanes, offset);
      }
    });
    f.increase(p.out, i32.shl(p.columns, 2));
  });
});
