/** Laws of kernels that relabel, reorder or repeat axes. */
import type { HostTensor } from './host-tensor.js';
import { axisFromStart, moveElements } from './move.js';
import type { Axes } from './reduction.js';

/** Input of most laws here. */
export type MoveInputs = { readonly x: HostTensor };

/** The same elements in row-major order in another shape, of which one size may be -1: what is left. */
export function reshape({ x }: MoveInputs, { shape }: { readonly shape: readonly number[] }): HostTensor {
  const known = shape.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const size = x.shape.reduce((product, side) => product * side, 1);
  return { ...x, shape: shape.map((side) => (side === -1 ? size / known : side)) };
}

/** An axis of size 1 before the axis `dim`; -1 is behind the last. */
export function expandDims({ input }: { readonly input: HostTensor }, { dim }: { readonly dim: number }): HostTensor {
  const place = axisFromStart(dim, input.shape.length + 1);
  return { ...input, shape: [...input.shape.slice(0, place), 1, ...input.shape.slice(place)] };
}

/** Axis i of the result is axis perm[i] of x. */
export function transpose({ x }: MoveInputs, { perm }: { readonly perm: readonly number[] }): HostTensor {
  return moveElements(
    x,
    perm.map((axis) => x.shape[axis] as number),
    (index) => x.shape.map((_, axis) => index[perm.indexOf(axis)] as number),
  );
}

/** The axes named run backwards. */
export function reverse({ x }: MoveInputs, { dims }: { readonly dims: Axes }): HostTensor {
  const axes = dims === null ? x.shape.keys() : [dims].flat().map((axis) => axisFromStart(axis, x.shape.length));
  const isReversed = new Set(axes);
  return moveElements(x, x.shape, (index) =>
    index.map((entry, axis) => (isReversed.has(axis) ? (x.shape[axis] as number) - 1 - entry : entry)),
  );
}

/** x, `reps[axis]` times along each axis. */
export function tile({ x }: MoveInputs, { reps }: { readonly reps: readonly number[] }): HostTensor {
  return moveElements(
    x,
    x.shape.map((size, axis) => size * (reps[axis] as number)),
    (index) => index.map((entry, axis) => entry % (x.shape[axis] as number)),
  );
}

/** x on the diagonal of a tensor that has each of its axes twice; zeros elsewhere. */
export function diag({ x }: MoveInputs): HostTensor {
  const { shape } = x;
  return moveElements(x, [...shape, ...shape], (index) => {
    const [row, column] = [index.slice(0, shape.length), index.slice(shape.length)];
    return String(row) === String(column) ? row : undefined;
  });
}
