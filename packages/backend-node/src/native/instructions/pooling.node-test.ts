/** Poolings of one to three axes and their gradients against loops in float64. */
import {
  type ConvolutionCase,
  convolutionShapes,
  expectWithinRounding,
  forEachTap,
  seededValues,
  slideWindow,
  type WindowAxis,
} from '@isograd/testing';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { expectSameBits } from '../../testing/expect-same-bits.js';
import { nativeAbsence, nativeMemory, type NativeMemory } from '../../testing/native-memory.js';
import type { Axes } from './convolution.js';
import { poolingGradientWords, type PoolingSizes, poolingWords } from './pooling.js';

/** A pooling by its windows. */
interface PoolingCase {
  readonly batch: number;
  readonly axes: readonly WindowAxis[];
  readonly channels: number;
}

type Kind = PoolingSizes['kind'];

const kinds = ['max', 'average'] as const;

const none: WindowAxis = { inSize: 1, filterSize: 1, stride: 1, dilation: 1, pad: 'valid' };

function sizesOf({ batch, axes, channels }: PoolingCase, kind: Kind): PoolingSizes {
  const volume = [none, none, none, ...axes].slice(-3);
  const along = (value: (axis: WindowAxis) => number): Axes => volume.map(value) as unknown as Axes;
  return {
    kind,
    batch,
    channels,
    inSize: along(({ inSize }) => inSize),
    outSize: along((axis) => slideWindow(axis).outSize),
    windowSize: along(({ filterSize }) => filterSize),
    strides: along(({ stride }) => stride),
    dilations: along(({ dilation }) => dilation),
    padding: along((axis) => slideWindow(axis).before),
  };
}

function elementsOf(shape: PoolingCase): { x: number; y: number } {
  const like: ConvolutionCase = { ...shape, filters: shape.channels, groups: shape.channels };
  const { x, y } = convolutionShapes(like);
  const size = (axes: readonly number[]): number => axes.reduce((product, axis) => product * axis, 1);
  return { x: size(x), y: size(y) };
}

/** For each element of y, the elements of x in its window, in row-major order. */
function windowsOf(shape: PoolingCase): number[][] {
  const { batch, axes, channels } = shape;
  const windows = Array.from({ length: elementsOf(shape).y }, (): number[] => []);
  const descend = (axis: number, out: number, input: number): void => {
    const window = axes[axis];
    if (window === undefined) {
      for (let channel = 0; channel < channels; channel++) {
        windows[out * channels + channel]?.push(input * channels + channel);
      }
      return;
    }
    forEachTap(window, (outAt, _, inputAt) =>
      descend(axis + 1, out * slideWindow(window).outSize + outAt, input * window.inSize + inputAt),
    );
  };
  for (let image = 0; image < batch; image++) descend(0, image, image);
  return windows;
}

/** The place of the first maximum, or of the first NaN. */
function firstMaximum(x: ArrayLike<number>, window: readonly number[]): number | undefined {
  let best = window[0];
  for (const place of window) {
    const [value, greatest] = [Number(x[place]), Number(x[best ?? place])];
    if (value > greatest || (Number.isNaN(value) && !Number.isNaN(greatest))) best = place;
  }
  return best;
}

interface Exact {
  readonly y: Float64Array;
  readonly yMagnitudes: Float64Array;
  readonly dx: Float64Array;
  readonly dxMagnitudes: Float64Array;
  /** Most terms of a sum. */
  readonly terms: number;
}

function poolByLoops(shape: PoolingCase, kind: Kind, x: Float32Array, dy: Float32Array): Exact {
  const [y, yMagnitudes] = [new Float64Array(dy.length), new Float64Array(dy.length)];
  const [dx, dxMagnitudes] = [new Float64Array(x.length), new Float64Array(x.length)];
  const windows = windowsOf(shape);
  const give = (place: number, share: number): void => {
    dx[place] = Number(dx[place]) + share;
    dxMagnitudes[place] = Number(dxMagnitudes[place]) + Math.abs(share);
  };
  windows.forEach((window, out) => {
    const gradient = Number(dy[out]);
    if (kind === 'average') {
      const values = window.map((place) => Number(x[place]));
      const count = Math.max(1, window.length);
      y[out] = values.reduce((sum, value) => sum + value, 0) / count;
      yMagnitudes[out] = values.reduce((sum, value) => sum + Math.abs(value), 0) / count;
      for (const place of window) give(place, gradient / count);
      return;
    }
    const first = firstMaximum(x, window);
    y[out] = first === undefined ? Number.NEGATIVE_INFINITY : Number(x[first]);
    if (first !== undefined) give(first, gradient);
  });
  const taps = shape.axes.reduce((product, { filterSize }) => product * filterSize, 1);
  return { y, yMagnitudes, dx, dxMagnitudes, terms: taps + 1 };
}

