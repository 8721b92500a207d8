import { UnsupportedError } from '@isograd/core';
import { seededValues } from '@isograd/testing';
import { _FusedMatMul, FusedConv2D, FusedDepthwiseConv2D } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../testing/kernel-runner.js';

onCpu();

const activations: { readonly [name: string]: (x: number, alpha: number) => number } = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  leakyrelu: (x) => (x > 0 ? x : 0.25 * x),
  prelu: (x, alpha) => (x > 0 ? x : alpha * x),
};

const pixels = [...seededValues(1, 8)].map((value) => 10 * value);
const bias = values([1, -1]);
const alpha = values([0.5, -0.5]);

it.each(Object.entries(activations))('bias and %s follow the product and the convolutions', (activation, compute) => {
  const prelu = activation === 'prelu' ? { preluActivationWeights: alpha } : {};
  const attributes = { activation, leakyreluAlpha: 0.25, strides: [1, 1], pad: 'valid', dilations: [1, 1] };
  const expected = pixels.map((x, index) =>
    compute(Math.fround(x + (bias.data[index % 2] as number)), alpha.data[index % 2] as number),
  );
  // The identity as a matrix and as filters of one pixel.
  const eye = [1, 0, 0, 1];
  const x = values(pixels, [1, 2, 2, 2]);
  const results = [
    runKernel(_FusedMatMul, { a: values(pixels, [4, 2]), b: values(eye, [2, 2]), bias, ...prelu }, attributes),
    runKernel(
      FusedConv2D,
      { x, filter: values(eye, [1, 1, 2, 2]), bias, ...prelu },
      { ...attributes, dataFormat: 'NHWC' },
    ),
    runKernel(FusedDepthwiseConv2D, { x, filter: values([1, 1], [1, 1, 2, 1]), bias, ...prelu }, attributes),
  ];
  for (const { data } of results) {
    expect(data.length).toBe(8);
    for (let index = 0; index < 8; index++) expect(data[index]).toBeCloseTo(expected[index] as number, 5);
  }
});

it('bias and slopes belong to the channels, also where they come first', () => {
  const filter = values([1, 0, 0, 1], [1, 1, 2, 2]);
  const attributes = { activation: 'prelu', strides: 1, pad: 'valid', dilations: 1, dataFormat: 'NCHW' };
  const x = values([1, -3, 2, -2], [1, 2, 1, 2]);
  const { data } = runKernel(FusedConv2D, { x, filter, bias, preluActivationWeights: alpha }, attributes);
  expect(Array.from(data)).toEqual([2, -1, 1, 1.5]);
});

it('refuses an activation that it does not know', () => {
  const inputs = { a: values([1], [1, 1]), b: values([1], [1, 1]) };
  expect(() => runKernel(_FusedMatMul, inputs, { activation: 'mish' })).toThrow(UnsupportedError);
});
