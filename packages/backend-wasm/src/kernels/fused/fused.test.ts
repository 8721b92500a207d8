import { UnsupportedError } from '@isograd/core';
import { expectWithinTolerance } from '@isograd/testing';
import { _FusedMatMul, FusedConv2D, FusedDepthwiseConv2D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { toChannelsFirst } from '../../testing/channels-first.js';
import { floats, onWasm, runKernel, type Values } from '../../testing/kernel-runner.js';
import { at } from '../../testing/reference-sum.js';

onWasm();

/** What a fused kernel computes before bias and activation, in float64 and channels last. */
type Reference = Values;

const x = floats([2, 4, 3, 3], 1);

/** Windows of 2x2 at stride 1 without padding, each weighed by `weigh`. */
function convolution(
  channels: number,
  weigh: (image: number, position: [number, number], element: [number, number], channel: number) => number,
): Reference {
  const data: number[] = [];
  for (let image = 0; image < 2; image++) {
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 2; column++) {
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          for (const [y, x] of [
            [0, 0],
            [0, 1],
            [1, 0],
            [1, 1],
          ] as const) {
            sum += weigh(image, [row + y, column + x], [y, x], channel);
          }
          data.push(sum);
        }
      }
    }
  }
  return { shape: [2, 3, 2, channels], dtype: 'float32', data };
}

const dense = floats([2, 2, 3, 5], 2);
const depthwise = floats([2, 2, 3, 2], 3);
const [a, b] = [floats([2, 4, 3], 4), floats([2, 3, 5], 5)];

const attributes = { strides: 1, pad: 'valid', dataFormat: 'NHWC', dilations: 1 };

/** The kernels, each with its inputs and its reference. */
const kernels: readonly [name: string, inputs: Record<string, Values>, attributes: object, reference: Reference][] = [
  [
    FusedConv2D,
    { x, filter: dense },
    attributes,
    convolution(5, (image, position, element, filter) =>
      [0, 1, 2].reduce(
        (sum, channel) => sum + at(x, image, ...position, channel) * at(dense, ...element, channel, filter),
        0,
      ),
    ),
  ],
  [
    FusedDepthwiseConv2D,
    { x, filter: depthwise },
    attributes,
    convolution(6, (image, position, element, out) => {
      const channel = Math.floor(out / 2);
      return at(x, image, ...position, channel) * at(depthwise, ...element, channel, out % 2);
    }),
  ],
  [
    _FusedMatMul,
    { a, b },
    { transposeA: false, transposeB: false },
    {
      shape: [2, 4, 5],
      dtype: 'float32',
      data: Array.from({ length: 40 }, (_, index) => {
        const [matrix, row, column] = [Math.floor(index / 20), Math.floor(index / 5) % 4, index % 5];
        return [0, 1, 2].reduce((sum, term) => sum + at(a, matrix, row, term) * at(b, matrix, term, column), 0);
      }),
    },
  ],
];

