/** Records of reading and writing at positions that are data. */
import type { Shape } from '@isograd/core';
import { GatherNd, GatherV2, ScatterNd, SparseToDense, TensorScatterUpdate } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/gather.js';
import type {
  GatherAttributes,
  GatherInputs,
  GatherNdInputs,
  ScatterInputs,
  SparseToDenseInputs,
} from '../oracle/gather.js';
import { type HostTensor, hostTensor, indexOf } from '../oracle/host-tensor.js';
import { exact, sumOf } from './accuracy.js';
import { booleans, floats, integers, seeds } from './arbitrary.js';
import { floatVector, integerVector } from './edge-values.js';
import { edgeTensor, realDTypes } from './movement.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'reading and writing at positions';

/** Shapes of one look-up. */
interface LookUp {
  readonly table: Shape;
  readonly indices: Shape;
  readonly axis: number;
  readonly batchDims: number;
}

const lookUps: readonly LookUp[] = [
  { table: [1], indices: [1], axis: 0, batchDims: 0 },
  { table: [5], indices: [], axis: 0, batchDims: 0 },
  { table: [5], indices: [17], axis: 0, batchDims: 0 },
  { table: [5, 3], indices: [4], axis: 0, batchDims: 0 },
  { table: [5, 3], indices: [4], axis: 1, batchDims: 0 },
  { table: [5, 3], indices: [2, 2], axis: -1, batchDims: 0 },
  { table: [5, 3], indices: [0], axis: 0, batchDims: 0 },
  { table: [5, 0], indices: [2], axis: 0, batchDims: 0 },
  { table: [2, 5, 3], indices: [4, 2], axis: -2, batchDims: 0 },
  { table: [2, 5], indices: [2, 3], axis: 1, batchDims: 1 },
  { table: [2, 5, 3], indices: [2, 4], axis: 1, batchDims: 1 },
  { table: [2, 3, 5], indices: [2, 4], axis: 2, batchDims: 1 },
  { table: [2, 3, 5, 2], indices: [2, 3, 4], axis: 2, batchDims: 2 },
  { table: [2, 3, 5], indices: [2, 3, 2], axis: -1, batchDims: -1 },
  { table: [2, 1, 3, 2, 2], indices: [2, 2], axis: 2, batchDims: 0 },
];

function lookUpCase(
  { table, indices, axis, batchDims }: LookUp,
  seed: number,
  x: HostTensor = floats(table, seed),
): OpCase<GatherInputs, GatherAttributes> {
  const size = table.at(axis) as number;
  return { inputs: { x, indices: integers(indices, seed, [0, size]) }, attributes: { axis, batchDims } };
}

const gatherRecord: OpRecord<GatherInputs, GatherAttributes> = {
  name: GatherV2,
  family,
  law: laws.gather,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['x'] },
  cases: lookUps.flatMap((lookUp, seed) =>
    realDTypes.map((dtype) => lookUpCase(lookUp, seed, edgeTensor(lookUp.table, dtype))),
  ),
  random: fc
    .record({
      batch: fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 2 }),
      outer: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 1 }),
      size: fc.integer({ min: 1, max: 7 }),
      inner: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 1 }),
      picked: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
      isFromEnd: fc.boolean(),
      seed: seeds,
    })
    .map(({ batch, outer, size, inner, picked, isFromEnd, seed }) => {
      const table = [...batch, ...outer, size, ...inner];
      const indices = [...batch, ...picked];
      const axis = batch.length + outer.length - (isFromEnd ? table.length : 0);
      const batchDims = batch.length - (isFromEnd && picked.length > 0 ? indices.length : 0);
      return lookUpCase({ table, indices, axis, batchDims }, seed);
    }),
};

/** Tuples of positions in the axes of a shape, different ones as long as there are some. */
function tuples(outer: Shape, axes: Shape, seed: number): HostTensor {
  const count = outer.reduce((product, size) => product * size, 1);
  const places = axes.reduce((product, size) => product * size, 1);
  const step = [7, 5, 3, 1].find((candidate) => places % candidate !== 0 || candidate === 1) as number;
  const values = Array.from({ length: count }, (_, tuple) => indexOf(axes, (seed + tuple * step) % places));
  return hostTensor(values.flat(), [...outer, axes.length], 'int32');
}

/** Shape of the table, how many of its axes a tuple is of, and how the tuples are arranged. */
type Addressing = readonly [table: Shape, depth: number, outer: Shape];

const addressings: readonly Addressing[] = [
  [[1], 1, [1]],
  [[5], 1, [3]],
  [[5, 3], 2, [4]],
  [[5, 3], 1, [4]],
  [[5, 3], 2, [2, 3]],
  [[17, 3], 1, [5]],
  [[2, 3, 5], 2, [4]],
  [[2, 3, 5], 3, [7]],
  [[5, 3], 1, [0]],
  [[2, 3, 2, 2], 3, [5]],
  [[2, 1, 3, 2, 2], 2, [3]],
  [[2, 1, 3, 2, 1, 2], 4, [5]],
];

const randomAddressings = fc
  .record({
    axes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    inner: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
    share: fc.double({ min: 0.2, max: 1, noNaN: true }),
    seed: seeds,
  })
  .map(({ axes, inner, share, seed }) => {
    const places = axes.reduce((product, size) => product * size, 1);
    const addressing: Addressing = [[...axes, ...inner], axes.length, [Math.max(1, Math.floor(share * places))]];
    return { addressing, seed };
  });

