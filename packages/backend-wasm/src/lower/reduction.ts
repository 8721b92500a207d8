/** Reductions of float32 in a program: with the functions of our sums, along any axes, one run of axes after the other. */
import { backend_util, Max, Min, Prod, Sum, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { f32, f32x4 } from '../assembler/operators.js';
import {
  type Fold,
  type FoldFunctions,
  foldNumbers,
  foldRows,
  type Layout,
  layoutOf,
  runFold,
} from '../kernels/reduce-rows.js';
import { sums } from '../kernels/sum.js';
import type { Runtime } from '../runtime.js';

const folds: { readonly [kernelName: string]: Fold } = {
  [Prod]: { neutral: 1, vectors: f32x4.mul, scalars: f32.mul },
  [Max]: { neutral: Number.NEGATIVE_INFINITY, vectors: f32x4.max, scalars: f32.max },
  [Min]: { neutral: Number.POSITIVE_INFINITY, vectors: f32x4.min, scalars: f32.min },
};

const functions: ReadonlyMap<string, FoldFunctions> = new Map([
  [Sum, sums],
  ...Object.entries(folds).map(([kernelName, fold]): [string, FoldFunctions] => [
    kernelName,
    { rows: foldRows(`rows to ${kernelName}`, fold), numbers: foldNumbers(`numbers to ${kernelName}`, fold) },
  ]),
]);

/** What a reduction has for attributes: Max has another name for its axes. */
interface Attributes {
  readonly axis?: number | number[];
  readonly reductionIndices?: number | number[];
  readonly keepDims?: boolean;
}

/** Runs a reduction of float32; undefined for what is none. */
export function lowerReduction(
  runtime: Runtime,
  kernelName: string,
  inputs: Readonly<Record<string, TensorInfo>>,
  attributes: object,
): TensorInfo | undefined {
  const fold = functions.get(kernelName);
  const x = inputs['x'];
  if (fold === undefined || x === undefined || x.dtype !== 'float32') return undefined;
  const { axis, reductionIndices, keepDims = false } = attributes as Attributes;
  const axes = util.parseAxisParam((axis ?? reductionIndices) as number[], x.shape);
  let reduced = x;
  for (const run of runsOf(x.shape, axes)) reduced = reduceRun(runtime, fold, reduced, run);
  const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  return runtime.alias(reduced, keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape, 'float32');
}

/** Reduces neighbouring axes to one element each. */
function reduceRun(runtime: Runtime, fold: FoldFunctions, x: TensorInfo, axes: readonly number[]): TensorInfo {
  const out = runtime.output(
    x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
    'float32',
  );
  const layout = layoutOf(x.shape, axes) as Layout; // neighbours have one
  runFold(runtime, fold, layout, runtime.address(x), runtime.address(out));
  return out;
}

/** Axes that are reduced, in runs of neighbours, innermost first; axes of one element are in nobody's way. */
function runsOf(shape: readonly number[], axes: readonly number[]): number[][] {
  const runs: number[][] = [];
  let isOpen = false;
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    if (!axes.includes(axis)) {
      isOpen = false;
    } else if (isOpen) {
      runs.at(-1)?.push(axis);
    } else {
      runs.push([axis]);
      isOpen = true;
    }
  }
  return runs.toReversed();
}
