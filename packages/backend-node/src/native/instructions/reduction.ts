/** Sums, products and extrema along any axes. */
import { floatWord, instruction, type Place, placeWords } from './instruction.js';

/** Numbers of the folds: those of native/reduction.h. */
const folds = {
  float32: { sum: 0, product: 1, maximum: 2, minimum: 3 },
  int32: { sum: 4, product: 5, maximum: 6, minimum: 7 },
  bool: { any: 8, all: 9 },
} as const;

/** What is reduced: numbers of float32 or int32, whose sums and products wrap around, or bools. */
export type NativeFold =
  | { readonly dtype: 'float32' | 'int32'; readonly kind: 'sum' | 'product' | 'maximum' | 'minimum' }
  | { readonly dtype: 'bool'; readonly kind: 'any' | 'all' };

/** Sizes by turns of axes that stay and axes that are reduced, 1 where there are none. */
export type ReductionSizes = readonly [number, number, number, number, number, number, number];

/** `out = scale · fold(x)`. */
export interface Reduction {
  readonly fold: NativeFold;
  readonly sizes: ReductionSizes;
  /** What results of float32 are multiplied by: 1 / n makes means of sums. Default: 1. */
  readonly scale?: number;
  readonly x: Place;
  readonly out: Place;
}

/** The words of a reduction. */
export function reductionWords({ fold, sizes, scale = 1, x, out }: Reduction): number[] {
  const code = fold.dtype === 'bool' ? folds.bool[fold.kind] : folds[fold.dtype][fold.kind];
  return instruction('reduction', [code, floatWord(scale), ...sizes, ...[x, out].flatMap(placeWords)]);
}

/** The sizes of a shape of which some axes are reduced; undefined where others lie between them more than twice. */
export function reductionSizes(shape: readonly number[], axes: readonly number[]): ReductionSizes | undefined {
  const sizes = [1];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const isReduced = sizes.length % 2 === 0;
    if (axes.includes(axis) !== isReduced) sizes.push(1);
    sizes[sizes.length - 1] = (sizes.at(-1) ?? 1) * size;
  }
  const [k0 = 1, r0 = 1, k1 = 1, r1 = 1, k2 = 1, r2 = 1, k3 = 1] = sizes;
  return sizes.length > 7 ? undefined : [k0, r0, k1, r1, k2, r2, k3];
}
