/** Sums of float32 along neighbouring axes, where they lie: tfjs's kernel moves the axes to the end first. */
import { type Shape, sizeOf } from '@isograd/core';
import { backend_util, Sum, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Local } from '../assembler/expression.js';
import { f32, f32x4, i32, select } from '../assembler/operators.js';
import { wasmFunction } from '../wasm-function.js';
import { type Reduction, reduction } from './empty-reduction.js';
import { eachGroup, loadLanes, storeLanes } from './partial-vector.js';

/**
 * Numbers that are added up before their sum is added to the total: rounding errors grow with the length of a block and
 * the number of blocks, not with that of all numbers.
 *
 * @see N. J. Higham: "Accuracy and Stability of Numerical Algorithms" (2002), section 4.2
 */
const rowsPerBlock = 64;
const numbersPerBlock = 512;

/** Numbers that are added up before the choice of a way has paid. */
const few = 16;

/** out[b, c] = Σᵣ x[b, r, c], `x` being `[blocks, rows, columns]`; a column is a lane. */
const sumRows = wasmFunction(
  'sumRows',
  { x: 'i32', out: 'i32', blocks: 'i32', rows: 'i32', columns: 'i32' },
  (f, { x, out, blocks, rows, columns }) => {
    const [start, pointer, left, inBlock] = [f.local('i32'), f.local('i32'), f.local('i32'), f.local('i32')];
    const rowBytes = f.local('i32', i32.shl(columns, 2));
    const sums = Array.from({ length: 4 }, () => f.local('v128'));
    const totals = Array.from({ length: 4 }, () => f.local('v128'));
    f.repeat(blocks, () => {
      eachGroup(f, columns, start, (vectors) => {
        const each = (visit: (sum: Local<'v128'>, total: Local<'v128'>, index: number) => void): void =>
          vectors.forEach((_, index) => visit(sums[index] as Local<'v128'>, totals[index] as Local<'v128'>, index));
        each((_sum, total) => f.set(total, f.splatF32(0)));
        f.set(pointer, i32.add(x, start));
        f.set(left, rows);
        f.while(left, () => {
          f.set(inBlock, select('i32', i32.lt_u(left, rowsPerBlock), left, rowsPerBlock));
          f.set(left, i32.sub(left, inBlock));
          each((sum) => f.set(sum, f.splatF32(0)));
          f.while(inBlock, () => {
            each((sum, _total, index) => {
              const { lanes, offset } = vectors[index] as (typeof vectors)[number];
              f.set(sum, f32x4.add(sum, loadLanes(pointer, lanes, offset)));
            });
            f.increase(pointer, rowBytes);
            f.increase(inBlock, -1);
          });
          each((sum, total) => f.set(total, f32x4.add(total, sum)));
        });
        each((_sum, total, index) => {
          const { lanes, offset } = vectors[index] as (typeof vectors)[number];
          storeLanes(f, i32.add(out, start), total, lanes, offset);
        });
      });
      f.increase(x, i32.mul(rowBytes, rows));
      f.increase(out, rowBytes);
    });
  },
);

/** out[r] = Σ x[r, …], each row `length` contiguous numbers. */
const sumNumbers = wasmFunction(
  'sumNumbers',
  { x: 'i32', out: 'i32', rows: 'i32', length: 'i32' },
  (f, { x, out, rows, length }) => {
    const [left, inBlock] = [f.local('i32'), f.local('i32')];
    const [first, second] = [f.local('v128'), f.local('v128')];
    const [sum, total] = [f.local('f32'), f.local('f32')];
    f.repeat(rows, () => {
      f.set(total, 0);
      f.set(left, length);
      f.while(left, () => {
        f.set(inBlock, select('i32', i32.lt_u(left, numbersPerBlock), left, numbersPerBlock));
        f.set(left, i32.sub(left, inBlock));
        f.set(first, f.splatF32(0));
        f.set(second, f.splatF32(0));
        f.while(i32.ge_u(inBlock, 8), () => {
          f.set(first, f32x4.add(first, loadLanes(x, 4)));
          f.set(second, f32x4.add(second, loadLanes(x, 4, 16)));
          f.increase(x, 32);
          f.increase(inBlock, -8);
        });
        f.set(first, f32x4.add(first, second));
        const lane = (index: number) => f32x4.extract_lane(first, index);
        f.set(sum, f32.add(f32.add(lane(0), lane(1)), f32.add(lane(2), lane(3))));
        f.while(inBlock, () => {
          f.set(sum, f32.add(sum, f32.load(x)));
          f.increase(x, 4);
          f.increase(inBlock, -1);
        });
        f.set(total, f32.add(total, sum));
      });
      f.store('f32.store', out, total);
      f.increase(out, 4);
    });
  },
);

/** A tensor as `[blocks, rows, columns]`, of which the rows are added up. */
interface Layout {
  readonly blocks: number;
  readonly rows: number;
  readonly columns: number;
}

/** How axes lie that are reduced, or undefined where others lie between them; axes of one element are in nobody's way. */
function layoutOf(shape: Shape, axes: readonly number[]): Layout | undefined {
  const long = shape.map((_, axis) => axis).filter((axis) => shape[axis] !== 1);
  const reduced = long.filter((axis) => axes.includes(axis));
  const [first = shape.length, last = shape.length - 1] = [reduced[0], reduced.at(-1)];
  if (long.some((axis) => axis > first && axis < last && !axes.includes(axis))) return undefined;
  return {
    blocks: sizeOf(shape.slice(0, first)),
    rows: sizeOf(shape.slice(first, last + 1)),
    columns: sizeOf(shape.slice(last + 1)),
  };
}

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
  functions: [sumRows, sumNumbers],
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
    const [from, to] = [runtime.address(x), runtime.address(out)];
    const { blocks, rows, columns } = layout;
    if (columns === 1) runtime.run(sumNumbers, { x: from, out: to, rows: blocks, length: rows });
    else runtime.run(sumRows, { x: from, out: to, blocks, rows, columns });
    return out;
  },
};
