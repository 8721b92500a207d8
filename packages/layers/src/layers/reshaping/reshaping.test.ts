/** Shapes, refusals and what fixtures do not show; numbers are in reference.test.ts and keras.test.ts. */
import { keyData, type PartialShape } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { centerCrop } from './center-crop.js';
import { cropping1d, cropping2d, cropping3d } from './cropping.js';
import { permute } from './permute.js';
import { pixelShuffle, pixelUnshuffle } from './pixel-shuffle.js';
import { repeatVector } from './repeat-vector.js';
import { rescaling } from './rescaling.js';
import { resizeWeights } from './resize-weights.js';
import { resizing } from './resizing.js';
import { upSampling1d, upSampling2d } from './up-sampling.js';
import { zeroPadding1d, zeroPadding2d, zeroPadding3d } from './zero-padding.js';

function build(layer: Layer, shape: PartialShape): Layer {
  layer.ensureBuilt([shape], { path: 'layer', key: keyData(0) });
  return layer;
}

describe('computeOutputShape', () => {
  const cases: [string, Layer, PartialShape, PartialShape][] = [
    ['cropping1d', cropping1d({ cropping: [1, 2] }), [null, 7, 2], [null, 4, 2]],
    ['cropping2d, which crops nothing by default', cropping2d(), [null, 7, null, 2], [null, 7, null, 2]],
    ['cropping3d', cropping3d({ cropping: [0, 1, [2, 1]] }), [null, 7, 7, 7, 2], [null, 7, 5, 4, 2]],
    ['zeroPadding1d', zeroPadding1d(), [null, null, 2], [null, null, 2]],
    ['zeroPadding2d', zeroPadding2d({ padding: [1, [0, 3]] }), [null, 4, 4, 2], [null, 6, 7, 2]],
    ['zeroPadding3d', zeroPadding3d(), [null, 4, 4, 4, 2], [null, 6, 6, 6, 2]],
    ['upSampling1d', upSampling1d(), [null, null, 3], [null, null, 3]],
    ['upSampling2d', upSampling2d({ size: [2, 3] }), [null, 4, null, 3], [null, 8, null, 3]],
    ['permute', permute({ dims: [3, 1, 2] }), [null, 4, null, 3], [null, 3, 4, null]],
    ['repeatVector', repeatVector({ n: 3 }), [null, 4], [null, 3, 4]],
    ['resizing', resizing({ height: 3, width: 5 }), [null, null, null, 3], [null, 3, 5, 3]],
    ['centerCrop', centerCrop({ height: 3, width: 5 }), [null, 2, 8, 3], [null, 3, 5, 3]],
    ['rescaling', rescaling({ scale: [1, 2] }), [null, 8, null], [null, 8, null]],
    ['pixelShuffle', pixelShuffle({ blockSize: 2 }), [null, null, 3, 12], [null, null, 6, 3]],
    ['pixelUnshuffle', pixelUnshuffle({ blockSize: 3 }), [null, null, 6, 2], [null, null, 2, 18]],
  ];
  it.each(cases)('of %s', (_name, layer, input, output) => {
    expect(layer.computeOutputShape([input])).toEqual(output);
  });

  const refusals: [string, Layer, PartialShape, RegExp][] = [
    ['to crop everything', cropping1d({ cropping: 2 }), [null, 4, 1], /\[SHAPE_CROPPED\]$/],
    ['axes that dims do not name', permute({ dims: [2, 1] }), [null, 4, 1, 1], /\[SHAPE_RANK\]$/],
    ['to repeat a sequence', repeatVector({ n: 2 }), [null, 4, 1], /\[SHAPE_RANK\]$/],
    ['a scale for other channels', rescaling({ scale: [1, 2] }), [null, 8, 3], /\[LAYER_OPTION\]$/],
    ['an offset for other channels', rescaling({ scale: 1, offset: [1, 2] }), [null, 8, 3], /\[LAYER_OPTION\]$/],
    ['channels that fill no block', pixelShuffle({ blockSize: 2 }), [null, 3, 3, 6], /\[LAYER_OPTION\]$/],
    ['an image that no blocks cover', pixelUnshuffle({ blockSize: 2 }), [null, 4, 3, 1], /\[LAYER_OPTION\]$/],
  ];
  it.each(refusals)('refuses %s', (_name, layer, input, message) => {
    expect(() => layer.computeOutputShape([input])).toThrow(message);
  });

  it('refuses options out of range', () => {
    for (const make of [
      () => cropping2d({ cropping: [1, 2, 3] as never }),
      () => zeroPadding1d({ padding: [1, 2, 3] as never }),
      () => zeroPadding2d({ padding: [1, [0, -1]] }),
      () => permute({ dims: [1, 1] }),
      () => permute({ dims: [0, 1] }),
      () => permute({ dims: [] }),
      () => repeatVector({ n: 0 }),
      () => upSampling1d({ size: [2] as never }),
      () => upSampling2d({ interpolation: 'area' as never }),
      () => resizing({ height: 2, width: 2, cropToAspectRatio: true, padToAspectRatio: true }),
      () => resizing({ height: 2, width: 2, fillMode: 'reflect' as never }),
      () => rescaling({ scale: [] }),
      () => rescaling({ scale: Number.NaN }),
      () => pixelShuffle({ blockSize: 1.5 }),
    ]) {
      expect(make).toThrow(/\[LAYER_OPTION\]$/);
    }
  });
});

