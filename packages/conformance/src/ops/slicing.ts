/** Records of kernels that take parts of axes. */
import { Slice, SplitV, StridedSlice, Unpack } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { HostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/slicing.js';
import type { SliceAttributes, SplitAttributes, StridedSliceAttributes } from '../oracle/slicing.js';
import { exact } from './accuracy.js';
import { floats, seeds, shapes } from './arbitrary.js';
import { edgeTensor, type Movement, movementRecord, realDTypes } from './movement.js';
import type { OpRecord } from './op-record.js';

const shapesWithAxes = shapes({ minRank: 1, maxRank: 6, maxSide: 4 });

const sliceRecord = movementRecord<SliceAttributes>(Slice, laws.slice, {
  cases: [
    { shape: [1], attributes: { begin: 0, size: 1 } },
    { shape: [17], attributes: { begin: 3, size: 9 } },
    { shape: [5], attributes: { begin: [2], size: [-1] } },
    { shape: [5], attributes: { begin: [5], size: [0] }, title: 'nothing, at the end' },
    { shape: [0], attributes: { begin: [0], size: [0] } },
    { shape: [4, 5], attributes: { begin: [1, 0], size: [2, 5] }, title: 'whole rows' },
    { shape: [4, 5], attributes: { begin: [0, 3], size: [4, 1] }, title: 'a column' },
    { shape: [4, 5], attributes: { begin: 1, size: 2 }, title: 'numbers for the first axis' },
    { shape: [4, 5], attributes: { begin: [1, 2], size: -1 } },
    { shape: [3, 4, 5], attributes: { begin: [1], size: [1] }, title: 'axes left out' },
    { shape: [3, 4, 5], attributes: { begin: [1, 1, 2], size: [2, -1, 3] } },
    { shape: [2, 3, 2, 4], attributes: { begin: [0, 1, 1, 1], size: [2, 2, 1, 3] } },
    { shape: [2, 2, 3, 1, 4], attributes: { begin: [1, 0, 1, 0, 2], size: [1, 2, 2, 1, 2] } },
    { shape: [2, 3, 1, 2, 3, 3], attributes: { begin: [0, 1, 0, 1, 0, 2], size: [2, 2, 1, 1, 2, 1] } },
    { shape: [2, 3], attributes: { begin: [1, 1], size: [0, 2] } },
  ],
  random: shapesWithAxes.chain((shape) =>
    fc
      .tuple(
        ...shape.map((size) => fc.nat(size - 1).chain((begin) => fc.tuple(fc.constant(begin), fc.nat(size - begin)))),
      )
      .map((parts) => ({
        shape,
        attributes: { begin: parts.map(([begin]) => begin), size: parts.map(([, size]) => size || 1) },
      })),
  ),
});

const noMasks = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };

/** A slice in Python's notation: `'1:3, ..., newaxis, ::-1, 2'`. */
function subscript(shape: readonly number[], notation: string): Movement<StridedSliceAttributes> {
  const attributes = { begin: [] as number[], end: [] as number[], strides: [] as number[], ...noMasks };
  for (const [place, part] of notation.split(', ').entries()) {
    const [begin = '', end = '', stride = ''] = part.split(':');
    const bit = 1 << place;
    if (part === '...') attributes.ellipsisMask |= bit;
    else if (part === 'newaxis') attributes.newAxisMask |= bit;
    else if (!part.includes(':')) attributes.shrinkAxisMask |= bit;
    else {
      if (begin === '') attributes.beginMask |= bit;
      if (end === '') attributes.endMask |= bit;
    }
    const from = Number.parseInt(begin, 10) || 0;
    attributes.begin.push(from);
    attributes.end.push(part.includes(':') ? Number.parseInt(end, 10) || 0 : from + 1);
    attributes.strides.push(Number.parseInt(stride, 10) || 1);
  }
  return { shape, attributes, title: `x[${notation}]` };
}

const subscripts: readonly (readonly [shape: readonly number[], notations: readonly string[]])[] = [
  [[1], ['0:1', '::-1', '0', '-1', '1:1']],
  [[0], [':', '::-1', '0:5']],
  [
    [9],
    ['2:7', '2:7:2', '1::3', '::-1', '7:1:-2', '-3:', ':-3', '-1:-8:-3', '5:2', '2:5:-1', '-20:20', '20:-20:-1', '3'],
  ],
  [
    [4, 5],
    ['1:3', ':, 1:4:2', '::-1, ::-2', '2, :', ':, -1', '1, 2', '..., 0', '0, ...', '...', 'newaxis, 1:3, ...'],
  ],
  [
    [2, 3, 4],
    ['..., ::2', '1, ..., 1:3', ':, newaxis, 2, :', '..., newaxis', '::-1, 1:, ::-3', '0, 0, 0', '1:1, :, :'],
  ],
  [
    [2, 0, 3],
    ['1, :, ::-1', ':, 0:2, 1'],
  ],
  [
    [3, 2, 2, 3],
    ['::2, ..., 1', '1:, 0, newaxis, ..., ::-1', ':, :, ::-1, -2:'],
  ],
  [
    [2, 3, 2, 1, 2, 3],
    ['1, ..., ::-1', '::-1, 2:0:-1, :, 0, :, ::2', ':, 1, ..., 0, newaxis, 1:'],
  ],
];

