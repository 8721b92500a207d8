/** Convolutions of one to three axes and their gradients against loops in float64. */
import {
  type ConvolutionCase,
  convolutionShapes,
  convolveByLoops,
  type ExactSums,
  expectWithinRounding,
  filterGradientByLoops,
  seededValues,
  slideWindow,
  transposeByLoops,
  type WindowAxis,
} from '@isograd/testing';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { activateSums, activations } from '../../testing/activate.js';
import { nativeAbsence, nativeMemory, type NativeMemory } from '../../testing/native-memory.js';
import {
  type Axes,
  type ConvolutionSizes,
  convolutionWords,
  filterGradientWords,
  inputGradientWords,
} from './convolution.js';

const none: WindowAxis = { inSize: 1, filterSize: 1, stride: 1, dilation: 1, pad: 'valid' };

/** Volumes, as the addon has them. */
function sizesOf({ batch, axes, channels, filters, groups }: ConvolutionCase): ConvolutionSizes {
  const volume = [none, none, none, ...axes].slice(-3);
  const along = (value: (axis: WindowAxis) => number): Axes => volume.map(value) as unknown as Axes;
  return {
    batch,
    channels,
    filters,
    groups,
    inSize: along(({ inSize }) => inSize),
    outSize: along((axis) => slideWindow(axis).outSize),
    filterSize: along(({ filterSize }) => filterSize),
    strides: along(({ stride }) => stride),
    dilations: along(({ dilation }) => dilation),
    padding: along((axis) => slideWindow(axis).before),
  };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, axis) => product * axis, 1);

interface Results {
  readonly y: Float32Array;
  readonly dx: Float32Array;
  readonly gradient: Float32Array;
}

function valuesOf(shape: ConvolutionCase): { x: Float32Array; kernel: Float32Array; dy: Float32Array } {
  const shapes = convolutionShapes(shape);
  return {
    x: seededValues(1, sizeOf(shapes.x)),
    kernel: seededValues(2, sizeOf(shapes.kernel)),
    dy: seededValues(3, sizeOf(shapes.y)),
  };
}

function compute(place: NativeMemory, shape: ConvolutionCase): Results {
  const sizes = sizesOf(shape);
  const values = valuesOf(shape);
  const [x, filter, dy] = [values.x, values.kernel, values.dy].map((data) => ({ address: place.put(data) }));
  const [y, dx, gradient] = [values.dy, values.x, values.kernel].map((data) => ({
    address: place.reserve(data.length),
  }));
  if (!x || !filter || !dy || !y || !dx || !gradient) throw new Error('six tensors were put');
  place.native.run(
    Int32Array.from([
      ...convolutionWords(sizes, { x, filter, y }),
      ...inputGradientWords(sizes, { dy, filter, dx }),
      ...filterGradientWords(sizes, { x, dy, gradient }),
    ]),
  );
  const results = {
    y: place.read(y.address, values.dy.length),
    dx: place.read(dx.address, values.x.length),
    gradient: place.read(gradient.address, values.kernel.length),
  };
  place.clear();
  return results;
}

function references(shape: ConvolutionCase): Record<keyof Results, ExactSums> {
  const { x, kernel, dy } = valuesOf(shape);
  return {
    y: convolveByLoops(shape, x, kernel),
    dx: transposeByLoops(shape, dy, kernel),
    gradient: filterGradientByLoops(shape, x, dy),
  };
}

function expectClose(results: Results, exact: Record<keyof Results, ExactSums>): void {
  for (const name of ['y', 'dx', 'gradient'] as const) {
    expectWithinRounding(results[name], exact[name].exact, exact[name].magnitudes, exact[name].terms);
  }
}

/** On every instruction set, against the loops. */
function check(place: NativeMemory, shape: ConvolutionCase): void {
  const exact = references(shape);
  for (const set of place.native.features().instructionSets) {
    place.native.setInstructionSet(set);
    expectClose(compute(place, shape), exact);
  }
}

const image = (size: number, filterSize: number, stride = 1, dilation = 1, pad: WindowAxis['pad'] = 'same') =>
  [0, 1].map((axis): WindowAxis => ({ inSize: size + axis, filterSize, stride, dilation, pad }));

