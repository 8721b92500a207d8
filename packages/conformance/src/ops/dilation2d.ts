/** Records of morphological dilation. */
import { Dilation2D, Dilation2DBackpropFilter, Dilation2DBackpropInput } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import * as laws from '../oracle/dilation2d.js';
import type { DilationInputs } from '../oracle/dilation2d.js';
import type { Padding, SlidingAttributes } from '../oracle/window.js';
import { arithmetic, sumOf } from './accuracy.js';
import { distinctFloats, floats, type Range, seeds } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'images';

type DilationCase = OpCase<DilationInputs, SlidingAttributes>;

/** Sums of the two are distinct: numbers of the image are 1/32 apart, and those of the filter below 1/256. */
function dilationCase(
  shape: readonly number[],
  window: readonly [number, number],
  attributes: SlidingAttributes,
  seed: number,
  range: Range = [-1 / 256, 1 / 256],
): DilationCase {
  return {
    inputs: { x: distinctFloats(shape, seed), filter: floats([...window, shape[3] as number], seed + 1, range) },
    attributes,
  };
}

const cases: readonly DilationCase[] = [
  dilationCase([1, 4, 4, 1], [2, 2], { strides: [1, 1], pad: 'valid', dilations: [1, 1] }, 1),
  dilationCase([2, 5, 4, 3], [3, 2], { strides: [2, 1], pad: 'same', dilations: [1, 1] }, 2),
  dilationCase([1, 7, 6, 5], [2, 3], { strides: [1, 1], pad: 'same', dilations: [2, 2] }, 3),
  dilationCase([1, 1, 1, 1], [1, 1], { strides: [1, 1], pad: 'same', dilations: [1, 1] }, 4),
  dilationCase([1, 7, 7, 2], [2, 2], { strides: [3, 3], pad: 'valid', dilations: [1, 1] }, 5),
  dilationCase([0, 3, 3, 1], [2, 2], { strides: [1, 1], pad: 'valid', dilations: [1, 1] }, 6),
  dilationCase([2, 6, 5, 3], [3, 3], { strides: [1, 2], pad: 'same', dilations: [1, 1] }, 7, [-2, 2]),
];

const random: fc.Arbitrary<DilationCase> = fc
  .record({
    height: fc.integer({ min: 3, max: 5 }),
    width: fc.integer({ min: 3, max: 5 }),
    channels: fc.integer({ min: 1, max: 3 }),
    window: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    stride: fc.integer({ min: 1, max: 2 }),
    pad: fc.constantFrom<Padding>('same', 'valid'),
    seed: seeds,
  })
  .map(({ height, width, channels, window, stride, pad, seed }) =>
    dilationCase([1, height, width, channels], window, { strides: [stride, stride], pad, dilations: [1, 1] }, seed),
  );

const forward: OpRecord<DilationInputs, SlidingAttributes> = {
  name: Dilation2D,
  family,
  law: laws.dilation2d,
  accuracy: arithmetic,
  gradient: { kind: 'smooth', inputs: ['x', 'filter'] },
  cases,
  random,
};

function gradientCase({ inputs, attributes }: DilationCase): OpCase {
  return { inputs: { ...inputs, dy: floats(laws.dilation2d(inputs, attributes).shape, 7) }, attributes };
}

function backward(name: string, law: OpRecord['law']): OpRecord {
  return {
    name,
    family,
    law,
    accuracy: sumOf(({ dy }) => dy?.values.length ?? 0),
    gradient: { kind: 'smooth', inputs: ['dy'] },
    cases: cases.map(gradientCase),
    random: random.map(gradientCase),
  };
}

/** Dilation2D with its gradients. */
export const dilation2dRecords: readonly OpRecord[] = [
  forward,
  backward(Dilation2DBackpropInput, laws.dilation2dInputGradient as OpRecord['law']),
  backward(Dilation2DBackpropFilter, laws.dilation2dFilterGradient as OpRecord['law']),
];
