/** Sums of float32 along neighbouring axes, where they lie: tfjs's kernel moves the axes to the end first. */
import { type Shape, sizeOf } from '@isograd/core';
import { backend_util, Sum, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Reduction, reduction } from './empty-reduction.js';
import { addition, type FoldFunctions, foldNumbers, foldRows, layoutOf, runFold } from './reduce-rows.js';

/** Numbers that are added up before the choice of a way has paid. */
const few = 16;

/** Sums of rows, and of numbers in a row. */
export const sums: FoldFunctions = {
  rows: foldRows('sumRows', addition),
  numbers: foldNumbers('sumNumbers', addition),
};

/** Whether rows of few numbers are added up, in which case tfjs's kernel moves nothing. */
function isOfShortRows(shape: Shape, attributes: Parameters<Reduction['compute']>[2]): boolean {
  const axes = 'axis' in attributes ? attributes.axis : attributes.reductionIndices;
  const isLast = Array.isArray(axes) && axes.length === 1 && axes[0] === shape.length - 1;
  return isLast && (shape.at(-1) ?? 1) <= few;
}

const ofNothing: Reduction = reduction(Sum, () => 0);

/** The kernel `Sum`. */
export const sumKernel: Reduction = {
  kernelName: Sum,
  functions: [sums.rows, sums.numbers],
  isLeftToUpstream({ x }, attributes) {
    const size = sizeOf(x.shape);
    return size > 0 && (size <= few || x.dtype !== 'float32' || isOfShortRows(x.shape, attributes));
  },
  compute(runtime, { x }: { readonly x: TensorInfo }, attributes) {
    if (sizeOf(x.shape) === 0) return ofNothing.compute(runtime, { x }, attributes);
    const axes = util.parseAxisParam('axis' in attributes ? attributes.axis : attributes.reductionIndices, x.shape);
    const layout = layoutOf(x.shape, axes);
    if (layout === undefined) return runtime.callUpstream(Sum, { x }, attributes);
    const [reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    const shape = attributes.keepDims ? backend_util.expandShapeToKeepDim(reduced, axes) : reduced;
    const out = runtime.output(shape, 'float32');
    runFold(runtime, sums, layout, runtime.address(x), runtime.address(out));
    return out;
  },
};
