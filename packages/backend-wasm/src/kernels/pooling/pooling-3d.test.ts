import { UnsupportedError } from '@isograd/core';
import { AvgPool3D, AvgPool3DGrad, MaxPool3D, MaxPool3DGrad } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { floats, onWasm, runKernel, type Values } from '../../testing/kernel-runner.js';
import { at, ReferenceSums } from '../../testing/reference-sum.js';
import {
  eachVolumeMeeting,
  type Triple,
  volumeAttributes,
  type VolumeCase,
  volumeCases,
  volumeShapes,
} from '../../testing/volume-cases.js';

onWasm();

/** `filters` of a case counts the channels here. */
const cases = volumeCases({ maxDilation: 1 });

interface ValidWindow {
  readonly image: number;
  readonly out: Triple;
  readonly inside: Triple[];
}

/** The windows that hold more than padding, each with its valid elements in row-major order. */
function windowsOf(sizes: VolumeCase): ValidWindow[] {
  const windows = new Map<string, ValidWindow>();
  const found: [ValidWindow, Triple, Triple][] = [];
  eachVolumeMeeting(sizes, (image, out, element, position) => {
    const key = `${image},${out}`;
    const window = windows.get(key) ?? { image, out, inside: [] };
    windows.set(key, window);
    found.push([window, element, position]);
  });
  const inOrder = ([, a]: (typeof found)[number], [, b]: (typeof found)[number]): number =>
    a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
  for (const [window, , position] of found.toSorted(inOrder)) window.inside.push(position);
  return [...windows.values()];
}

/** Whole numbers, all negative, so that windows have equal maxima and none is above zero. */
function negativeWithTies(values: Values): Values {
  return { ...values, data: Array.from(values.data, (value) => Math.round(value * 3) - 4) };
}

it('takes the maximum of the valid elements', () => {
  fc.assert(
    fc.property(cases, (sizes) => {
      const { input, output } = volumeShapes(sizes, sizes.filters, sizes.filters);
      const x = negativeWithTies(floats(input, 1));
      const actual = runKernel(MaxPool3D, { x }, volumeAttributes(sizes));
      expect(actual.shape).toEqual(output);
      for (const { image, out, inside } of windowsOf(sizes)) {
        for (let channel = 0; channel < sizes.filters; channel++) {
          const maximum = Math.max(...inside.map((position) => at(x, image, ...position, channel)));
          expect(at(actual, image, ...out, channel)).toBe(maximum);
        }
      }
    }),
  );
});

it('sends the gradient of a window to its first maximum, negative or not', () => {
  fc.assert(
    fc.property(cases, (sizes) => {
      const { input, output } = volumeShapes(sizes, sizes.filters, sizes.filters);
      const x = negativeWithTies(floats(input, 1));
      const dy = floats(output, 2);
      const expected = new ReferenceSums(input);
      for (const { image, out, inside } of windowsOf(sizes)) {
        for (let channel = 0; channel < sizes.filters; channel++) {
          const values = inside.map((position) => at(x, image, ...position, channel));
          const first = inside[values.indexOf(Math.max(...values))] ?? [0, 0, 0];
          expected.add([image, ...first, channel], at(dy, image, ...out, channel));
        }
      }
      expected.expectFrom(runKernel(MaxPool3DGrad, { dy, input: x, output: dy }, volumeAttributes(sizes)));
    }),
  );
});

it('divides by the number of valid elements, forward and backward', () => {
  fc.assert(
    fc.property(cases, (sizes) => {
      const { input, output } = volumeShapes(sizes, sizes.filters, sizes.filters);
      const x = floats(input, 1);
      const dy = floats(output, 2);
      const means = new ReferenceSums(output);
      const gradient = new ReferenceSums(input);
      const windows = windowsOf(sizes);
      for (const { image, out, inside } of windows) {
        for (const position of inside) {
          for (let channel = 0; channel < sizes.filters; channel++) {
            means.add([image, ...out, channel], at(x, image, ...position, channel) / inside.length);
            gradient.add([image, ...position, channel], at(dy, image, ...out, channel) / inside.length);
          }
        }
      }
      means.expectFrom(runKernel(AvgPool3D, { x }, volumeAttributes(sizes)));
      gradient.expectFrom(runKernel(AvgPool3DGrad, { dy, input: x }, volumeAttributes(sizes)));
    }),
  );
});

it('finds NaN to be the maximum, wherever it stands', () => {
  const whole = { filterSize: 2, strides: 1, pad: 'valid' };
  const one: Values = { shape: [1, 1, 1, 1, 1], dtype: 'float32', data: [1] };
  for (let place = 0; place < 8; place++) {
    const data = [3, 1, -2, 5, 0, 9, 4, 2].map((value, index) => (index === place ? Number.NaN : value));
    const x: Values = { shape: [1, 2, 2, 2, 1], dtype: 'float32', data };
    expect(Array.from(runKernel(MaxPool3D, { x }, whole).data)).toEqual([Number.NaN]);
    const gradient = runKernel(MaxPool3DGrad, { dy: one, input: x, output: one }, whole);
    expect(Array.from(gradient.data)).toEqual(data.map((_, index) => (index === place ? 1 : 0)));
  }
});

it('refuses integers, by name', () => {
  const x: Values = { shape: [1, 1, 1, 1, 1], dtype: 'int32', data: [1] };
  expect(() => runKernel(MaxPool3D, { x }, { filterSize: 1, strides: 1, pad: 0 })).toThrow(UnsupportedError);
  expect(() => runKernel(AvgPool3D, { x }, { filterSize: 1, strides: 1, pad: 0 })).toThrow(/AvgPool3D[^]*int32/);
});