const cases: Record<string, ConvolutionCase> = {
  'few channels': { batch: 3, axes: image(13, 3), channels: 1, filters: 32, groups: 1 },
  'three channels, stride 2': { batch: 2, axes: image(17, 5, 2), channels: 3, filters: 20, groups: 1 },
  'many channels': { batch: 2, axes: image(10, 3), channels: 40, filters: 48, groups: 1 },
  'few channels, wider than the image': {
    batch: 2,
    axes: image(4, 7, 1, 1, [5, 5]),
    channels: 2,
    filters: 9,
    groups: 1,
  },
  'a row of the window beyond a block': {
    batch: 1,
    axes: image(6, 23, 1, 1, [11, 11]),
    channels: 16,
    filters: 5,
    groups: 1,
  },
  'more terms than a block': { batch: 1, axes: image(6, 3), channels: 350, filters: 10, groups: 1 },
  'windows of one pixel': { batch: 2, axes: image(9, 1, 1, 1, 'valid'), channels: 24, filters: 33, groups: 1 },
  'one pixel of four': { batch: 2, axes: image(9, 1, 2, 1, 'valid'), channels: 24, filters: 9, groups: 1 },
  'stride beyond the filter': { batch: 2, axes: image(14, 2, 3, 1, 'valid'), channels: 9, filters: 17, groups: 1 },
  dilation: { batch: 2, axes: image(14, 3, 1, 3), channels: 12, filters: 16, groups: 1 },
  'dilation and stride': { batch: 2, axes: image(15, 3, 2, 2), channels: 12, filters: 16, groups: 1 },
  groups: { batch: 2, axes: image(8, 3), channels: 24, filters: 36, groups: 3 },
  depthwise: { batch: 2, axes: image(9, 3), channels: 70, filters: 70, groups: 70 },
  'depthwise, stride 2': { batch: 2, axes: image(9, 3, 2), channels: 19, filters: 19, groups: 19 },
  'two filters a channel': { batch: 2, axes: image(7, 3), channels: 5, filters: 10, groups: 5 },
  'three filters a channel, stride 2': { batch: 2, axes: image(8, 3, 2), channels: 6, filters: 18, groups: 6 },
  'four filters a channel, dilated': { batch: 1, axes: image(9, 3, 1, 2), channels: 20, filters: 80, groups: 20 },
  'few results': { batch: 3, axes: image(11, 3), channels: 21, filters: 3, groups: 1 },
  'images from few channels': { batch: 2, axes: image(12, 4, 2), channels: 1, filters: 32, groups: 1 },
  'colours from images': { batch: 2, axes: image(10, 5, 2), channels: 4, filters: 19, groups: 1 },
  'groups of few channels': { batch: 2, axes: image(9, 3), channels: 12, filters: 24, groups: 4 },
  'pixels of windows that lie far apart': {
    batch: 1,
    axes: image(190, 2, 1, 183, 'valid'),
    channels: 2,
    filters: 16,
    groups: 2,
  },
  'a long sequence': {
    batch: 1,
    axes: [{ inSize: 6000, filterSize: 5, stride: 1, dilation: 3, pad: 'same' }],
    channels: 6,
    filters: 7,
    groups: 1,
  },
  'a sequence': { batch: 3, axes: image(40, 5, 2).slice(0, 1), channels: 12, filters: 18, groups: 1 },
  'a volume': { batch: 2, axes: [...image(5, 3), ...image(6, 2, 2)].slice(0, 3), channels: 9, filters: 11, groups: 1 },
  'many positions, few weights': { batch: 8, axes: image(30, 1), channels: 10, filters: 12, groups: 1 },
};

