import { sizeOf } from '@isograd/core';
import { DepthToSpace } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

onWasm();

it.each(['float32', 'int32', 'bool'] as const)('lays channels of %s out as pixels, in both formats', (dtype) => {
  const [batch, height, width, channels, block] = [2, 3, 2, 3, 2];
  const depth = channels * block * block;
  for (const dataFormat of ['NHWC', 'NCHW'] as const) {
    const isLast = dataFormat === 'NHWC';
    const shape = isLast ? [batch, height, width, depth] : [batch, depth, height, width];
    const outShape = isLast
      ? [batch, height * block, width * block, channels]
      : [batch, channels, height * block, width * block];
    const place = ([, a = 0, b = 0, c = 0]: number[], n: number, h: number, w: number, d: number): number =>
      isLast ? ((n * a + h) * b + w) * c + d : ((n * a + d) * b + h) * c + w;
    const data = Array.from({ length: sizeOf(shape) }, (_, index) =>
      dtype === 'bool' ? ((index * 7) % 3) & 1 : index,
    );
    const expected: unknown[] = [];
    for (let n = 0; n < batch; n++) {
      for (let h = 0; h < height * block; h++) {
        for (let w = 0; w < width * block; w++) {
          for (let d = 0; d < channels; d++) {
            const from = ((h % block) * block + (w % block)) * channels + d;
            const [row, column] = [Math.floor(h / block), Math.floor(w / block)];
            expected[place(outShape, n, h, w, d)] = data[place(shape, n, row, column, from)];
          }
        }
      }
    }
    const actual = runKernel(DepthToSpace, { x: { shape, dtype, data } }, { blockSize: block, dataFormat });
    expect(actual).toMatchObject({ shape: outShape, dtype });
    expect(Array.from(actual.data)).toEqual(expected);
  }
});
