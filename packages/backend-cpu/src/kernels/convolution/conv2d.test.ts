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
  readonly inChannels: number;
  /** Output channels, or of each input channel when depthwise. */
  readonly filters: number;
}

const problems = fc.record({
  axes: windowAxes,
  batch: fc.integer({ min: 1, max: 3 }),
  inChannels: fc.integer({ min: 1, max: 4 }),
  filters: fc.integer({ min: 1, max: 5 }),
});

/** Sums of products in float64, with Σ|product| beside each. */
class Sums {
  readonly exact: Float64Array;
  readonly magnitudes: Float64Array;

  constructor(size: number) {
    this.exact = new Float64Array(size);
    this.magnitudes = new Float64Array(size);
  }

  add(index: number, product: number): void {
    this.exact[index] = (this.exact[index] as number) + product;
    this.magnitudes[index] = (this.magnitudes[index] as number) + Math.abs(product);
  }
}

/** The three bilinear forms of a convolution by their definition, with tensors channels last. */
function reference({ axes, batch, inChannels, filters }: Problem, isDepthwise: boolean) {
  const [height, width] = axes;
  const outHeight = slideWindow(height).outSize;
  const outWidth = slideWindow(width).outSize;
  const outChannels = isDepthwise ? inChannels * filters : filters;
  const xShape = [batch, height.inSize, width.inSize, inChannels];
  const filterShape = [height.filterSize, width.filterSize, inChannels, filters];
  const yShape = [batch, outHeight, outWidth, outChannels];
  const size = (shape: number[]): number => shape.reduce((product, axis) => product * axis, 1);
  const x = seededValues(1, size(xShape));
  const filter = seededValues(2, size(filterShape));
  const dy = seededValues(3, size(yShape));
  const y = new Sums(size(yShape));
  const dx = new Sums(size(xShape));
  const dFilter = new Sums(size(filterShape));
  for (let b = 0; b < batch; b++) {
    forEachTap(height, (row, i, xRow) => {
      forEachTap(width, (column, j, xColumn) => {
        for (let k = 0; k < inChannels; k++) {
          for (let f = 0; f < filters; f++) {
            const xIndex = ((b * height.inSize + xRow) * width.inSize + xColumn) * inChannels + k;
            const filterIndex = ((i * width.filterSize + j) * inChannels + k) * filters + f;
            const channel = isDepthwise ? k * filters + f : f;
            const yIndex = ((b * outHeight + row) * outWidth + column) * outChannels + channel;
            const [xValue, weight, dyValue] = [x[xIndex], filter[filterIndex], dy[yIndex]] as [number, number, number];
            y.add(yIndex, xValue * weight);
            dx.add(xIndex, dyValue * weight);
            dFilter.add(filterIndex, xValue * dyValue);
          }
        }
      });
    });
  }
  const taps = height.filterSize * width.filterSize;
  return {
    x: tf.tensor(x, xShape),
    filter: tf.tensor(filter, filterShape),
    dy: tf.tensor(dy, yShape),
    y: { ...y, terms: taps * inChannels },
    dx: { ...dx, terms: taps * outChannels },
    dFilter: { ...dFilter, terms: batch * outHeight * outWidth },
    attributes: {
      strides: [height.stride, width.stride],
      pad: tfjsPad(height, width),
      dilations: [height.dilation, width.dilation],
    },
  };
}

function expectSums(
  got: tf.Tensor,
  sums: { exact: Float64Array; magnitudes: Float64Array; terms: number },
  shape: number[],
): void {
  expect(got.shape).toEqual(shape);
  expectWithinRounding(got.dataSync(), sums.exact, sums.magnitudes, sums.terms);
}

describeBackends('convolution kernels', (backendName) => {
  const run = (kernelName: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor =>
    tf.engine().runKernel(kernelName, inputs, attributes as tf.NamedAttrMap);
  const numRuns = backendName === 'webgl' ? 12 : 60; // each shape is a shader to compile

  it('Conv2D and both gradients equal their definition', () => {
    fc.assert(
      fc.property(problems, (problem) =>
        tf.tidy(() => {
          const { x, filter, dy, y, dx, dFilter, attributes } = reference(problem, false);
          const nhwc = { ...attributes, dataFormat: 'NHWC' };
          expectSums(run(tf.Conv2D, { x, filter }, nhwc), y, dy.shape);
          expectSums(run(tf.Conv2DBackpropInput, { dy, filter }, { ...nhwc, inputShape: x.shape }), dx, x.shape);
          expectSums(
            run(tf.Conv2DBackpropFilter, { x, dy }, { ...nhwc, filterShape: filter.shape }),
            dFilter,
            filter.shape,
          );
        }),
      ),
      { seed: 1, numRuns },
    );
  });

  it('depthwise convolution and both gradients equal their definition', () => {
    fc.assert(
      fc.property(problems, (problem) =>
        tf.tidy(() => {
          const { x, filter, dy, y, dx, dFilter, attributes } = reference(problem, true);
          const withInput = { ...attributes, inputShape: x.shape };
          const withFilter = { ...attributes, filterShape: filter.shape };
          expectSums(run(tf.DepthwiseConv2dNative, { x, filter }, attributes), y, dy.shape);
          expectSums(run(tf.DepthwiseConv2dNativeBackpropInput, { dy, filter }, withInput), dx, x.shape);
          expectSums(run(tf.DepthwiseConv2dNativeBackpropFilter, { x, dy }, withFilter), dFilter, filter.shape);
        }),
      ),
      { seed: 2, numRuns },
    );
  });

  if (backendName === 'cpu') {
    it('all three take channels first', () => {
      fc.assert(
        fc.property(problems, (problem) =>
          tf.tidy(() => {
            const { x, filter, dy, y, dx, dFilter, attributes } = reference(problem, false);
            const channelsFirst = (t: tf.Tensor): tf.Tensor => tf.transpose(t, [0, 3, 1, 2]);
            const channelsLast = (t: tf.Tensor): tf.Tensor => tf.transpose(t, [0, 2, 3, 1]);
            const { pad } = attributes;
            const [batchPad, heightPad, widthPad, channelPad] = typeof pad === 'string' ? [] : pad;
            const nchw = {
              ...attributes,
              dataFormat: 'NCHW',
              pad: typeof pad === 'string' ? pad : [batchPad, channelPad, heightPad, widthPad],
            };
            const inputs = { x: channelsFirst(x), dy: channelsFirst(dy) };
            expectSums(channelsLast(run(tf.Conv2D, { x: inputs.x, filter }, nchw)), y, dy.shape);
            const gotFilter = run(tf.Conv2DBackpropFilter, inputs, { ...nchw, filterShape: filter.shape });
            expectSums(gotFilter, dFilter, filter.shape);
            const inputShape = inputs.x.shape;
            const gotInput = run(tf.Conv2DBackpropInput, { dy: inputs.dy, filter }, { ...nchw, inputShape });
            expectSums(channelsLast(gotInput), dx, x.shape);
          }),
        ),
        { seed: 3, numRuns },
      );
    });
  }
});
