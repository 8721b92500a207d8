/** Records of reductions. */
import type { Shape } from '@isograd/core';
import { All, Any, ArgMax, ArgMin, Max, max, Mean, Min, Prod, Sum } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { HostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/reduction.js';
import type { Axes, ReductionAttributes, ReductionInputs } from '../oracle/reduction.js';
import { type Accuracy, exact, productOf, sumOf } from './accuracy.js';
import { booleans, distinctFloats, factorsWithZero, floats, integers, seeds, shapes } from './arbitrary.js';
import { floatVector, integerVector, largestFloat, smallestFloat } from './edge-values.js';
import type { Differentiability, OpCase, OpRecord } from './op-record.js';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

/** A tensor of a shape, from a seed. */
type Draw = (shape: Shape, seed: number) => HostTensor;

/** Shapes and axes: all, one, several, from the end, out of order, none; sides beside the widths of registers. */
const axesOfShapes: readonly (readonly [shape: Shape, axes: readonly Axes[]])[] = [
  [[], [null, []]],
  [[1], [null, 0]],
  [[3], [0, -1]],
  [[17], [null, [0]]],
  [[67], [0]],
  [
    [3, 5],
    [null, 0, 1, -1, [0, 1], []],
  ],
  [
    [2, 3, 4],
    [1, [0, 2], [-1, 0], [2, 1]],
  ],
  [
    [2, 1, 3, 2],
    [
      [1, 2],
      [0, 3],
    ],
  ],
  [
    [1, 2, 1, 3, 2, 2],
    [null, 3, [0, 2, 4], [5, 3, 1]],
  ],
  [[0, 3], [1]],
];

/** Shapes and axes that leave nothing to reduce. */
const emptyReductions: readonly (readonly [shape: Shape, axes: readonly Axes[]])[] = [
  [[0], [null]],
  [
    [2, 0, 3],
    [1, [0, 1]],
  ],
];

/** Vectors in which NaN, infinities and the ends of the range meet, in an order that must not matter. */
const edgeVectors: readonly HostTensor[] = [
  [1, nan, 3],
  [nan, 1, 2, 3, 4],
  [1, 2, 3, 4, nan],
  [infinity, 1, -2],
  [-infinity, 1, 2],
  [infinity, -infinity],
  [-0, 0],
  [-0, -0],
  [-1, -2, -3],
  [-largestFloat, -largestFloat],
  [smallestFloat, smallestFloat, smallestFloat],
  [-smallestFloat, 2 ** -126],
].map(floatVector);

function casesOf(
  draws: readonly Draw[],
  shapesAndAxes: readonly (readonly [shape: Shape, axes: readonly Axes[]])[],
): OpCase<ReductionInputs, ReductionAttributes>[] {
  return shapesAndAxes.flatMap(([shape, axes], seed) =>
    axes.flatMap((axis) =>
      draws.flatMap((draw) =>
        [false, true].map((keepDims) => ({ inputs: { x: draw(shape, seed) }, attributes: { axis, keepDims } })),
      ),
    ),
  );
}

const ofVector = (x: HostTensor): OpCase<ReductionInputs, ReductionAttributes> => ({
  inputs: { x },
  attributes: { axis: null, keepDims: false },
});

const randomShapesAndAxes = shapes({ minRank: 1, maxRank: 6, maxSide: 4 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axis: fc.oneof(fc.constant(null), fc.subarray([...shape.keys()], { minLength: 1 })),
    keepDims: fc.boolean(),
  }),
);

