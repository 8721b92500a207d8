/** Trees of tensors: leaves by path, copies on the host, and how two of these differ. */
import { describeTensor, treeEntries, treeMap } from '@isograd/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { HostTensor } from '../oracle/host-tensor.js';
import type { TensorTree } from './optimizer-case.js';
import { toHost } from './transfer.js';

/** Tensors by path. */
export type HostTree = ReadonlyMap<string, HostTensor>;

/** The leaf at a path of the tree. */
export function leafAt(tree: TensorTree, path: string): Tensor {
  return new Map(treeEntries<Tensor>(tree)).get(path) as Tensor;
}

/** The tree with what `fn` makes of one leaf in its place. */
export function withLeaf(tree: TensorTree, path: string, fn: (leaf: Tensor) => TensorTree): TensorTree {
  return treeMap<Tensor, TensorTree>(([leaf], place) => (place === path ? fn(leaf) : leaf), tree) as TensorTree;
}

/** A copy on the host. */
export function hostTree(tree: TensorTree): HostTree {
  return new Map(treeEntries<Tensor>(tree).map(([path, leaf]) => [path, toHost(leaf)]));
}

/** Paths, dtypes and shapes in words. */
export function formOf(tree: TensorTree): string {
  const leaves = treeEntries<Tensor>(tree).map(([path, leaf]) => `${path} ${describeTensor(leaf)}`);
  return leaves.join(', ');
}

/** The first difference in words, or undefined where bits are the same; those of NaN are not looked at. */
export function differenceOf(got: HostTree, expected: HostTree): string | undefined {
  return firstDifference(got, expected, Object.is);
}

/** The same, where the largest element of the expected tree is the measure of what is close. */
export function distanceOf(got: HostTree, expected: HostTree, tolerance: number): string | undefined {
  const values = [...expected.values()].flatMap((tensor) => Array.from(tensor.values, Math.abs));
  const allowed = tolerance * values.reduce((largest, value) => Math.max(largest, value), 0);
  return firstDifference(got, expected, (a, b) => Math.abs(a - b) <= allowed);
}

function firstDifference(
  got: HostTree,
  expected: HostTree,
  isEqual: (a: number, b: number) => boolean,
): string | undefined {
  const [paths, wanted] = [[...got.keys()].join(', '), [...expected.keys()].join(', ')];
  if (paths !== wanted) return `there are ${paths} instead of ${wanted}`;
  for (const [path, tensor] of expected) {
    const other = got.get(path) as HostTensor;
    const [form, wantedForm] = [describeTensor(other), describeTensor(tensor)];
    if (form !== wantedForm) return `${path} is ${form} instead of ${wantedForm}`;
    const place = tensor.values.findIndex((value, index) => !isEqual(other.values[index] as number, value));
    if (place >= 0) return `element ${place} of ${path} is ${other.values[place]} instead of ${tensor.values[place]}`;
  }
  return undefined;
}
