import { UnsupportedError } from '@isograd/core';
import { ResizeBilinearGrad, ResizeNearestNeighbor, ResizeNearestNeighborGrad } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { floats, onWasm, runKernel, type Values } from '../testing/kernel-runner.js';
import { at, ReferenceSums } from '../testing/reference-sum.js';

onWasm();

const size = fc.integer({ min: 1, max: 12 });

const cases = fc.record({
  batch: fc.integer({ min: 1, max: 2 }),
  input: fc.tuple(size, size),
  output: fc.tuple(size, size),
  channels: fc.integer({ min: 1, max: 6 }),
  mode: fc.constantFrom(
    { alignCorners: false, halfPixelCenters: false },
    { alignCorners: true, halfPixelCenters: false },
    { alignCorners: false, halfPixelCenters: true },
  ),
});

type Case = typeof cases extends fc.Arbitrary<infer Generated> ? Generated : never;

function eachOutput({ batch, output, channels }: Case, visit: (indices: number[]) => void): void {
  for (let image = 0; image < batch; image++) {
    for (let row = 0; row < output[0]; row++) {
      for (let column = 0; column < output[1]; column++) {
        for (let channel = 0; channel < channels; channel++) visit([image, row, column, channel]);
      }
    }
  }
}

it('hands the gradient of the nearest neighbour to the pixel that the forward kernel takes', () => {
  fc.assert(
    fc.property(cases, (sizes) => {
      const { batch, input, output, channels, mode } = sizes;
      const shape = [batch, ...input, channels];
      const dy = floats([batch, ...output, channels], 1);
      const names: Values = {
        shape,
        dtype: 'float32',
        data: Array.from({ length: batch * input[0] * input[1] * channels }, (_, index) => index),
      };
      const taken = runKernel(ResizeNearestNeighbor, { images: names }, { ...mode, size: output });
      const flat = new ReferenceSums([names.data.length]);
      eachOutput(sizes, (indices) => flat.add([at(taken, ...indices)], at(dy, ...indices)));
      const actual = runKernel(ResizeNearestNeighborGrad, { images: names, dy }, mode);
      expect(actual.shape).toEqual(shape);
      flat.expectFrom({ ...actual, shape: [names.data.length] });
    }),
    { numRuns: 300 },
  );
});

/** Where output element `out` lies on the input axis (TensorFlow's image_resizer_state.h). */
function positionOf(
  out: number,
  inputs: number,
  outputs: number,
  { alignCorners, halfPixelCenters }: Case['mode'],
): number {
  if (alignCorners && outputs > 1) return (out * (inputs - 1)) / (outputs - 1);
  const position = halfPixelCenters ? ((out + 0.5) * inputs) / outputs - 0.5 : (out * inputs) / outputs;
  return Math.min(inputs - 1, Math.max(0, position));
}

/** The elements that meet there, with their weights. */
function neighboursOf(position: number): [element: number, weight: number][] {
  const low = Math.floor(position);
  const weight = position - low;
  return weight === 0
    ? [[low, 1]]
    : [
        [low, 1 - weight],
        [low + 1, weight],
      ];
}

/** Visits every output element with the input elements it is made of. */
function eachInterpolation(sizes: Case, visit: (out: number[], from: number[], weight: number) => void): void {
  const { input, output, mode } = sizes;
  eachOutput(sizes, (indices) => {
    const [image = 0, row = 0, column = 0, channel = 0] = indices;
    for (const [y, rowWeight] of neighboursOf(positionOf(row, input[0], output[0], mode))) {
      for (const [x, columnWeight] of neighboursOf(positionOf(column, input[1], output[1], mode))) {
        visit(indices, [image, y, x, channel], rowWeight * columnWeight);
      }
    }
  });
}

/** Of a term: each of its two weights, their product, and the product with dy. */
const roundingsPerTerm = 4;

it('hands the gradient of linear interpolation to the pixels between which an output lies', () => {
  fc.assert(
    fc.property(cases, (sizes) => {
      const { batch, input, output, channels, mode } = sizes;
      const images = floats([batch, ...input, channels], 1);
      const dy = floats([batch, ...output, channels], 2);
      const expected = new ReferenceSums(images.shape, roundingsPerTerm);
      eachInterpolation(sizes, (out, from, weight) => expected.add(from, weight * at(dy, ...out)));
      expected.expectFrom(runKernel(ResizeBilinearGrad, { images, dy }, mode));
    }),
    { numRuns: 300 },
  );
});

it('is zero without outputs and empty without inputs', () => {
  const mode = { alignCorners: false, halfPixelCenters: true };
  for (const kernel of [ResizeBilinearGrad, ResizeNearestNeighborGrad]) {
    const none = runKernel(kernel, { images: floats([1, 2, 1, 1], 1), dy: floats([1, 0, 3, 1], 1) }, mode);
    expect(Array.from(none.data)).toEqual([0, 0]);
    const empty = runKernel(kernel, { images: floats([1, 0, 2, 1], 1), dy: floats([1, 3, 3, 1], 1) }, mode);
    expect(empty.shape).toEqual([1, 0, 2, 1]);
  }
});

it('refuses a gradient of integers', () => {
  const dy = { shape: [1, 1, 1, 1], dtype: 'int32', data: [1] } as const;
  expect(() => runKernel(ResizeBilinearGrad, { images: dy, dy }, { alignCorners: false })).toThrow(UnsupportedError);
});
