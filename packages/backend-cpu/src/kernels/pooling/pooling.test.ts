import {
  describeBackends,
  expectWithinRounding,
  forEachTap,
  seededValues,
  slideWindow,
  tfjsPad,
  type WindowAxis,
  windowAxes,
} from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';

interface Problem {
  readonly axes: readonly [WindowAxis, WindowAxis];
  readonly batch: number;
  readonly channels: number;
}

const problems = fc.record({
  axes: windowAxes,
  batch: fc.integer({ min: 1, max: 2 }),
  channels: fc.integer({ min: 1, max: 3 }),
});

/** Calls `visit` with each window: the index of its output and the indices of its inputs in row-major order. */
function forEachWindow(
  { axes, batch, channels }: Problem,
  visit: (yIndex: number, xIndices: number[]) => void,
): number[] {
  const [height, width] = axes;
  const outHeight = slideWindow(height).outSize;
  const outWidth = slideWindow(width).outSize;
  for (let b = 0; b < batch; b++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        for (let k = 0; k < channels; k++) {
          const inside: number[] = [];
          forEachTap(height, (outRow, _i, xRow) => {
            if (outRow !== row) return;
            forEachTap(width, (outColumn, _j, xColumn) => {
              if (outColumn !== column) return;
              inside.push(((b * height.inSize + xRow) * width.inSize + xColumn) * channels + k);
            });
          });
          visit(((b * outHeight + row) * outWidth + column) * channels + k, inside);
        }
      }
    }
  }
  return [batch, outHeight, outWidth, channels];
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, axis) => product * axis, 1);

function inputs(
  problem: Problem,
  range: readonly [number, number],
): { x: Float32Array; xShape: number[]; dy: Float32Array; yShape: number[] } {
  const [height, width] = problem.axes;
  const xShape = [problem.batch, height.inSize, width.inSize, problem.channels];
  const yShape = forEachWindow(problem, () => undefined);
  return { x: seededValues(5, sizeOf(xShape), range), xShape, dy: seededValues(6, sizeOf(yShape)), yShape };
}

function attributesOf({ axes: [height, width] }: Problem): tf.NamedAttrMap {
  return {
    filterSize: [height.filterSize, width.filterSize],
    strides: [height.stride, width.stride],
    pad: tfjsPad(height, width),
  } as tf.NamedAttrMap;
}

describeBackends('pooling kernels', (backendName) => {
  const numRuns = backendName === 'webgl' ? 12 : 60; // each shape is a shader to compile

  it('max pooling takes the largest element, negative ones too, and its gradient goes to the first of them', () => {
    fc.assert(
      fc.property(
        problems,
        fc.constantFrom([-1, 1] as const, [-2, -1] as const),
        fc.boolean(),
        (problem, range, hasTies) =>
          tf.tidy(() => {
            const { x, xShape, dy, yShape } = inputs(problem, range);
            if (hasTies) for (let index = 0; index < x.length; index++) x[index] = Math.floor((x[index] as number) * 2);
            const y = new Float64Array(dy.length);
            const dx = new Float64Array(x.length);
            const magnitudes = new Float64Array(x.length);
            forEachWindow(problem, (yIndex, xIndices) => {
              const values = xIndices.map((index) => x[index] as number);
              y[yIndex] = Math.max(...values);
              const first = xIndices[values.indexOf(y[yIndex])] as number;
              dx[first] = (dx[first] as number) + (dy[yIndex] as number);
              magnitudes[first] = (magnitudes[first] as number) + Math.abs(dy[yIndex] as number);
            });
            const input = tf.tensor(x, xShape);
            const attributes = attributesOf(problem);
            const output = tf.engine().runKernel(tf.MaxPool, { x: input }, attributes) as tf.Tensor;
            expect(output.shape).toEqual(yShape);
            expect(Array.from(output.dataSync())).toEqual(Array.from(y));
            const tensors = { dy: tf.tensor(dy, yShape), input, output };
            const gradient = tf.engine().runKernel(tf.MaxPoolGrad, tensors, attributes) as tf.Tensor;
            expect(gradient.shape).toEqual(xShape);
            expectWithinRounding(gradient.dataSync(), dx, magnitudes, 16);
          }),
      ),
      { seed: 1, numRuns },
    );
  });

  it('average pooling divides by the valid count, forward and backward', () => {
    fc.assert(
      fc.property(problems, (problem) =>
        tf.tidy(() => {
          const { x, xShape, dy, yShape } = inputs(problem, [-1, 1]);
          const y = new Float64Array(dy.length);
          const yMagnitudes = new Float64Array(dy.length);
          const dx = new Float64Array(x.length);
          const dxMagnitudes = new Float64Array(x.length);
          forEachWindow(problem, (yIndex, xIndices) => {
            for (const index of xIndices) {
              const element = (x[index] as number) / xIndices.length;
              y[yIndex] = (y[yIndex] as number) + element;
              yMagnitudes[yIndex] = (yMagnitudes[yIndex] as number) + Math.abs(element);
              const share = (dy[yIndex] as number) / xIndices.length;
              dx[index] = (dx[index] as number) + share;
              dxMagnitudes[index] = (dxMagnitudes[index] as number) + Math.abs(share);
            }
          });
          const input = tf.tensor(x, xShape);
          const attributes = attributesOf(problem);
          const output = tf.engine().runKernel(tf.AvgPool, { x: input }, attributes) as tf.Tensor;
          expect(output.shape).toEqual(yShape);
          expectWithinRounding(output.dataSync(), y, yMagnitudes, 16);
          const tensors = { dy: tf.tensor(dy, yShape), input };
          const gradient = tf.engine().runKernel(tf.AvgPoolGrad, tensors, attributes) as tf.Tensor;
          expect(gradient.shape).toEqual(xShape);
          expectWithinRounding(gradient.dataSync(), dx, dxMagnitudes, 16);
        }),
      ),
      { seed: 2, numRuns },
    );
  });

  it('NaN propagates through both poolings', () => {
    tf.tidy(() => {
      const x = tf.tensor([1, Number.NaN, 3, 4, 5, 6, 7, 8], [1, 2, 4, 1]);
      const attributes = { filterSize: 2, strides: 2, pad: 'valid' } as tf.NamedAttrMap;
      for (const kernelName of [tf.MaxPool, tf.AvgPool]) {
        const [left, right] = (tf.engine().runKernel(kernelName, { x }, attributes) as tf.Tensor).dataSync();
        expect(left, kernelName).toBeNaN();
        expect(right, kernelName).not.toBeNaN();
      }
    });
  });
});
