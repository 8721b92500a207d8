import { expectWithinRounding, forEachTap, seededValues, slideWindow, type WindowAxis } from '@isograd/testing';
import { Conv3D, Conv3DBackpropFilterV2, Conv3DBackpropInputV2 } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onCpu, runKernel, type Values, values } from '../../testing/kernel-runner.js';

onCpu();

const axis = fc.record({
  inSize: fc.integer({ min: 1, max: 5 }),
  filterSize: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 4 }),
  dilation: fc.integer({ min: 1, max: 2 }),
});
const problems = fc
  .record({
    sizes: fc.tuple(axis, axis, axis),
    pad: fc.constantFrom('same' as const, 'valid' as const),
    batch: fc.integer({ min: 1, max: 2 }),
    channels: fc.integer({ min: 1, max: 5 }),
    filters: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ sizes, pad, ...rest }) => ({ ...rest, pad, axes: sizes.map((size): WindowAxis => ({ ...size, pad })) }))
  .filter(({ axes }) => axes.every((size) => slideWindow(size).outSize >= 1));

/** Sums of products in float64, with Σ|product| beside each. */
class Sums {
  readonly shape: readonly number[];
  readonly exact: Float64Array;
  readonly magnitudes: Float64Array;

  constructor(shape: readonly number[]) {
    this.shape = shape;
    const size = shape.reduce((product, length) => product * length, 1);
    this.exact = new Float64Array(size);
    this.magnitudes = new Float64Array(size);
  }

  add(index: number, product: number): void {
    this.exact[index] = (this.exact[index] as number) + product;
    this.magnitudes[index] = (this.magnitudes[index] as number) + Math.abs(product);
  }
}

/** Sums in float64 that are rounded once lie within one roundoff; the bound for no terms allows two. */
function expectSums({ shape, data }: Values, sums: Sums): void {
  expect(shape).toEqual(sums.shape);
  expectWithinRounding(data, sums.exact, sums.magnitudes, 0);
}

const flat = (shape: readonly number[], indices: readonly number[]): number =>
  indices.reduce((index, position, at) => index * (shape[at] as number) + position, 0);

it("equals its definition, forward and backward, also where a stride is longer than its 'same' window", () => {
  fc.assert(
    fc.property(problems, ({ axes, pad, batch, channels, filters }) => {
      const [depth, height, width] = axes as [WindowAxis, WindowAxis, WindowAxis];
      const xShape = [batch, ...axes.map(({ inSize }) => inSize), channels];
      const filterShape = [...axes.map(({ filterSize }) => filterSize), channels, filters];
      const yShape = [batch, ...axes.map((size) => slideWindow(size).outSize), filters];
      const random = (seed: number, shape: number[]): Values =>
        values(
          [
            ...seededValues(
              seed,
              shape.reduce((product, size) => product * size, 1),
            ),
          ],
          shape,
        );
      const [x, filter, dy] = [random(1, xShape), random(2, filterShape), random(3, yShape)];
      const [y, dx, dFilter] = [new Sums(yShape), new Sums(xShape), new Sums(filterShape)];
      const meet = (xIndex: number, filterIndex: number, yIndex: number): void => {
        const factors = [x.data[xIndex], filter.data[filterIndex], dy.data[yIndex]] as [number, number, number];
        y.add(yIndex, factors[0] * factors[1]);
        dx.add(xIndex, factors[2] * factors[1]);
        dFilter.add(filterIndex, factors[0] * factors[2]);
      };
      forEachTap(depth, (slice, h, xSlice) =>
        forEachTap(height, (row, i, xRow) =>
          forEachTap(width, (column, j, xColumn) => {
            for (let b = 0; b < batch; b++) {
              for (let k = 0; k < channels; k++) {
                for (let f = 0; f < filters; f++) {
                  const xIndex = flat(xShape, [b, xSlice, xRow, xColumn, k]);
                  meet(xIndex, flat(filterShape, [h, i, j, k, f]), flat(yShape, [b, slice, row, column, f]));
                }
              }
            }
          }),
        ),
      );
      const attributes = {
        strides: axes.map(({ stride }) => stride),
        dilations: axes.map(({ dilation }) => dilation),
        pad,
      };
      expectSums(runKernel(Conv3D, { x, filter }, attributes), y);
      expectSums(runKernel(Conv3DBackpropInputV2, { dy, filter }, { ...attributes, inputShape: xShape }), dx);
      expectSums(runKernel(Conv3DBackpropFilterV2, { x, dy }, { ...attributes, filterShape }), dFilter);
    }),
    { seed: 1, numRuns: 100 },
  );
});
