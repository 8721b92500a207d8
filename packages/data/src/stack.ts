/** Stacks elements into one batch. */
import { type HostData, hostZeros, NdArray, type Tree, treeMap, treeUnflatten, ValueError } from '@isograd/core';
import { leafShapesDiffer, leafTypesDiffer, notALeaf, structuresDiffer } from './messages.js';

/**
 * What `batch` makes of elements of type `T`: every array gets a first axis `batch`, every number becomes
 * float32 `[batch]`, every boolean bool `[batch]`, and strings are listed.
 */
export type Batched<T> = T extends NdArray | number | boolean
  ? NdArray
  : T extends string
    ? readonly string[]
    : T extends readonly unknown[]
      ? { readonly [K in keyof T]: Batched<T[K]> }
      : T extends object
        ? { readonly [K in keyof T]: Batched<T[K]> }
        : never;

/** The kinds of leaves that can be stacked, each with how it is done. */
const stackers = {
  array: (leaves: readonly unknown[], first: number, path: string) => stackArrays(leaves as NdArray[], first, path),
  number: (leaves: readonly unknown[]) => new NdArray(Float32Array.from(leaves as number[]), [leaves.length]),
  boolean: (leaves: readonly unknown[]) => new NdArray(Uint8Array.from(leaves as boolean[], Number), [leaves.length]),
  string: (leaves: readonly unknown[]) => leaves as readonly string[],
};

type LeafKind = keyof typeof stackers;

/**
 * Stacks trees of the same structure.
 *
 * @param elements - At least one.
 * @param first - Index of the first of them in the dataset, for messages.
 * @throws {ShapeError} DATA_STRUCTURE or DATA_LEAF_SHAPE, {DTypeError} DATA_LEAF_TYPE or DATA_LEAF.
 */
export function stack<T>(elements: readonly T[], first: number): Batched<T> {
  // Which type T is was settled by the pipeline; here an element is a tree of whatever it holds.
  const trees = elements as readonly Tree<unknown>[];
  const like = trees[0] as Tree<unknown>;
  const columns: { path: string; leaves: unknown[] }[] = [];
  trees.forEach((tree, offset) => {
    let column = 0;
    const collect = ([, leaf]: readonly unknown[], path: string): void => {
      if (offset === 0) columns.push({ path, leaves: [leaf] });
      else columns[column++]?.leaves.push(leaf);
    };
    try {
      treeMap<unknown, void>(collect, like, tree);
    } catch (cause) {
      throw cause instanceof ValueError ? structuresDiffer(first + offset, cause) : cause;
    }
  });
  const stacked = columns.map(({ path, leaves }) => stackLeaves(leaves, first, path));
  return treeUnflatten(like, stacked) as Batched<T>;
}

function stackLeaves(leaves: readonly unknown[], first: number, path: string): NdArray | readonly string[] {
  const kind = leafKind(leaves[0], first, path);
  leaves.forEach((leaf, offset) => {
    const other = leafKind(leaf, first + offset, path);
    if (other !== kind) throw leafTypesDiffer({ path, index: first + offset, received: other, expected: kind });
  });
  return stackers[kind](leaves, first, path);
}

function leafKind(leaf: unknown, index: number, path: string): LeafKind {
  if (leaf instanceof NdArray) return 'array';
  if (typeof leaf === 'number' || typeof leaf === 'boolean' || typeof leaf === 'string') return typeof leaf as LeafKind;
  throw notALeaf(path, index, leaf);
}

function stackArrays(arrays: readonly NdArray[], first: number, path: string): NdArray {
  const { dtype, shape, size } = arrays[0] as NdArray;
  const data: HostData = hostZeros(dtype, arrays.length * size);
  arrays.forEach((array, offset) => {
    const index = first + offset;
    if (array.dtype !== dtype) throw leafTypesDiffer({ path, index, received: array.dtype, expected: dtype });
    if (array.shape.length !== shape.length || array.shape.some((length, axis) => length !== shape[axis])) {
      throw leafShapesDiffer({ path, index, received: array, expected: { dtype, shape } });
    }
    data.set(array.data, offset * size);
  });
  return new NdArray(data, [arrays.length, ...shape]);
}
