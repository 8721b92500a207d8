import { browser, tensor3d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm } from './testing/kernel-runner.js';

onWasm();

it('draws a picture on a canvas', () => {
  const canvas = document.createElement('canvas');
  const image = tensor3d([0, 1, 0.2, 0, 0, 1], [1, 2, 3]);
  browser.draw(image, canvas);
  image.dispose();
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, 2, 1).data ?? [];
  expect(Array.from(pixels)).toEqual([0, 255, 51, 255, 0, 0, 255, 255]);
});