function reduction(
  name: string,
  law: (inputs: ReductionInputs, attributes: ReductionAttributes) => HostTensor,
  options: {
    readonly accuracy?: Accuracy<ReductionInputs, ReductionAttributes>;
    readonly gradient?: Differentiability;
    /** What it is tried on by hand. Default: float32 and int32. */
    readonly draws?: readonly Draw[];
    /** What it is tried on at random. Default: float32. */
    readonly draw?: Draw;
    /** What is defined of nothing at all. Default: the result. */
    readonly emptyDraws?: readonly Draw[];
    readonly vectors?: readonly HostTensor[];
    readonly run?: OpRecord<ReductionInputs, ReductionAttributes>['run'];
  },
): OpRecord<ReductionInputs, ReductionAttributes> {
  const {
    accuracy = exact,
    gradient = { kind: 'smooth', inputs: ['x'] },
    draws = [floats, integers],
    draw = floats,
    emptyDraws = draws,
    vectors = [],
    run,
  } = options;
  return {
    name,
    family: 'reductions',
    law,
    ...(run === undefined ? {} : { run }),
    accuracy,
    gradient,
    cases: [...casesOf(draws, axesOfShapes), ...casesOf(emptyDraws, emptyReductions), ...vectors.map(ofVector)],
    random: fc
      .record({ drawn: randomShapesAndAxes, seed: seeds })
      .map(({ drawn: { shape, axis, keepDims }, seed }) => ({
        inputs: { x: draw(shape, seed) },
        attributes: { axis, keepDims },
      })),
  };
}

const zeroGradient: Differentiability = { kind: 'constant', inputs: ['x'] };
const overflowing = integerVector([2 ** 31 - 1, 2 ** 31 - 1, 5, -7]);
const ofAll = sumOf<ReductionInputs, ReductionAttributes>(({ x }, { axis }) => laws.countReduced(x, axis));

/** Whether a sum that overflows before it is divided has a mean is not defined. */
const withoutOverflow = edgeVectors.filter(({ values }) => !values.includes(-largestFloat));

const extremes = {
  draws: [floats, integers, booleans],
  draw: distinctFloats,
  emptyDraws: [floats],
  vectors: edgeVectors,
};

/** Axes as the public ops take them. */
function toAxes(axis: Axes): number | number[] | undefined {
  if (axis === null) return undefined;
  return typeof axis === 'number' ? axis : [...axis];
}

/** Positions of extremes: of one axis, which is not empty. */
function position(name: string, law: typeof laws.argMax): OpRecord<ReductionInputs, { readonly axis: number }> {
  const shapesAndAxis = axesOfShapes.flatMap(([shape, axes]) =>
    axes.filter((axis): axis is number => typeof axis === 'number').map((axis) => [shape, axis] as const),
  );
  const tied = integerVector([3, 7, 7, 1, 1, 7]);
  return {
    name,
    family: 'reductions',
    law,
    accuracy: exact,
    gradient: zeroGradient,
    cases: [
      ...shapesAndAxis.flatMap(([shape, axis], seed) =>
        [floats, integers, booleans].map((draw) => ({ inputs: { x: draw(shape, seed) }, attributes: { axis } })),
      ),
      ...[...edgeVectors, tied].map((x) => ({ inputs: { x }, attributes: { axis: 0 } })),
    ],
    random: shapes({ minRank: 1, maxRank: 6, maxSide: 4 }).chain((shape) =>
      fc
        .record({ axis: fc.integer({ min: -shape.length, max: shape.length - 1 }), seed: seeds })
        .map(({ axis, seed }) => ({
          inputs: { x: distinctFloats(shape, seed) },
          attributes: { axis },
        })),
    ),
  };
}

export const reductionRecords: readonly OpRecord[] = [
  reduction(All, laws.all, { draws: [booleans], draw: booleans, gradient: zeroGradient }),
  reduction(Any, laws.any, { draws: [booleans], draw: booleans, gradient: zeroGradient }),
  reduction(Sum, laws.sum, { accuracy: ofAll, vectors: [...edgeVectors, overflowing] }),
  reduction(Mean, laws.mean, { accuracy: ofAll, draws: [floats, integers, booleans], vectors: withoutOverflow }),
  reduction(Prod, laws.prod, {
    accuracy: productOf(({ x }, { axis }) => laws.countReduced(x, axis)),
    draws: [factorsWithZero, integers],
    draw: factorsWithZero,
    vectors: [
      ...edgeVectors.filter(({ values }) => values.every((value) => Math.abs(value) !== smallestFloat)),
      overflowing,
    ],
  }),
  reduction(Max, laws.max, {
    ...extremes,
    run: ({ x }, { axis, keepDims }) => max(x, toAxes(axis), keepDims), // the kernel has another word for the axes
  }),
  reduction(Min, laws.min, extremes),
  position(ArgMax, laws.argMax),
  position(ArgMin, laws.argMin),
];
