/** Laws of kernels that put tensors together or fill them up at their edges. */
import type { HostInputs, HostTensor } from './host-tensor.js';
import { axisFromStart, moveElements, withEntry } from './move.js';
import { expandDims, type MoveInputs } from './rearrangement.js';

/** One tensor behind the other along an axis. */
export function concat(inputs: HostInputs, { axis }: { readonly axis: number }): HostTensor {
  const [first, ...rest] = Object.values(inputs) as [HostTensor, ...HostTensor[]];
  return rest.reduce((joined, part) => concatPair(joined, part, axisFromStart(axis, first.shape.length)), first);
}

/** Tensors of one shape side by side along a new axis. */
export function pack(inputs: HostInputs, { axis }: { readonly axis: number }): HostTensor {
  const expanded = Object.entries(inputs).map(([name, input]) => [name, expandDims({ input }, { dim: axis })]);
  return concat(Object.fromEntries(expanded), { axis });
}

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

function concatPair(a: HostTensor, b: HostTensor, axis: number): HostTensor {
  const [sizeOfA, sizeOfB] = [a.shape[axis] as number, b.shape[axis] as number];
  const shape = withEntry(a.shape, axis, sizeOfA + sizeOfB);
  const fromA = moveElements(a, shape, (index) => ((index[axis] as number) < sizeOfA ? index : undefined));
  const fromB = moveElements(b, shape, (index) => {
    const entry = (index[axis] as number) - sizeOfA;
    return entry >= 0 ? withEntry(index, axis, entry) : undefined;
  });
  // each place has zero in one of the two
  return { ...fromA, values: fromA.values.map((value, place) => value + (fromB.values[place] as number)) };
}

function paddedShape({ shape }: HostTensor, paddings: PadAttributes['paddings']): number[] {
  return shape.map((size, axis) => {
    const [before, after] = paddings[axis] ?? [0, 0];
    return before + size + after;
  });
}