describe('weights of resizing', () => {
  it('are those of Keys between two pixels', () => {
    // u(1/2) = 9/16 and u(3/2) = -1/16 (Keys 1981, equation 15 with a = -1/2)
    const [, middle] = resizeWeights(6, 3, { interpolation: 'bicubic', antialias: false });
    expect(middle).toEqual(Float32Array.of(0, -1 / 16, 9 / 16, 9 / 16, -1 / 16, 0));
  });

  it.each(['bilinear', 'bicubic', 'lanczos3', 'lanczos5'] as const)(
    'of %s sum to 1, and keep an axis as it is',
    (interpolation) => {
      for (const [from, to] of [
        [5, 3],
        [3, 7],
        [1, 4],
        [6, 1],
      ] as const) {
        for (const antialias of [false, true]) {
          for (const row of resizeWeights(from, to, { interpolation, antialias })) {
            expect(Math.abs(row.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(2 ** -22);
          }
        }
      }
      resizeWeights(4, 4, { interpolation, antialias: true }).forEach((row, index) => {
        row.forEach((weight, old) => expect(Math.abs(weight - (old === index ? 1 : 0))).toBeLessThan(2 ** -40));
      });
    },
  );
});

describeBackends('pixelShuffle', () => {
  it('puts channel (row · block + column) · channels + c at that row and column, and back', async () => {
    const [height, width, channels, block] = [2, 3, 2, 2];
    const shuffle = build(pixelShuffle({ blockSize: block }), [null, height, width, channels * block ** 2]);
    const unshuffle = build(pixelUnshuffle({ blockSize: block }), [null, height * block, width * block, channels]);
    const x = tf.tidy(() =>
      tf.reshape(tf.range(0, 2 * height * width * channels * block ** 2), [2, height, width, -1]),
    );
    const { y, back } = tf.tidy(() => {
      const shuffled = shuffle.run([x], { training: false }) as tf.Tensor;
      return { y: shuffled, back: unshuffle.run([shuffled], { training: false }) as tf.Tensor };
    });
    const [from, to] = [await x.data(), await y.data()];
    let place = 0;
    for (let image = 0; image < 2; image++) {
      for (let row = 0; row < height * block; row++) {
        for (let column = 0; column < width * block; column++) {
          for (let channel = 0; channel < channels; channel++) {
            const pixel = (image * height + Math.floor(row / block)) * width + Math.floor(column / block);
            const within = ((row % block) * block + (column % block)) * channels + channel;
            expect(to[place++]).toBe(from[pixel * channels * block ** 2 + within]);
          }
        }
      }
    }
    expect(await back.data()).toEqual(from);
    tf.dispose([x, y, back]);
    for (const layer of [shuffle, unshuffle]) layer.dispose();
  });
});

describeBackends('rescaling', () => {
  it('takes a factor and an offset for each channel, of integers too', async () => {
    const layer = build(rescaling({ scale: [0.5, 2], offset: [1, -1] }), [null, 2]);
    for (const dtype of ['float32', 'int32'] as const) {
      const x = tf.tensor2d(
        [
          [2, 3],
          [4, 5],
        ],
        [2, 2],
        dtype,
      );
      const y = layer.run([x], { training: false }) as tf.Tensor;
      expect(y.dtype).toBe('float32');
      expect([...(await y.data())]).toEqual([2, 5, 3, 9]);
      tf.dispose([x, y]);
    }
    layer.dispose();
  });
});
