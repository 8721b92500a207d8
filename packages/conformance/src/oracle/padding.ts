/** Laws of kernels that add elements at the edges of a tensor. */
import type { HostTensor } from './host-tensor.js';
import { moveElements } from './move.js';
import type { MoveInputs } from './rearrangement.js';

/** How many elements are added before and behind each axis, and which. */
export interface PadAttributes {
  readonly paddings: readonly (readonly [number, number])[];
  readonly constantValue: number;
}

/** x between constants. */
export function pad({ x }: MoveInputs, { paddings, constantValue }: PadAttributes): HostTensor {
  return moveElements(
    x,
    paddedShape(x, paddings),
    (index) => {
      const source = index.map((entry, axis) => entry - (paddings[axis]?.[0] ?? 0));
      return source.every((entry, axis) => entry >= 0 && entry < (x.shape[axis] as number)) ? source : undefined;
    },
    constantValue,
  );
}

/** How much is added, and whether the mirror lies on the outermost elements (`reflect`) or beside them. */
export interface MirrorPadAttributes {
  readonly paddings: readonly (readonly [number, number])[];
  readonly mode: 'reflect' | 'symmetric';
}

/** x between its mirror images. */
export function mirrorPad({ x }: MoveInputs, { paddings, mode }: MirrorPadAttributes): HostTensor {
  const gap = mode === 'reflect' ? 0 : 1; // what lies between an element and its image, at the nearest
  return moveElements(x, paddedShape(x, paddings), (index) =>
    index.map((padded, axis) => {
      const size = x.shape[axis] as number;
      const entry = padded - (paddings[axis]?.[0] ?? 0);
      if (entry < 0) return -entry - gap;
      return entry >= size ? 2 * (size - 1) + gap - entry : entry;
    }),
  );
}

function paddedShape({ shape }: HostTensor, paddings: PadAttributes['paddings']): number[] {
  return shape.map((size, axis) => {
    const [before, after] = paddings[axis] ?? [0, 0];
    return before + size + after;
  });
}
