import { expectWithinRounding, forEachTap, seededValues, slideWindow, type WindowAxis } from '@isograd/testing';
import { AvgPool, AvgPool3D, AvgPool3DGrad, MaxPool3D, MaxPool3DGrad } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onCpu, runKernel, values } from '../../testing/kernel-runner.js';

onCpu();

const axis = fc.record({
  inSize: fc.integer({ min: 1, max: 5 }),
  filterSize: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 4 }),
});
const problems = fc
  .record({ sizes: fc.tuple(axis, axis, axis), pad: fc.constantFrom('same' as const, 'valid' as const) })
  .map(({ sizes, pad }) => ({ pad, axes: sizes.map((size): WindowAxis => ({ ...size, dilation: 1, pad })) }))
  .filter(({ axes }) => axes.every((size) => slideWindow(size).outSize >= 1));

it('equals its definition, forward and backward, with negative maxima and uneven windows', () => {
  fc.assert(
    fc.property(problems, fc.boolean(), ({ axes, pad }, hasTies) => {
      const [depth, height, width] = axes as [WindowAxis, WindowAxis, WindowAxis];
      const [outDepth, outHeight, outWidth] = axes.map((size) => slideWindow(size).outSize) as [number, number, number];
      const xShape = [1, ...axes.map(({ inSize }) => inSize), 1];
      const yShape = [1, outDepth, outHeight, outWidth, 1];
      const x = seededValues(1, depth.inSize * height.inSize * width.inSize, [-2, -1]);
      if (hasTies) x.forEach((value, index) => (x[index] = Math.round(value * 2)));
      const dy = seededValues(2, outDepth * outHeight * outWidth);
      const windows = Array.from(dy, (): number[] => []);
      forEachTap(depth, (slice, _h, xSlice) =>
        forEachTap(height, (row, _i, xRow) =>
          forEachTap(width, (column, _j, xColumn) => {
            const yIndex = (slice * outHeight + row) * outWidth + column;
            windows[yIndex]?.push((xSlice * height.inSize + xRow) * width.inSize + xColumn);
          }),
        ),
      );
      // Taps come in row-major order of the window along each axis, so the first of equals is the first in memory.
      const elements = windows.map((window) => window.toSorted((a, b) => a - b));
      const maxima = new Float64Array(dy.length);
      const means = new Float64Array(dy.length);
      const toMaxima = new Float64Array(x.length);
      const toAll = new Float64Array(x.length);
      const magnitudes = new Float64Array(x.length);
      elements.forEach((window, index) => {
        const inside = window.map((at) => x[at] as number);
        const share = dy[index] as number;
        maxima[index] = Math.max(...inside);
        means[index] = inside.reduce((sum, value) => sum + value, 0) / inside.length;
        const first = window[inside.indexOf(maxima[index] as number)] as number;
        toMaxima[first] = (toMaxima[first] as number) + share;
        for (const at of window) {
          toAll[at] = (toAll[at] as number) + share / window.length;
          magnitudes[at] = (magnitudes[at] as number) + Math.abs(share);
        }
      });
      const attributes = {
        filterSize: axes.map(({ filterSize }) => filterSize),
        strides: axes.map(({ stride }) => stride),
        pad,
      };
      const input = values([...x], xShape);
      const run = (kernelName: string): ArrayLike<number> => runKernel(kernelName, { x: input }, attributes).data;
      const runGradient = (kernelName: string): ArrayLike<number> =>
        runKernel(kernelName, { dy: values([...dy], yShape), input }, attributes).data;
      expect(Array.from(run(MaxPool3D))).toEqual(Array.from(maxima));
      expectWithinRounding(run(AvgPool3D), means, means.map(Math.abs), 0);
      expectWithinRounding(runGradient(MaxPool3DGrad), toMaxima, magnitudes, 0);
      expectWithinRounding(runGradient(AvgPool3DGrad), toAll, magnitudes, 0);
    }),
    { seed: 1, numRuns: 100 },
  );
});

it('the mean of a window that lies in the padding is 0, as the specs of tfjs have it for volumes', () => {
  const ones = values([1], [1, 1, 1, 1]);
  const { shape, data } = runKernel(AvgPool, { x: ones }, { filterSize: [2, 2], strides: [1, 1], pad: 2 });
  expect(shape).toEqual([1, 4, 4, 1]);
  expect(Array.from(data)).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
});

it('NaN propagates through the pooling of volumes', () => {
  const x = values([1, Number.NaN, 3, 4], [1, 1, 1, 4, 1]);
  const attributes = { filterSize: [1, 1, 2], strides: [1, 1, 2], pad: 'valid' };
  expect(Array.from(runKernel(MaxPool3D, { x }, attributes).data)).toEqual([Number.NaN, 4]);
  expect(Array.from(runKernel(AvgPool3D, { x }, attributes).data)).toEqual([Number.NaN, 3.5]);
});