interface Results {
  readonly y: Float32Array;
  readonly dx: Float32Array;
}

function compute(
  place: NativeMemory,
  shape: PoolingCase,
  kind: Kind,
  data: { x: Float32Array; dy: Float32Array },
): Results {
  const sizes = sizesOf(shape, kind);
  const [x, dy] = [{ address: place.put(data.x) }, { address: place.put(data.dy) }];
  const [y, dx] = [{ address: place.reserve(data.dy.length) }, { address: place.reserve(data.x.length) }];
  place.native.run(Int32Array.from([...poolingWords(sizes, { x, y }), ...poolingGradientWords(sizes, { dy, x, dx })]));
  const results = { y: place.read(y.address, data.dy.length), dx: place.read(dx.address, data.x.length) };
  place.clear();
  return results;
}

/** Which of equal zeros is the maximum depends on the order in which they are met. */
const withoutSignOfZero = (values: Float32Array): Float32Array => values.map((value) => value + 0);

function expectClose(results: Results, kind: Kind, exact: Exact): void {
  if (kind === 'max') expect(withoutSignOfZero(results.y)).toEqual(withoutSignOfZero(Float32Array.from(exact.y)));
  else expectWithinRounding(results.y, exact.y, exact.yMagnitudes, exact.terms);
  expectWithinRounding(results.dx, exact.dx, exact.dxMagnitudes, exact.terms);
}

/** Few different numbers, so that windows have equal maxima. */
const withTies = (seed: number, size: number): Float32Array =>
  seededValues(seed, size).map((value) => Math.round(3 * value));

function valuesOf(shape: PoolingCase): { x: Float32Array; dy: Float32Array } {
  const sizes = elementsOf(shape);
  return { x: withTies(1, sizes.x), dy: seededValues(2, sizes.y) };
}

const image = (size: number, filterSize: number, stride = filterSize, pad: WindowAxis['pad'] = 'valid', dilation = 1) =>
  [0, 1].map((axis): WindowAxis => ({ inSize: size + axis, filterSize, stride, dilation, pad }));

const even = (size: number, filterSize: number): WindowAxis[] =>
  [size, size].map((inSize) => ({ inSize, filterSize, stride: filterSize, dilation: 1, pad: 'valid' }));

const cases: Record<string, PoolingCase> = {
  'windows that cover the image': { batch: 16, axes: even(26, 2), channels: 32 },
  'windows that leave a border': { batch: 3, axes: even(11, 2), channels: 64 },
  'one channel': { batch: 2, axes: even(28, 2), channels: 1 },
  'three channels': { batch: 2, axes: image(15, 2), channels: 3 },
  'every width of vectors': { batch: 2, axes: image(7, 3, 2, 'same'), channels: 16 * 5 + 8 + 4 + 3 },
  'windows that overlap': { batch: 8, axes: image(28, 3, 2, 'same'), channels: 40 },
  'one image, windows that overlap': { batch: 1, axes: image(33, 3, 1, 'same'), channels: 70 },
  'windows that overlap along the width': {
    batch: 2,
    axes: [even(12, 3)[0] ?? none, { inSize: 40, filterSize: 3, stride: 1, dilation: 1, pad: 'same' }],
    channels: 20,
  },
  'windows far apart': { batch: 2, axes: image(20, 2, 5), channels: 9 },
  dilation: { batch: 2, axes: image(20, 3, 2, 'same', 3), channels: 18 },
  'windows in the padding': { batch: 2, axes: image(5, 2, 1, [4, 5]), channels: 5 },
  'nothing but padding': { batch: 2, axes: image(0, 2, 1, [2, 2]).toReversed(), channels: 3 },
  'nothing but padding, many channels': { batch: 2, axes: image(0, 2, 1, [2, 2]).toReversed(), channels: 40 },
  'the whole image': { batch: 5, axes: even(9, 9), channels: 33 },
  'a sequence': { batch: 3, axes: image(50, 4, 4).slice(0, 1), channels: 12 },
  'a volume': { batch: 2, axes: [...image(6, 2), ...even(7, 3)].slice(0, 3), channels: 17 },
  'a volume, windows that overlap': {
    batch: 2,
    axes: [...image(6, 3, 2, 'same'), ...image(5, 2, 1)].slice(0, 3),
    channels: 10,
  },
};