describe.skipIf(nativeAbsence !== undefined)(`native convolutions ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory() : (undefined as never);
  afterEach(() => place.native.setThreads(1));

  for (const [name, shape] of Object.entries(cases)) {
    test(`${name}: forward and both gradients, the same bits on 1, 2 and 3 threads`, () => {
      const exact = references(shape);
      for (const set of place.native.features().instructionSets) {
        place.native.setInstructionSet(set);
        const runs = [1, 2, 3].map((threads) => {
          place.native.setThreads(threads);
          return compute(place, shape);
        });
        expectClose(runs[0] as Results, exact);
        expect(runs[1], set).toEqual(runs[0]);
        expect(runs[2], set).toEqual(runs[0]);
      }
    });
  }

  test('random sizes', () => {
    const axis = fc
      .record({
        inSize: fc.integer({ min: 1, max: 8 }),
        filterSize: fc.integer({ min: 1, max: 4 }),
        stride: fc.integer({ min: 1, max: 3 }),
        dilation: fc.integer({ min: 1, max: 3 }),
        pad: fc.oneof(
          fc.constantFrom<WindowAxis['pad']>('same', 'valid'),
          fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })),
        ),
      })
      .filter((window) => slideWindow(window).outSize >= 1);
    const group = { channels: fc.integer({ min: 1, max: 10 }), filters: fc.integer({ min: 1, max: 37 }) };
    const shapes = fc
      .record({
        batch: fc.integer({ min: 0, max: 3 }),
        axes: fc.array(axis, { minLength: 1, maxLength: 3 }),
        groups: fc.constantFrom(1, 1, 1, 2, 3),
        isDepthwise: fc.constantFrom(false, false, true),
        ...group,
      })
      .map(({ channels, filters, groups, isDepthwise, ...rest }) =>
        isDepthwise
          ? { ...rest, groups: filters, channels: filters, filters: filters * groups }
          : { ...rest, groups, channels: channels * groups, filters: filters * groups },
      );
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 3 }), (shape, threads) => {
        place.native.setThreads(threads);
        check(place, shape);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  const finished: Record<string, ConvolutionCase> = {
    'many channels': { batch: 2, axes: image(7, 3, 2), channels: 20, filters: 37, groups: 1 },
    'few channels': { batch: 2, axes: image(7, 3, 2), channels: 10, filters: 37, groups: 1 },
    'few results': { batch: 2, axes: image(7, 3, 2), channels: 9, filters: 3, groups: 1 },
    'to few channels': { batch: 2, axes: image(7, 3, 2), channels: 2, filters: 21, groups: 1 },
    groups: { batch: 2, axes: image(7, 3, 2), channels: 6, filters: 9, groups: 3 },
    depthwise: { batch: 2, axes: image(7, 3, 2), channels: 21, filters: 21, groups: 21 },
    'two filters a channel': { batch: 2, axes: image(7, 3, 2), channels: 11, filters: 22, groups: 11 },
  };
  for (const [name, shape] of Object.entries(finished)) {
    test(`bias and activation of a convolution, and of a transposed one: ${name}`, () => {
      const [sizes, { x, kernel, dy }] = [sizesOf(shape), valuesOf(shape)];
      const plus = ({ exact, magnitudes, terms }: ExactSums, bias: Float32Array): ExactSums => ({
        exact: exact.map((sum, index) => sum + (bias[index % bias.length] ?? 0)),
        magnitudes: magnitudes.map((sum) => sum + 1),
        terms: terms + 1,
      });
      const [ofFilters, ofChannels] = [seededValues(8, shape.filters), seededValues(9, shape.channels)];
      const forward = plus(convolveByLoops(shape, x, kernel), ofFilters);
      const transposed = plus(transposeByLoops(shape, dy, kernel), ofChannels);
      for (const set of place.native.features().instructionSets) {
        place.native.setInstructionSet(set);
        for (const activation of activations) {
          const put = (data: Float32Array): { address: number } => ({ address: place.put(data) });
          const filter = put(kernel);
          const [y, dx] = [place.reserve(dy.length), place.reserve(x.length)];
          const [bias, biasOfX] = [put(ofFilters), put(ofChannels)];
          place.native.run(
            Int32Array.from([
              ...convolutionWords(sizes, { x: put(x), filter, y: { address: y }, bias, activation }),
              ...inputGradientWords(sizes, { dy: put(dy), filter, dx: { address: dx }, bias: biasOfX, activation }),
            ]),
          );
          for (const [address, sums] of [
            [y, forward],
            [dx, transposed],
          ] as const) {
            const { exact, magnitudes, terms } = activateSums(sums, activation);
            expectWithinRounding(place.read(address, exact.length), exact, magnitudes, terms);
          }
          place.clear();
        }
      }
    });
  }
});
