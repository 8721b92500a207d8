import { ValueError } from '@isograd/core';
import { CropAndResize, Dilation2D, RotateWithOffset, Transform } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../../testing/kernel-runner.js';

onWasm();

const row = (data: readonly number[], dtype: 'float32' | 'int32' = 'float32') =>
  ({ shape: [1, 1, data.length, 1], dtype, data }) as const;

/** A row of pixels read from `columns` further right. */
function shifted(columns: number, fillMode: string, data: readonly number[]): number[] {
  const transforms = { shape: [1, 8], dtype: 'float32', data: [1, 0, columns, 0, 1, 0, 0, 0] } as const;
  const attributes = { interpolation: 'nearest', fillMode, fillValue: 9 };
  return Array.from(runKernel(Transform, { image: row(data), transforms }, attributes).data);
}

// By hand: reflect is dcba|abcd|dcba, wrap is abcd|abcd|abcd.
it.each([
  ['constant', -2, [9, 9, 0, 1]],
  ['nearest', -2, [0, 0, 0, 1]],
  ['reflect', -2, [1, 0, 0, 1]],
  ['reflect', -6, [2, 3, 3, 2]],
  ['reflect', 6, [1, 0, 0, 1]],
  ['reflect', 8, [0, 1, 2, 3]],
  ['wrap', -2, [2, 3, 0, 1]],
  ['wrap', 2, [2, 3, 0, 1]],
] as const)('continues an image beyond its border by %s, moved by %i', (fillMode, columns, expected) => {
  expect(shifted(columns, fillMode, [0, 1, 2, 3])).toEqual(expected);
});

it('keeps the dtype of images that are rotated or transformed', () => {
  const image = row([1, 2, 3], 'int32');
  const transforms = { shape: [1, 8], dtype: 'float32', data: [1, 0, 1, 0, 1, 0, 0, 0] } as const;
  const attributes = { interpolation: 'bilinear', fillMode: 'constant', fillValue: 7 };
  const moved = runKernel(Transform, { image, transforms }, attributes);
  expect(moved).toMatchObject({ dtype: 'int32', data: Int32Array.of(2, 3, 7) });
  const turned = runKernel(RotateWithOffset, { image }, { radians: 0, fillValue: 0, center: 0.5 });
  expect(turned).toMatchObject({ dtype: 'int32', data: Int32Array.of(1, 2, 3) });
});

it.each([-1, 1])('refuses a box of image %i out of one', (index) => {
  const inputs = {
    image: row([1, 2, 3]),
    boxes: { shape: [1, 4], dtype: 'float32', data: [0, 0, 1, 1] },
    boxInd: { shape: [1], dtype: 'int32', data: [index] },
  } as const;
  const crop = (): unknown =>
    runKernel(CropAndResize, inputs, { method: 'bilinear', cropSize: [2, 2], extrapolationValue: 0 });
  expect(crop).toThrow(ValueError);
  expect(crop).toThrow('WASM_INDEX');
});

it('lets NaN be the largest sum of a dilation', () => {
  const filter = { shape: [1, 2, 1], dtype: 'float32', data: [0, 0] } as const;
  const attributes = { strides: [1, 1], pad: 'valid', dilations: [1, 1] };
  const { data } = runKernel(Dilation2D, { x: row([-3, Number.NaN, -1, -2]), filter }, attributes);
  expect(Array.from(data)).toEqual([Number.NaN, Number.NaN, -1]);
});