/** One axis of a slice that is not empty. */
const axisSlices = (size: number): fc.Arbitrary<string> =>
  fc
    .record({ a: fc.nat(size - 1), b: fc.nat(size - 1), stride: fc.integer({ min: 1, max: 3 }) })
    .chain(({ a, b, stride }) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      return fc.constantFrom(
        `${low}:${high + 1}:${stride}`,
        `${low - size}::${stride}`,
        `${high}::-${stride}`,
        `::-${stride}`,
        `${high}:${low > 0 ? low - 1 : ''}:-${stride}`,
        ':',
        `${a}`,
        `${a - size}`,
      );
    });

const stridedSliceRecord = movementRecord<StridedSliceAttributes>(StridedSlice, laws.stridedSlice, {
  cases: subscripts.flatMap(([shape, notations]) => notations.map((notation) => subscript(shape, notation))),
  random: shapesWithAxes.chain((shape) =>
    fc
      .record({ parts: fc.tuple(...shape.map(axisSlices)), newAxis: fc.boolean(), ellipsis: fc.boolean() })
      .map(({ parts, newAxis, ellipsis }) => {
        const axes = ellipsis ? ['...', ...parts.slice(1)] : parts;
        return subscript(shape, (newAxis && shape.length < 6 ? [...axes, 'newaxis'] : axes).join(', '));
      }),
  ),
});

const splitRecord = movementRecord<SplitAttributes>(SplitV, laws.split, {
  cases: [
    { shape: [1], attributes: { numOrSizeSplits: 1, axis: 0 } },
    { shape: [12], attributes: { numOrSizeSplits: 3, axis: 0 } },
    { shape: [17], attributes: { numOrSizeSplits: [3, 1, 13], axis: 0 } },
    { shape: [7], attributes: { numOrSizeSplits: [2, -1, 3], axis: 0 } },
    { shape: [3, 4], attributes: { numOrSizeSplits: 2, axis: 1 } },
    { shape: [3, 4], attributes: { numOrSizeSplits: [1, 3], axis: -1 } },
    { shape: [3, 4], attributes: { numOrSizeSplits: [1, 0, 2], axis: 0 }, title: 'an empty part' },
    { shape: [0, 4], attributes: { numOrSizeSplits: 2, axis: 1 } },
    { shape: [2, 6, 3], attributes: { numOrSizeSplits: [4, 2], axis: -2 } },
    { shape: [2, 1, 3, 2, 4, 2], attributes: { numOrSizeSplits: 2, axis: 4 } },
  ],
  random: shapesWithAxes.chain((shape) =>
    fc.record({ axis: fc.nat(shape.length - 1), first: fc.nat() }).map(({ axis, first }) => {
      const size = shape[axis] as number;
      const begin = first % (size + 1);
      const numOrSizeSplits = begin === 0 || begin === size ? size : [begin, size - begin];
      return { shape, attributes: { numOrSizeSplits, axis: first % 2 === 0 ? axis : axis - shape.length } };
    }),
  ),
});

const unpackCases: readonly (readonly [shape: readonly number[], axis: number])[] = [
  [[1], 0],
  [[5], 0],
  [[3, 4], 0],
  [[3, 4], 1],
  [[3, 4], -1],
  [[2, 0], 0],
  [[2, 3, 4], 1],
  [[2, 1, 3, 2, 2, 2], 2],
  [[2, 1, 3, 2, 2, 2], -6],
];

const unpackRecord: OpRecord<{ readonly value: HostTensor }, { readonly axis: number }> = {
  name: Unpack,
  family: 'movement of elements',
  law: laws.unpack,
  accuracy: exact,
  gradient: { kind: 'smooth', inputs: ['value'] },
  cases: unpackCases.flatMap(([shape, axis]) =>
    realDTypes.map((dtype) => ({ inputs: { value: edgeTensor(shape, dtype) }, attributes: { axis } })),
  ),
  random: fc.record({ shape: shapesWithAxes, seed: seeds, place: fc.nat() }).map(({ shape, seed, place }) => ({
    inputs: { value: floats(shape, seed) },
    attributes: { axis: (place % (2 * shape.length)) - shape.length },
  })),
};

export const slicingRecords: readonly OpRecord[] = [sliceRecord, stridedSliceRecord, splitRecord, unpackRecord];
