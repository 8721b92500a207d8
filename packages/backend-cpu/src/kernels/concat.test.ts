import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { onCpu } from '../testing/kernel-runner.js';

onCpu();

it.each([1, 40])('joins rows of %i elements along any axis', (width) => {
  tf.tidy(() => {
    const a = tf.reshape(tf.range(0, 4 * width), [2, 2, width]);
    const b = tf.sub(-1, a);
    const [x, y] = [a.arraySync(), b.arraySync()] as number[][][][];
    const zip = (join: (p: number[][], q: number[][]) => number[][]) =>
      (x as number[][][]).map((rows, index) => join(rows, y?.[index] as number[][]));
    expect(tf.concat([a, b], 0).arraySync()).toEqual([...(x as number[][][]), ...(y as number[][][])]);
    expect(tf.concat([a, b], 1).arraySync()).toEqual(zip((p, q) => [...p, ...q]));
    expect(tf.concat([a, b], -1).arraySync()).toEqual(
      zip((p, q) => p.map((line, index) => [...line, ...(q[index] as number[])])),
    );
    expect(tf.stack([a, b], 1).arraySync()).toEqual((x as number[][][]).map((rows, index) => [rows, y?.[index]]));
  });
});

it('keeps the dtype, that of text too, and takes tensors without elements', () => {
  tf.tidy(() => {
    const text = tf.concat([tf.tensor2d([['a'], ['b']]), tf.tensor2d([['c'], ['d']])], 1);
    expect(text.arraySync()).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
    const flags = tf.concat([tf.tensor1d([true], 'bool'), tf.tensor1d([], 'bool'), tf.tensor1d([false], 'bool')]);
    expect(flags.dtype).toBe('bool');
    expect(Array.from(flags.dataSync())).toEqual([1, 0]);
  });
});
