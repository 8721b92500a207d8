/** Random convolutions and poolings of volumes for property tests. */
import fc from 'fast-check';
import { type AxisCase, outputAxis } from './convolution-cases.js';

/** One value for each of depth, height and width. */
export type Triple = [number, number, number];

/** One convolution of volumes. */
export interface VolumeCase {
  readonly batch: number;
  readonly axes: readonly [AxisCase, AxisCase, AxisCase];
  readonly channels: number;
  readonly filters: number;
  readonly pad: 'same' | 'valid' | number;
}

/** Convolutions of volumes whose output may be as small as one pixel, and whose stride may exceed the filter. */
export function volumeCases(options: { readonly maxDilation: number }): fc.Arbitrary<VolumeCase> {
  const axis = fc.record({
    size: fc.integer({ min: 1, max: 6 }),
    filter: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: options.maxDilation }),
  });
  return fc
    .record({
      batch: fc.integer({ min: 1, max: 2 }),
      axes: fc.tuple(axis, axis, axis),
      channels: fc.integer({ min: 1, max: 5 }),
      filters: fc.integer({ min: 1, max: 9 }),
      pad: fc.constantFrom<VolumeCase['pad']>('same', 'valid', 1, 2),
    })
    .filter((sizes) => outputOf(sizes).every(({ size }) => size > 0));
}

function outputOf({ axes, pad }: VolumeCase): { size: number; before: number }[] {
  return axes.map((axis) => outputAxis(axis, typeof pad === 'number' ? [pad, pad] : pad));
}

/** Visits every pair of an output pixel and a filter element that meet inside the input. */
export function eachVolumeMeeting(
  sizes: VolumeCase,
  visit: (image: number, out: Triple, filter: Triple, input: Triple) => void,
): void {
  const output = outputOf(sizes);
  const meetings = sizes.axes.map(({ size, filter, stride, dilation }, axis) => {
    const { size: outSize = 0, before = 0 } = output[axis] ?? {};
    return Array.from({ length: outSize * filter }, (_, index) => {
      const [out, element] = [Math.floor(index / filter), index % filter];
      return { out, element, position: out * stride + element * dilation - before };
    }).filter(({ position }) => position >= 0 && position < size);
  });
  const [depths = [], rows = [], columns = []] = meetings;
  for (let image = 0; image < sizes.batch; image++) {
    for (const z of depths) {
      for (const y of rows) {
        for (const x of columns) {
          visit(image, [z.out, y.out, x.out], [z.element, y.element, x.element], [z.position, y.position, x.position]);
        }
      }
    }
  }
}

/** Attributes as tfjs-core passes them. */
export function volumeAttributes({ axes, pad }: VolumeCase): object {
  return {
    strides: axes.map(({ stride }) => stride),
    dilations: axes.map(({ dilation }) => dilation),
    filterSize: axes.map(({ filter }) => filter),
    pad,
    dataFormat: 'NDHWC',
  };
}

/** Shapes of input and of output with this many channels. */
export function volumeShapes(
  sizes: VolumeCase,
  channels: number,
  outChannels: number,
): { input: number[]; output: number[] } {
  return {
    input: [sizes.batch, ...sizes.axes.map(({ size }) => size), channels],
    output: [sizes.batch, ...outputOf(sizes).map(({ size }) => size), outChannels],
  };
}