describe.skipIf(nativeAbsence !== undefined)(`native poolings ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory() : (undefined as never);
  afterEach(() => place.native.setThreads(1));

  for (const [name, shape] of Object.entries(cases)) {
    test(`${name}: forward and backward, the same bits on 1, 2 and 3 threads`, () => {
      const data = valuesOf(shape);
      for (const kind of kinds) {
        const exact = poolByLoops(shape, kind, data.x, data.dy);
        for (const set of place.native.features().instructionSets) {
          place.native.setInstructionSet(set);
          const [one, two, three] = [1, 2, 3].map((threads) => {
            place.native.setThreads(threads);
            return compute(place, shape, kind, data);
          }) as [Results, Results, Results];
          expectClose(one, kind, exact);
          for (const other of [two, three]) {
            expectSameBits(other.y, one.y, set);
            expectSameBits(other.dx, one.dx, set);
          }
        }
      }
    });
  }

  test('random sizes', () => {
    const axis = fc
      .record({
        inSize: fc.integer({ min: 1, max: 8 }),
        filterSize: fc.integer({ min: 1, max: 4 }),
        stride: fc.integer({ min: 1, max: 4 }),
        dilation: fc.integer({ min: 1, max: 3 }),
        pad: fc.oneof(
          fc.constantFrom<WindowAxis['pad']>('same', 'valid'),
          fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })),
        ),
      })
      .filter((window) => slideWindow(window).outSize >= 1);
    const shapes = fc.record({
      batch: fc.integer({ min: 0, max: 3 }),
      axes: fc.array(axis, { minLength: 1, maxLength: 3 }),
      channels: fc.integer({ min: 0, max: 37 }),
    });
    fc.assert(
      fc.property(shapes, fc.constantFrom(...kinds), fc.integer({ min: 1, max: 3 }), (shape, kind, threads) => {
        place.native.setThreads(threads);
        const data = valuesOf(shape);
        const exact = poolByLoops(shape, kind, data.x, data.dy);
        for (const set of place.native.features().instructionSets) {
          place.native.setInstructionSet(set);
          expectClose(compute(place, shape, kind, data), kind, exact);
        }
      }),
      { numRuns: 150, seed: 4 },
    );
  });

  test('NaN is the maximum, infinities count, and the first of equals gets the gradient', () => {
    const shape: PoolingCase = { batch: 1, axes: even(24, 2), channels: 21 };
    const { x: size, y: outSize } = elementsOf(shape);
    const among = [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 1, -2, 0, Number.NEGATIVE_INFINITY];
    const x = seededValues(3, size, [0, 1]).map((value) => among[Math.floor(value * among.length)] ?? 0);
    const dy = seededValues(4, outSize);
    const exact = poolByLoops(shape, 'max', x, dy);
    for (const set of place.native.features().instructionSets) {
      place.native.setInstructionSet(set);
      const { y, dx } = compute(place, shape, 'max', { x, dy });
      expect(y, set).toEqual(Float32Array.from(exact.y));
      expect(dx, set).toEqual(Float32Array.from(exact.dx));
    }
    expect(exact.y.some(Number.isNaN) && exact.y.includes(Number.NEGATIVE_INFINITY)).toBe(true);
  });

  test('windows of an image without columns are empty, however many its rows', () => {
    const sizes: PoolingSizes = {
      kind: 'max',
      batch: 1,
      channels: 2,
      inSize: [2 ** 30, 2 ** 30, 0],
      outSize: [1, 1, 2],
      windowSize: [2 ** 30, 2 ** 30, 1],
      strides: [1, 1, 1],
      dilations: [1, 1, 1],
      padding: [0, 0, 1],
    };
    for (const [kind, value] of [
      ['max', Number.NEGATIVE_INFINITY],
      ['average', 0],
    ] as const) {
      const [x, y] = [place.put([]), place.reserve(4)];
      place.native.run(Int32Array.from(poolingWords({ ...sizes, kind }, { x: { address: x }, y: { address: y } })));
      expect([...place.read(y, 4)]).toEqual([value, value, value, value]);
      place.clear();
    }
  });

  test('a gradient without windows is 0, and wrong words are refused', () => {
    const sizes = { ...sizesOf({ batch: 2, axes: image(3, 1), channels: 4 }, 'max'), outSize: [1, 0, 4] as const };
    const [x, dy] = [{ address: place.put(seededValues(1, 96)) }, { address: place.reserve(0) }];
    const dx = { address: place.reserve(96) };
    const words = Int32Array.from(poolingGradientWords(sizes, { dy, x, dx }));
    place.native.run(words);
    expect(place.read(dx.address, 96)).toEqual(new Float32Array(96));
    for (const [at, value, kind] of [
      [2, 2, 'argument'], // the kind
      [3, -1, 'argument'], // the batch
      [10, 2 ** 31 - 1, 'overflow'], // the width of the output
      [11, 0, 'argument'], // the window
      [14, 0, 'argument'], // a stride
      [17, 0, 'argument'], // a dilation
      [20, -1, 'argument'], // padding
      [2, 1, 'length'], // means need no input
    ] as const) {
      const wrong = words.with(at, value);
      if (kind === 'overflow') wrong.set([2 ** 20, 2 ** 20], 8);
      expect(() => place.native.run(wrong), `word ${at}`).toThrow(`(${kind})`);
    }
    place.clear();
  });
});