const gatherNdCase = (
  [table, depth, outer]: Addressing,
  seed: number,
  params: HostTensor = floats(table, seed),
): OpCase<GatherNdInputs> => ({
  inputs: { params, indices: tuples(outer, table.slice(0, depth), seed) },
  attributes: {},
});

const gatherNdRecord: OpRecord<GatherNdInputs> = {
  name: GatherNd,
  family,
  law: laws.gatherNd,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['params'] },
  cases: addressings.flatMap((addressing, seed) =>
    realDTypes.map((dtype) => gatherNdCase(addressing, seed, edgeTensor(addressing[0], dtype))),
  ),
  random: randomAddressings.map(({ addressing, seed }) => gatherNdCase(addressing, seed)),
};

type ScatterCase = OpCase<ScatterInputs, { readonly shape: Shape }>;

function scatterCase([shape, depth, outer]: Addressing, seed: number, draw = floats): ScatterCase {
  const indices = tuples(outer, shape.slice(0, depth), seed);
  return { inputs: { indices, updates: draw([...outer, ...shape.slice(depth)], seed) }, attributes: { shape } };
}

const scatterRecord: OpRecord<ScatterInputs, { readonly shape: Shape }> = {
  name: ScatterNd,
  family,
  law: laws.scatterNd,
  accuracy: sumOf(({ updates }) => updates.values.length),
  gradient: { kind: 'smooth', inputs: ['updates'] },
  cases: [
    ...addressings.flatMap((addressing, seed) => [floats, integers].map((draw) => scatterCase(addressing, seed, draw))),
    ...addressings.slice(0, 2).map((addressing, seed) => scatterCase(addressing, seed, booleans)),
    { ...scatterCase([[3], 1, [9]], 1), title: 'positions that occur several times' },
    { ...scatterCase([[2, 3], 2, [17]], 1, integers), title: 'positions that occur several times' },
    {
      inputs: {
        indices: hostTensor([3, 0, 3, 1], [4, 1], 'int32'),
        updates: floatVector([1, Number.NaN, Number.POSITIVE_INFINITY, -0]),
      },
      attributes: { shape: [5] },
      title: 'NaN stays where it goes',
    },
  ],
  random: randomAddressings.map(({ addressing, seed }) => scatterCase(addressing, seed)),
};

type UpdateInputs = ScatterInputs & { readonly tensor: HostTensor };

function updateCase(addressing: Addressing, seed: number, draw = floats): OpCase<UpdateInputs> {
  const { inputs } = scatterCase(addressing, seed, draw);
  return { inputs: { tensor: draw(addressing[0], seed + 1), ...inputs }, attributes: {} };
}

const updateRecord: OpRecord<UpdateInputs> = {
  name: TensorScatterUpdate,
  family,
  law: laws.tensorScatterUpdate,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['tensor', 'updates'] },
  cases: addressings.flatMap((addressing, seed) =>
    [floats, integers, booleans].map((draw) => updateCase(addressing, seed, draw)),
  ),
  random: randomAddressings.map(({ addressing, seed }) => updateCase(addressing, seed)),
};

type DenseCase = OpCase<SparseToDenseInputs, { readonly outputShape: Shape }>;

/** The values at different positions of a shape. */
function denseCase(outputShape: Shape, sparseValues: HostTensor, count: number, seed: number): DenseCase {
  const { dtype } = sparseValues;
  const defaultValue = hostTensor([1], [], dtype);
  return {
    inputs: { sparseIndices: tuples([count], outputShape, seed), sparseValues, defaultValue },
    attributes: { outputShape },
  };
}

/** Positions in a vector, as numbers instead of rows. */
const vectorCase = (sparseIndices: HostTensor, sparseValues: HostTensor): DenseCase => ({
  inputs: { sparseIndices, sparseValues, defaultValue: hostTensor([-0.5], []) },
  attributes: { outputShape: [7] },
});

const sparseToDenseRecord: OpRecord<SparseToDenseInputs, { readonly outputShape: Shape }> = {
  name: SparseToDense,
  family,
  law: laws.sparseToDense,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['sparseValues', 'defaultValue'] },
  cases: [
    ...[floats, integers, booleans].flatMap((draw) =>
      [[5], [17], [3, 4], [2, 3, 4], [2, 1, 3, 2, 2]].map((shape, seed) => denseCase(shape, draw([3], seed), 3, seed)),
    ),
    denseCase([3, 4], floats([], 1), 5, 1),
    denseCase([3, 4], floats([0], 1), 0, 1),
    vectorCase(integerVector([1, 3, 6]), floatVector([1, Number.NaN, Number.POSITIVE_INFINITY])),
    vectorCase(integerVector([2, 4]), { ...floatVector([7]), shape: [] }),
    vectorCase({ ...integerVector([2]), shape: [] }, { ...floatVector([7]), shape: [] }),
  ],
  random: fc
    .record({
      shape: fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 1, maxLength: 3 }),
      hasOneValue: fc.boolean(),
      seed: seeds,
    })
    .map(({ shape, hasOneValue, seed }) => denseCase(shape, floats(hasOneValue ? [] : [2], seed), 2, seed)),
};

export const gatherRecords: readonly OpRecord[] = [
  gatherRecord,
  gatherNdRecord,
  scatterRecord,
  updateRecord,
  sparseToDenseRecord,
];
