/** Records of convolution as @isograd/core has it, after Keras. */
import { conv, convTranspose } from '@isograd/core';
import fc from 'fast-check';
import * as laws from '../oracle/keras-convolution.js';
import type { GroupedAttributes, KerasConvolutionInputs, TransposedAttributes } from '../oracle/keras-convolution.js';
import { sumOf } from './accuracy.js';
import { floats, seeds } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'convolution';

type GroupedCase = OpCase<KerasConvolutionInputs, GroupedAttributes>;

function groupedCase(
  [space, window, channels, filters]: readonly [readonly number[], readonly number[], number, number],
  rest: Partial<GroupedAttributes>,
  seed: number,
): GroupedCase {
  const ones = space.map(() => 1);
  const attributes: GroupedAttributes = { strides: ones, padding: 'same', dilationRate: ones, groups: 1, ...rest };
  return {
    inputs: {
      x: floats([2, ...space, channels], seed),
      kernel: floats([...window, channels / attributes.groups, filters], seed + 1),
    },
    attributes,
  };
}

const grouped: OpRecord<KerasConvolutionInputs, GroupedAttributes> = {
  name: 'conv',
  family,
  law: laws.groupedConvolution,
  run: ({ x, kernel }, attributes) => conv(x, kernel, attributes),
  accuracy: sumOf(({ kernel }) => kernel.values.length / (kernel.shape.at(-1) as number)),
  gradient: { kind: 'smooth', inputs: ['x', 'kernel'] },
  cases: [
    groupedCase([[7], [3], 2, 3], { padding: 'valid' }, 1),
    groupedCase([[9], [3], 1, 5], { padding: 'causal', dilationRate: [2] }, 2),
    groupedCase([[5], [2], 4, 6], { groups: 2 }, 3),
    groupedCase([[5, 4], [3, 2], 6, 9], { groups: 3, strides: [2, 2] }, 4),
    groupedCase([[5, 5], [3, 3], 3, 6], { groups: 3 }, 5),
    groupedCase([[3, 4, 3], [2, 2, 2], 4, 2], { groups: 2, padding: 'valid' }, 6),
    groupedCase([[1, 1], [1, 1], 1, 1], {}, 7),
  ],
  random: fc
    .record({
      rank: fc.integer({ min: 1, max: 3 }),
      side: fc.integer({ min: 2, max: 4 }),
      window: fc.integer({ min: 1, max: 2 }),
      groups: fc.integer({ min: 1, max: 2 }),
      stride: fc.integer({ min: 1, max: 2 }),
      padding: fc.constantFrom('same' as const, 'valid' as const),
      seed: seeds,
    })
    .map(({ rank, side, window, groups, stride, padding, seed }) => {
      const each = (value: number): number[] => Array.from({ length: rank }, () => value);
      const rest = { groups, strides: each(stride), padding };
      return groupedCase([each(side), each(window), 2 * groups, 2 * groups], rest, seed);
    }),
};

type TransposedCase = OpCase<KerasConvolutionInputs, TransposedAttributes>;

function transposedCase(
  [space, window, channels, filters]: readonly [readonly number[], readonly number[], number, number],
  rest: Partial<TransposedAttributes>,
  seed: number,
): TransposedCase {
  const ones = space.map(() => 1);
  return {
    inputs: { x: floats([2, ...space, channels], seed), kernel: floats([...window, filters, channels], seed + 1) },
    attributes: { strides: ones, padding: 'same', dilationRate: ones, ...rest },
  };
}

const transposed: OpRecord<KerasConvolutionInputs, TransposedAttributes> = {
  name: 'convTranspose',
  family,
  law: laws.transposedConvolution,
  run: ({ x, kernel }, attributes) => convTranspose(x, kernel, attributes),
  accuracy: sumOf(({ kernel }) => kernel.values.length / (kernel.shape.at(-2) as number)),
  gradient: { kind: 'smooth', inputs: ['x', 'kernel'] },
  cases: [
    transposedCase([[4], [3], 2, 3], { strides: [2] }, 1),
    transposedCase([[3, 4], [4, 3], 3, 5], { strides: [2, 2], padding: 'valid' }, 2),
    transposedCase([[3, 3], [2, 2], 1, 2], { strides: [3, 3] }, 3),
    transposedCase([[4, 4], [3, 3], 2, 2], { dilationRate: [2, 2] }, 4),
    transposedCase([[2, 3, 2], [2, 2, 3], 2, 3], { strides: [2, 2, 2] }, 5),
    transposedCase([[1, 1], [1, 1], 1, 1], {}, 6),
  ],
  random: fc
    .record({
      rank: fc.integer({ min: 1, max: 3 }),
      side: fc.integer({ min: 1, max: 3 }),
      window: fc.integer({ min: 1, max: 3 }),
      stride: fc.integer({ min: 1, max: 2 }),
      padding: fc.constantFrom('same' as const, 'valid' as const),
      seed: seeds,
    })
    .map(({ rank, side, window, stride, padding, seed }) => {
      const each = (value: number): number[] => Array.from({ length: rank }, () => value);
      return transposedCase([each(side), each(window), 2, 2], { strides: each(stride), padding }, seed);
    }),
};

/** conv and convTranspose. */
export const kerasConvolutionRecords: readonly OpRecord[] = [grouped, transposed];