/** The element of `operand` that broadcasts to element `index` of a tensor of `shape`. */
function broadcastAt(operand: Values, shape: readonly number[], index: number): number {
  let rest = index;
  const positions: number[] = [];
  for (const size of shape.toReversed()) {
    positions.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  const own = positions.slice(positions.length - operand.shape.length);
  return at(operand, ...own.map((position, axis) => (operand.shape[axis] === 1 ? 0 : position)));
}

/** Shapes of bias or weights against an output: from one number to a whole output. */
function operandShapes(out: readonly number[]): number[][] {
  const channels = out.at(-1) ?? 1;
  return [[], [1], [channels], [1, channels], out.slice(-2), [out.at(-2) ?? 1, 1], out.slice(1), [...out]];
}

function expectClose(actual: Values, shape: readonly number[], expected: readonly number[]): void {
  expect(actual.shape).toEqual(shape);
  expectWithinTolerance(actual.data, { shape, dtype: 'float64', values: Float64Array.from(expected) });
}

const activations: Record<string, (value: number) => number> = {
  linear: (value) => value,
  relu: (value) => Math.max(value, 0),
  relu6: (value) => Math.min(Math.max(value, 0), 6),
  elu: (value) => (value < 0 ? Math.expm1(value) : value),
  sigmoid: (value) => 1 / (1 + Math.exp(-value)),
  leakyrelu: (value) => (value < 0 ? 0.3 * value : value),
};

describe.each(kernels)('%s', (name, inputs, attributes, { shape, data }) => {
  const values = Array.from(data);
  /** Enough to reach the upper limit of relu6. */
  const biasOf = (biasShape: readonly number[]): Values => {
    const bias = floats(biasShape, 9);
    return { ...bias, data: Array.from(bias.data, (value) => 8 * value) };
  };

  it.each(Object.entries(activations))('applies %s, with and without a bias', (activation, apply) => {
    const plain = runKernel(name, inputs, { ...attributes, activation, leakyreluAlpha: 0.3 });
    expectClose(plain, shape, values.map(apply));
    for (const biasShape of operandShapes(shape)) {
      const bias = biasOf(biasShape);
      const y = runKernel(name, { ...inputs, bias }, { ...attributes, activation, leakyreluAlpha: 0.3 });
      const expected = values.map((value, index) => apply(value + broadcastAt(bias, shape, index)));
      expectClose(y, shape, expected);
    }
  });

  it('applies prelu with weights of any shape', () => {
    for (const weightShape of operandShapes(shape)) {
      const preluActivationWeights = floats(weightShape, 7);
      const y = runKernel(name, { ...inputs, preluActivationWeights }, { ...attributes, activation: 'prelu' });
      const expected = values.map((value, index) =>
        value < 0 ? value * broadcastAt(preluActivationWeights, shape, index) : value,
      );
      expectClose(y, shape, expected);
    }
  });

  it('has the slope of leakyRelu unless told', () => {
    const y = runKernel(name, inputs, { ...attributes, activation: 'leakyrelu' });
    const expected = values.map((value) => (value < 0 ? 0.2 * value : value));
    expectClose(y, shape, expected);
  });

  it('keeps NaN through bias and every activation', () => {
    const [first = '', ...others] = Object.keys(inputs);
    const broken = {
      ...(inputs[first] as Values),
      data: Array.from({ length: inputs[first]?.data.length ?? 0 }, () => Number.NaN),
    };
    const rest = Object.fromEntries(others.map((input) => [input, inputs[input] as Values]));
    const channels = shape.at(-1) ?? 1;
    for (const activation of [...Object.keys(activations), 'prelu']) {
      const operands = { bias: floats([channels], 1), preluActivationWeights: floats([channels], 2) };
      const y = runKernel(name, { [first]: broken, ...rest, ...operands }, { ...attributes, activation });
      expect(new Set(Array.from(y.data))).toEqual(new Set([Number.NaN]));
    }
  });

  it('refuses other activations, by name', () => {
    expect(() => runKernel(name, inputs, { ...attributes, activation: 'selu' })).toThrow(UnsupportedError);
    expect(() => runKernel(name, inputs, { ...attributes, activation: 'prelu' })).toThrow(/preluActivationWeights/);
  });

  it('refuses a bias of integers, by name', () => {
    const bias: Values = { shape: [1], dtype: 'int32', data: [1] };
    expect(() => runKernel(name, { ...inputs, bias }, attributes)).toThrow(/int32/);
  });
});

it('adds bias and weights to the channels where they come first', () => {
  const [, inputs, , { shape, data }] = kernels[0] as (typeof kernels)[number];
  const reference: Values = { shape, dtype: 'float32', data };
  const bias = floats([5], 8);
  const attributesFirst = { ...attributes, dataFormat: 'NCHW' };
  const turned = { x: toChannelsFirst(x), filter: inputs['filter'] as Values };
  const outShape = [2, 5, 3, 2];
  const expected = (alphaOf: (index: number) => number): number[] => {
    const sums = Array.from(data, (value, index) => value + (bias.data[index % 5] ?? 0));
    const first = Array.from(toChannelsFirst({ ...reference, data: sums }).data);
    return first.map((value, index) => (value < 0 ? value * alphaOf(index) : value));
  };
  const relu = runKernel(FusedConv2D, { ...turned, bias }, { ...attributesFirst, activation: 'relu' });
  expectClose(
    relu,
    outShape,
    expected(() => 0),
  );
  for (const weightShape of [[], [1], [5], [5, 1, 1], [5, 3, 2]]) {
    const preluActivationWeights = floats(weightShape, 7);
    const inputsFirst = { ...turned, bias, preluActivationWeights };
    const y = runKernel(FusedConv2D, inputsFirst, { ...attributesFirst, activation: 'prelu' });
    const aligned =
      weightShape.length === 1 ? { ...preluActivationWeights, shape: [...weightShape, 1, 1] } : preluActivationWeights;
    expectClose(
      y,
      outShape,
      expected((index) => broadcastAt(aligned, outShape, index)),
    );
  }
});

it('has bias and activation where there are no channels to sum over', () => {
  const inputs = { x: floats([1, 1, 2, 0], 1), filter: floats([1, 1, 0, 2], 1) };
  const bias: Values = { shape: [2], dtype: 'float32', data: [-1, 8] };
  const y = runKernel(FusedConv2D, { ...inputs, bias }, { ...attributes, activation: 'relu6' });
  expect(Array.from(y.data)).toEqual([0, 6, 0, 6]);
});

it('is empty without images', () => {
  const inputs = { x: floats([0, 3, 3, 2], 1), filter: floats([2, 2, 2, 4], 1), bias: floats([4], 1) };
  for (const activation of [...Object.keys(activations), 'prelu']) {
    for (const weightShape of [[4], [2, 1]]) {
      const all = { ...inputs, preluActivationWeights: floats([2, ...weightShape], 2) };
      expect(runKernel(FusedConv2D, all, { ...attributes, activation }).shape).toEqual([0, 2, 2, 4]);
    }
  }
});
