/** Records of kernels that put tensors together. */
import type { Shape } from '@isograd/core';
import { Concat, Pack } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { HostInputs, HostTensor } from '../oracle/host-tensor.js';
import * as laws from '../oracle/joining.js';
import { withEntry } from '../oracle/move.js';
import { exact } from './accuracy.js';
import { floats, seeds, shapes } from './arbitrary.js';
import { edgeTensor, realDTypes } from './movement.js';
import type { OpRecord } from './op-record.js';

interface AxisAttributes {
  readonly axis: number;
}

/** Shapes of what is joined, and the axis. */
type Parts = readonly [shapes: readonly Shape[], axis: number];

/** Tensors as the inputs of a kernel that takes a list. */
function listed(tensors: readonly HostTensor[]): HostInputs {
  return Object.fromEntries(tensors.entries());
}

function joiningRecord(
  name: string,
  law: (inputs: HostInputs, attributes: AxisAttributes) => HostTensor,
  cases: readonly Parts[],
  random: fc.Arbitrary<Parts>,
): OpRecord<HostInputs, AxisAttributes> {
  return {
    name,
    family: 'movement of elements',
    law,
    isVariadic: true,
    accuracy: exact,
    gradient: { kind: 'smooth', inputs: ['*'] },
    cases: cases.flatMap(([parts, axis]) =>
      [...realDTypes, 'complex64' as const].map((dtype) => ({
        inputs: listed(parts.map((shape) => edgeTensor(shape, dtype))),
        attributes: { axis },
      })),
    ),
    random: random.chain(([parts, axis]) =>
      seeds.map((seed) => ({
        inputs: listed(parts.map((shape, place) => floats(shape, seed + place))),
        attributes: { axis },
      })),
    ),
  };
}

const concatRecord = joiningRecord(
  Concat,
  laws.concat,
  [
    [[[1], [1]], 0],
    [[[3], [17], [1]], 0],
    [[[0], [3]], 0],
    [
      [
        [2, 3],
        [4, 3],
      ],
      0,
    ],
    [
      [
        [2, 3],
        [2, 1],
        [2, 5],
      ],
      1,
    ],
    [
      [
        [2, 3],
        [2, 0],
        [2, 2],
      ],
      -1,
    ],
    [
      [
        [0, 3],
        [0, 2],
      ],
      1,
    ],
    [
      [
        [2, 3, 2],
        [2, 1, 2],
      ],
      -2,
    ],
    [
      [
        [2, 1, 3, 2, 1, 2],
        [2, 1, 3, 2, 3, 2],
      ],
      4,
    ],
  ],
  fc
    .record({
      shape: shapes({ minRank: 1, maxRank: 6, maxSide: 3 }),
      sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }),
      place: fc.nat(),
    })
    .map(({ shape, sizes, place }) => {
      const axis = place % shape.length;
      return [sizes.map((size) => withEntry(shape, axis, size)), place % 3 === 0 ? axis - shape.length : axis];
    }),
);

const packRecord = joiningRecord(
  Pack,
  laws.pack,
  [
    [[[]], 0],
    [[[], [], []], 0],
    [[[5], [5]], 0],
    [[[5], [5]], 1],
    [[[5], [5]], -1],
    [[[0], [0]], 0],
    [
      [
        [2, 3],
        [2, 3],
        [2, 3],
      ],
      1,
    ],
    [
      [
        [2, 3],
        [2, 3],
      ],
      -3,
    ],
    [
      [
        [2, 1, 3, 2, 2],
        [2, 1, 3, 2, 2],
      ],
      3,
    ],
  ],
  fc
    .record({ shape: shapes({ maxRank: 5, maxSide: 3 }), count: fc.integer({ min: 1, max: 3 }), place: fc.nat() })
    .map(({ shape, count, place }) => [
      Array.from({ length: count }, () => shape),
      (place % (2 * shape.length + 2)) - shape.length - 1,
    ]),
);

export const joiningRecords: readonly OpRecord[] = [concatRecord, packRecord];
