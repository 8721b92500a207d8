import { Add, broadcast_util, Multiply, RealDiv, SquaredDifference, Sub } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm, runKernel, type Values } from '../../testing/kernel-runner.js';

onWasm();

const laws: readonly (readonly [string, (a: number, b: number) => number])[] = [
  [Add, (a, b) => a + b],
  [Sub, (a, b) => a - b],
  [Multiply, (a, b) => a * b],
  [RealDiv, (a, b) => a / b],
  [SquaredDifference, (a, b) => (a - b) ** 2],
];

const shapes: readonly (readonly [readonly number[], readonly number[]])[] = [
  [
    [2, 1, 2, 1, 3, 1, 2],
    [2, 2, 1, 2, 1, 3, 2],
  ],
  [
    [2, 1, 2, 2, 3, 1, 2],
    [2, 1, 2, 2, 3, 1, 2],
  ],
  [[2, 1, 2, 2, 3, 1, 2], []],
  [[3], [1, 2, 2, 1, 2, 1, 2, 3]],
  [
    [2, 1, 3],
    [2, 3],
  ],
];

const floats = (shape: readonly number[], offset: number): Values => {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return {
    shape,
    dtype: 'float32',
    data: Float32Array.from({ length: size }, (_, index) => ((index * 7) % 11) + offset),
  };
};

/** The element of `x` that stands at a place of the broadcast shape. */
function elementAt({ shape, data }: Values, place: number, out: readonly number[]): number {
  let rest = place;
  let index = 0;
  let stride = 1;
  for (let axis = out.length - 1; axis >= 0; axis--) {
    const size = shape[axis - out.length + shape.length] ?? 1;
    if (size > 1) index += (rest % (out[axis] ?? 1)) * stride;
    stride *= size;
    rest = Math.floor(rest / (out[axis] ?? 1));
  }
  return data[index] as number;
}

it.each(laws)('%s broadcasts over any number of axes', (kernelName, law) => {
  for (const [aShape, bShape] of shapes) {
    const [a, b] = [floats(aShape, 1), floats(bShape, 0.5)];
    const out = broadcast_util.assertAndGetBroadcastShape([...aShape], [...bShape]);
    const size = out.reduce((product, axis) => product * axis, 1);
    const expected = Array.from({ length: size }, (_, place) => {
      return Math.fround(law(elementAt(a, place, out), elementAt(b, place, out)));
    });
    const got = runKernel(kernelName, { a, b });
    expect(got.shape).toEqual(out);
    expect(Array.from(got.data)).toEqual(expected);
  }
});
