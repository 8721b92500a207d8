/** Laws of reading and writing at positions that are data. Positions out of range are left out: they are errors. */
import { at, type HostTensor, type Index, indicesOf, positionOf } from './host-tensor.js';
import { axisFromStart, moveElements } from './move.js';

/** A table and the positions read. */
export type GatherInputs = { readonly x: HostTensor; readonly indices: HostTensor };

/** Which axis the positions are of, and how many leading axes the table and the positions share. */
export interface GatherAttributes {
  readonly axis: number;
  readonly batchDims: number;
}

/** y[batch, outer, i, inner] = x[batch, outer, indices[batch, i], inner], where `i` may be several axes. */
export function gather({ x, indices }: GatherInputs, attributes: GatherAttributes): HostTensor {
  const axis = axisFromStart(attributes.axis, x.shape.length);
  const batchDims = axisFromStart(attributes.batchDims, indices.shape.length);
  const own = indices.shape.slice(batchDims);
  return moveElements(x, [...x.shape.slice(0, axis), ...own, ...x.shape.slice(axis + 1)], (index) => {
    const position = at(indices, [...index.slice(0, batchDims), ...index.slice(axis, axis + own.length)]);
    return [...index.slice(0, axis), position, ...index.slice(axis + own.length)];
  });
}

/** A table, and tuples of positions in its first axes: the last axis of `indices` is a tuple. */
export type GatherNdInputs = { readonly params: HostTensor; readonly indices: HostTensor };

/** y[i, inner] = params[indices[i], inner] */
export function gatherNd({ params, indices }: GatherNdInputs): HostTensor {
  const outer = indices.shape.slice(0, -1);
  const depth = indices.shape.at(-1) as number;
  return moveElements(params, [...outer, ...params.shape.slice(depth)], (index) => [
    ...tupleAt(indices, index.slice(0, outer.length)),
    ...index.slice(outer.length),
  ]);
}

/** Values, and the tuples of positions that they go to. */
export type ScatterInputs = { readonly indices: HostTensor; readonly updates: HostTensor };

/** y[indices[i], inner] = Σ updates[i, inner], zero where nothing goes; int32 wraps. */
export function scatterNd(
  { indices, updates }: ScatterInputs,
  { shape }: { readonly shape: readonly number[] },
): HostTensor {
  const add = (old: number, update: number): number => (updates.dtype === 'int32' ? (old + update) | 0 : old + update);
  return write(
    moveElements(updates, shape, () => undefined),
    indices,
    updates,
    add,
  );
}

/** `tensor` with the updates written over it; which of two updates of one element wins is not defined. */
export function tensorScatterUpdate({
  tensor,
  indices,
  updates,
}: ScatterInputs & { readonly tensor: HostTensor }): HostTensor {
  return write(tensor, indices, updates, (_old, update) => update);
}

/** Positions (a scalar, a vector, or a row for each), values for them or one for all, and what lies elsewhere. */
export type SparseToDenseInputs = {
  readonly sparseIndices: HostTensor;
  readonly sparseValues: HostTensor;
  readonly defaultValue: HostTensor;
};

/** The values at their positions, the default elsewhere; no position may occur twice. */
export function sparseToDense(
  { sparseIndices, sparseValues, defaultValue }: SparseToDenseInputs,
  { outputShape }: { readonly outputShape: readonly number[] },
): HostTensor {
  const rank = outputShape.length;
  const count = sparseIndices.shape[0] ?? 1;
  const filled = moveElements(defaultValue, outputShape, () => []);
  const updates = moveElements(sparseValues, [count], (index) => (sparseValues.shape.length === 0 ? [] : index));
  return write(filled, { ...sparseIndices, shape: [count, rank] }, updates, (_old, update) => update);
}

/** `tensor` with each update combined with the element that it goes to. */
function write(
  tensor: HostTensor,
  indices: HostTensor,
  updates: HostTensor,
  combine: (old: number, update: number) => number,
): HostTensor {
  const values = tensor.values.slice();
  const outerRank = indices.shape.length - 1;
  for (const index of indicesOf(updates.shape)) {
    const place = [...tupleAt(indices, index.slice(0, outerRank)), ...index.slice(outerRank)];
    const position = positionOf(tensor.shape, place);
    values[position] = combine(values[position] as number, at(updates, index));
  }
  return { ...tensor, values };
}

/** One row of the last axis. */
function tupleAt(indices: HostTensor, outer: Index): number[] {
  return Array.from({ length: indices.shape.at(-1) as number }, (_, entry) => at(indices, [...outer, entry]));
}
