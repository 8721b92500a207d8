/** The way out of vectors: scalar code for one lane after the other, where only few values need it. */
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { f32x4, v128 } from '../assembler/operators.js';

type Singles = readonly Expression<'f32'>[];

/**
 * Sets the lanes of `written` to what `compute` gives for those of `read` and `written`. The vectors turn by one lane
 * after each, and so stand as before in the end; the code is written once.
 */
export function eachLane(
  f: FunctionBuilder,
  read: readonly Local<'v128'>[],
  written: readonly Local<'v128'>[],
  compute: (read: Singles, written: Singles) => Singles,
): void {
  const firstLanes = (vectors: readonly Local<'v128'>[]): Singles =>
    vectors.map((vector) => f32x4.extract_lane(vector, 0));
  f.repeat(4, () => {
    const values = compute(firstLanes(read), firstLanes(written));
    for (const [index, vector] of written.entries()) {
      const value = values[index] ?? f32x4.extract_lane(vector, 0);
      f.set(vector, v128.shuffle32(vector, f32x4.splat(value), [1, 2, 3, 4]));
    }
    for (const vector of read) f.set(vector, v128.shuffle32(vector, vector, [1, 2, 3, 0]));
  });
}
