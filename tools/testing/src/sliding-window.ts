/** Where convolution and pooling windows lie, worked out apart from tfjs: the reference for kernels. */
import fc from 'fast-check';

/** One axis of a convolution or pooling. */
export interface WindowAxis {
  readonly inSize: number;
  readonly filterSize: number;
  readonly stride: number;
  readonly dilation: number;
  /** `same` and `valid` as TensorFlow defines them, or elements before and after. */
  readonly pad: 'same' | 'valid' | readonly [number, number];
}

/** Output size and the elements of padding before the input. */
export function slideWindow({ inSize, filterSize, stride, dilation, pad }: WindowAxis): {
  outSize: number;
  before: number;
} {
  const reach = (filterSize - 1) * dilation + 1;
  if (pad === 'same') {
    const outSize = Math.ceil(inSize / stride);
    return { outSize, before: Math.floor(Math.max(0, (outSize - 1) * stride + reach - inSize) / 2) };
  }
  const [before, after] = pad === 'valid' ? [0, 0] : pad;
  return { outSize: Math.floor((inSize + before + after - reach) / stride) + 1, before };
}

/** Calls `visit` with each output position, tap and the input position that the tap reads. */
export function forEachTap(axis: WindowAxis, visit: (out: number, tap: number, input: number) => void): void {
  const { outSize, before } = slideWindow(axis);
  for (let out = 0; out < outSize; out++) {
    for (let tap = 0; tap < axis.filterSize; tap++) {
      const input = out * axis.stride + tap * axis.dilation - before;
      if (input >= 0 && input < axis.inSize) visit(out, tap, input);
    }
  }
}

/** Two axes that a 2-D op can have together: with one kind of padding, and windows that fit. */
export const windowAxes: fc.Arbitrary<readonly [WindowAxis, WindowAxis]> = fc
  .tuple(
    fc.constantFrom('same' as const, 'valid' as const, 'explicit' as const),
    fc.array(
      fc.record({
        inSize: fc.integer({ min: 1, max: 7 }),
        filterSize: fc.integer({ min: 1, max: 4 }),
        stride: fc.integer({ min: 1, max: 3 }),
        before: fc.integer({ min: 0, max: 2 }),
        after: fc.integer({ min: 0, max: 2 }),
      }),
      { minLength: 2, maxLength: 2 },
    ),
  )
  .map(([kind, axes]) => {
    const [height, width] = axes.map(({ before, after, filterSize, ...axis }): WindowAxis => {
      // An explicit pad is narrower than the filter, so that every window has an element.
      const narrow = (amount: number): number => Math.min(amount, filterSize - 1);
      return { ...axis, filterSize, dilation: 1, pad: kind === 'explicit' ? [narrow(before), narrow(after)] : kind };
    });
    return [height, width] as [WindowAxis, WindowAxis];
  })
  .filter((axes) => axes.every((axis) => slideWindow(axis).outSize >= 1));

/** The padding of two axes as tfjs's ops and kernels take it, channels last. */
export function tfjsPad(height: WindowAxis, width: WindowAxis): 'same' | 'valid' | [number, number][] {
  if (typeof height.pad === 'string') return height.pad;
  return [[0, 0], [...height.pad], [...(width.pad as readonly [number, number])], [0, 0]];
}
