import { keyData } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { dropout } from './dropout.js';

const size = 4000;
const rate = 0.3;

/** Two masks in a row of a layer with a seed: what it makes of ones. */
function masks(seed: number): [Float32Array, Float32Array] {
  const layer = dropout({ rate, seed });
  layer.ensureBuilt([[null, size]], { path: 'dropout', key: keyData(0) });
  const next = (): Float32Array =>
    tf.tidy(() => (layer.run([tf.ones([1, size])], { training: true }) as tf.Tensor).dataSync() as Float32Array);
  const made: [Float32Array, Float32Array] = [next(), next()];
  layer.dispose();
  return made;
}

/** The first masks, kept so that every backend is held to those of the first. */
let first: [Float32Array, Float32Array] | undefined;

describeBackends('dropout', () => {
  it('drops a share of rate and scales the rest, another one each step', () => {
    const [one, two] = masks(7);
    for (const mask of [one, two]) {
      const dropped = mask.filter((value) => value === 0).length;
      // Five standard deviations of a binomial count.
      expect(Math.abs(dropped - rate * size)).toBeLessThan(5 * Math.sqrt(size * rate * (1 - rate)));
      for (const value of mask) expect([0, Math.fround(1 / (1 - rate))]).toContain(value);
    }
    expect(two).not.toEqual(one);
  });

  it('repeats with the seed, on every backend alike', () => {
    first ??= masks(7);
    expect(masks(7)).toEqual(first);
    expect(masks(8)).not.toEqual(first);
  });

  it('passes its input through when it does not train', () => {
    const layer = dropout({ rate });
    layer.ensureBuilt([[null, 3]], { path: 'dropout', key: keyData(0) });
    const values = tf.tidy(() => (layer.run([tf.tensor2d([[1, 2, 3]])], { training: false }) as tf.Tensor).dataSync());
    expect(Array.from(values)).toEqual([1, 2, 3]);
    layer.dispose();
  });

  it('differentiates through the mask', () => {
    const layer = dropout({ rate, seed: 1 });
    layer.ensureBuilt([[null, size]], { path: 'dropout', key: keyData(0) });
    const x = tf.ones([1, size]);
    let y: tf.Tensor | undefined;
    const dx = tf.grad((input) => {
      y = tf.keep(layer.run([input], { training: true }) as tf.Tensor);
      return tf.sum(y);
    })(x);
    expect(dx.dataSync()).toEqual(y?.dataSync()); // for an input of ones both are the mask
    tf.dispose([x, dx, y as tf.Tensor]);
    layer.dispose();
  });
});
