/** What the fixtures in tools/testing do not hold: masks of every kind, derivatives, refusals. */
import { checkGradient, describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { DTypeError, ShapeError } from '../errors.js';
import { type AttentionOptions, attentionWeights, dotProductAttention } from './dot-product-attention.js';

const [batch, time, keyTime, heads, headDim, features] = [2, 3, 4, 2, 3, 2];
const queryValues = seededValues(1, batch * time * heads * headDim);
const keyValues = seededValues(2, batch * keyTime * heads * headDim);
const valueValues = seededValues(3, batch * keyTime * heads * features);
const biasValues = seededValues(4, heads * time * keyTime);

const tensors = (): { query: tf.Tensor; key: tf.Tensor; value: tf.Tensor } => ({
  query: tf.tensor(queryValues, [batch, time, heads, headDim]),
  key: tf.tensor(keyValues, [batch, keyTime, heads, headDim]),
  value: tf.tensor(valueValues, [batch, keyTime, heads, features]),
});

/** Where example b's query t sees key k: in example 1, query 2 sees nothing. */
const seen = (b: number, t: number, k: number): boolean => (b === 0 ? k < 3 : t < 2 && (t + k) % 2 === 0);
const maskOf = (): tf.Tensor => {
  const flat = [];
  for (let b = 0; b < batch; b++)
    for (let t = 0; t < time; t++) for (let k = 0; k < keyTime; k++) flat.push(seen(b, t, k));
  return tf.tensor(flat, [batch, 1, time, keyTime], 'bool');
};

/** Attention by loops in float64. */
function attendByLoops(
  isSeen: (b: number, t: number, k: number) => boolean,
  biasOf: (h: number, t: number, k: number) => number,
  scale: number,
): Float64Array {
  const y = new Float64Array(batch * time * heads * features);
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < time; t++) {
      for (let h = 0; h < heads; h++) {
        const weights = Array.from({ length: keyTime }, (_, k) => {
          if (!isSeen(b, t, k)) return 0;
          let score = 0;
          for (let d = 0; d < headDim; d++) {
            const q = queryValues[((b * time + t) * heads + h) * headDim + d] as number;
            score += q * (keyValues[((b * keyTime + k) * heads + h) * headDim + d] as number);
          }
          return Math.exp(score * scale + biasOf(h, t, k));
        });
        const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
        for (let f = 0; f < features; f++) {
          let mixed = 0;
          for (let k = 0; k < keyTime; k++) {
            mixed += (weights[k] as number) * (valueValues[((b * keyTime + k) * heads + h) * features + f] as number);
          }
          y[((b * time + t) * heads + h) * features + f] = mixed / total;
        }
      }
    }
  }
  return y;
}

const noBias = (): number => 0;
const biasAt = (h: number, t: number, k: number): number => biasValues[(h * time + t) * keyTime + k] as number;
const standard = 1 / Math.sqrt(headDim);

function expectAttention(options: AttentionOptions, values: Float64Array): void {
  const y = dotProductAttention(tensors(), options);
  const shape = [batch, time, heads, features];
  expect(y.shape).toEqual(shape);
  expectWithinTolerance(y.dataSync(), { shape, dtype: 'float64', values });
}

describeBackends('dotProductAttention', () => {
  it('mixes the values that mask and order admit, and gives zeros where there are none', () => {
    tf.tidy(() => {
      const mask = maskOf();
      const bias = tf.tensor(biasValues, [heads, time, keyTime]);
      expectAttention(
        {},
        attendByLoops(() => true, noBias, standard),
      );
      expectAttention({ mask }, attendByLoops(seen, noBias, standard));
      expectAttention(
        { isCausal: true, scale: 0.5 },
        attendByLoops((_b, t, k) => k <= t, noBias, 0.5),
      );
      expectAttention(
        { bias },
        attendByLoops(() => true, biasAt, standard),
      );
      const both = (b: number, t: number, k: number): boolean => k <= t && seen(b, t, k);
      expectAttention({ mask, bias, isCausal: true }, attendByLoops(both, biasAt, standard));
    });
  });

  it('gives weights that sum to 1, or to 0 where no key is seen', () => {
    tf.tidy(() => {
      const weights = attentionWeights(tensors(), { mask: maskOf() });
      expect(weights.shape).toEqual([batch, heads, time, keyTime]);
      const sums = tf.sum(weights, -1);
      const values = Float64Array.of(1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0);
      expectWithinTolerance(sums.dataSync(), { shape: sums.shape, dtype: 'float64', values });
    });
  });

  it('has right derivatives, of zero where no key is seen', () => {
    tf.tidy(() => {
      const { query, key, value } = tensors();
      const bias = tf.tensor(biasValues, [heads, time, keyTime]);
      const mask = maskOf();
      const attend = (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor, b: tf.Tensor): tf.Tensor =>
        dotProductAttention({ query: q, key: k, value: v }, { mask, bias: b, isCausal: true });
      const ratio = checkGradient((...at) => attend(...(at as Parameters<typeof attend>)), [query, key, value, bias], {
        directions: 1,
      });
      expect(ratio).toBeLessThanOrEqual(1);
      const ofQuery = tf.grad((q: tf.Tensor) => tf.sum(tf.square(attend(q, key, value, bias))))(query);
      const blind = tf.slice(ofQuery, [1, 2, 0, 0], [1, 1, heads, headDim]);
      expect([...blind.dataSync()]).toEqual(Array.from({ length: heads * headDim }, () => 0));
    });
  });

  it('refuses what does not fit together', () => {
    tf.tidy(() => {
      const { query, key, value } = tensors();
      expect(() => dotProductAttention({ query, key: value, value })).toThrow(ShapeError);
      expect(() => dotProductAttention({ query, key, value: query })).toThrow(/value/);
      expect(() => attentionWeights({ query: tf.zeros([2, 3, 4]), key })).toThrow(ShapeError);
      expect(() => attentionWeights({ query, key }, { mask: tf.ones([keyTime]) })).toThrow(DTypeError);
      expect(() => attentionWeights({ query, key }, { mask: tf.ones([time], 'bool') })).toThrow(/broadcast/);
      expect(() => attentionWeights({ query, key }, { bias: tf.ones([1, 1, 1, 1, keyTime]) })).toThrow(/broadcast/);
    });
  });
});
