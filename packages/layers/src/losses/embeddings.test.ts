/** Losses of embeddings and pairs against loops in float64, written from their definitions. */
import { type DecodedTensor, describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { circle } from './circle.js';
import { contrastive } from './contrastive.js';
import type { EmbeddingDistance } from './embedding-pairs.js';
import { computeLoss, type Loss } from './loss.js';
import { tripletHard, tripletMargin, tripletSemiHard } from './triplet.js';

const labels = [0, 1, 0, 2, 1, 0, 1];
const features = 3;
const values = seededValues(3, labels.length * features);
type Rows = readonly (readonly number[])[];
const rowsOf = (flat: Float64Array): Rows =>
  labels.map((_, row) => Array.from(flat.subarray(row * features, (row + 1) * features)));
const given = rowsOf(Float64Array.from(values));
const metrics: readonly EmbeddingDistance[] = ['L2', 'squared-L2', 'angular'];

function distance(a: readonly number[], b: readonly number[], metric: EmbeddingDistance): number {
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((total, value, index) => total + value * (y[index] as number), 0);
  if (metric === 'angular') return 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  const difference = a.map((value, index) => value - (b[index] as number));
  return metric === 'L2' ? Math.sqrt(dot(difference, difference)) : dot(difference, difference);
}

const others = (anchor: number, isKin: boolean): number[] =>
  labels.flatMap((label, row) => (row !== anchor && (label === labels[anchor]) === isKin ? [row] : []));

function semiHard(metric: EmbeddingDistance, margin: number, rows: Rows = given): number {
  let [total, pairs] = [0, 0];
  labels.forEach((_, anchor) => {
    const to = (row: number): number => distance(rows[anchor] as number[], rows[row] as number[], metric);
    const strangers = others(anchor, false).map(to);
    for (const positive of others(anchor, true)) {
      const outside = strangers.filter((stranger) => stranger > to(positive));
      const negative = outside.length > 0 ? Math.min(...outside) : Math.max(...strangers);
      total += Math.max(to(positive) - negative + margin, 0);
      pairs++;
    }
  });
  return total / pairs;
}

function hard(metric: EmbeddingDistance, join: (gap: number) => number, rows: Rows = given): number {
  const losses = labels.map((_, anchor) => {
    const to = (row: number): number => distance(rows[anchor] as number[], rows[row] as number[], metric);
    const farthest = Math.max(0, ...others(anchor, true).map(to)); // the only one of its label: its distance to itself
    return join(farthest - Math.min(...others(anchor, false).map(to)));
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

/** The gradient at the embeddings, by central differences in float64. */
function slopesOf(loss: (rows: Rows) => number): DecodedTensor {
  const step = 2 ** -18;
  const at = (index: number, shift: number): number => {
    const moved = Float64Array.from(values);
    moved[index] = (moved[index] as number) + shift;
    return loss(rowsOf(moved));
  };
  const slopes = Float64Array.from(values, (_, index) => (at(index, step) - at(index, -step)) / (2 * step));
  return { shape: [labels.length, features], dtype: 'float64', values: slopes };
}

describeBackends('losses of embeddings', () => {
  const check = (loss: Loss, expected: number, yTrue: tf.Tensor, yPred: tf.Tensor): void => {
    const value = tf.tidy(() => computeLoss(loss, yTrue, yPred).dataSync());
    expectWithinTolerance(value, { shape: [], dtype: 'float64', values: Float64Array.of(expected) });
  };

  for (const distanceMetric of metrics) {
    it(`triplets by ${distanceMetric}, semi-hard, hard and soft`, () => {
      tf.tidy(() => {
        const yTrue = tf.tensor1d(labels, 'int32');
        const yPred = tf.tensor2d(values, [labels.length, features]);
        check(tripletSemiHard({ distanceMetric }), semiHard(distanceMetric, 1), yTrue, yPred);
        check(tripletSemiHard({ distanceMetric, margin: 0.25 }), semiHard(distanceMetric, 0.25), yTrue, yPred);
        const ramp = (gap: number): number => Math.max(gap + 1, 0);
        check(tripletHard({ distanceMetric }), hard(distanceMetric, ramp), tf.reshape(yTrue, [-1, 1]), yPred);
        const soft = hard(distanceMetric, (gap) => Math.log1p(Math.exp(gap)));
        check(tripletHard({ distanceMetric, soft: true }), soft, yTrue, yPred);
      });
    });

    it(`given triples by ${distanceMetric}`, () => {
      tf.tidy(() => {
        const triples = [0, 3].map((first) => given.slice(first, first + 3));
        const losses = triples.map(([a, p, n]) =>
          Math.max(
            distance(a as number[], p as number[], distanceMetric) -
              distance(a as number[], n as number[], distanceMetric) +
              0.5,
            0,
          ),
        );
        const expected = ((losses[0] as number) + (losses[1] as number)) / 2;
        check(
          tripletMargin({ distanceMetric, margin: 0.5 }),
          expected,
          tf.zeros([2]),
          tf.tensor3d(triples.map((triple) => triple.map((row) => [...row]))),
        );
      });
    });

    it(`have gradients by ${distanceMetric}, also where all embeddings are equal`, () => {
      const semi = slopesOf((rows) => semiHard(distanceMetric, 4, rows));
      const ramp = (gap: number): number => Math.max(gap + 4, 0);
      const ofHard = slopesOf((rows) => hard(distanceMetric, ramp, rows));
      tf.tidy(() => {
        const yTrue = tf.tensor1d(labels, 'int32');
        const gradient = (loss: Loss, at: tf.Tensor): ArrayLike<number> =>
          tf
            .grad((x) => computeLoss(loss, yTrue, x))(at)
            .dataSync();
        const yPred = tf.tensor2d(values, [labels.length, features]);
        const options = { distanceMetric, margin: 4 };
        expectWithinTolerance(gradient(tripletSemiHard(options), yPred), semi);
        expectWithinTolerance(gradient(tripletHard(options), yPred), ofHard);
        const equal = Array.from(gradient(tripletSemiHard(options), tf.ones([labels.length, features])));
        expect(equal.every(Number.isFinite)).toBe(true);
      });
    });
  }

  it('leaves anchors out of the circle loss that have no pair of both kinds', () => {
    const value = tf.tidy(() => computeLoss(circle(), tf.tensor1d([0, 1], 'int32'), tf.eye(2)).dataSync()[0]);
    expect(value).toBe(0);
  });

  it('contrasts pairs by their distance', () => {
    tf.tidy(() => {
      const pairs: readonly [y: number, d: number][] = [
        [1, 0.5],
        [0, 0.25],
        [0, 2],
        [1, 1.5],
      ];
      const terms = pairs.map(([y, d]) => y * d ** 2 + (1 - y) * Math.max(1.25 - d, 0) ** 2);
      const column = (index: 0 | 1): tf.Tensor =>
        tf.tensor2d(
          pairs.map((pair) => pair[index]),
          [4, 1],
        );
      check(contrastive({ margin: 1.25 }), terms.reduce((sum, term) => sum + term) / 4, column(0), column(1));
    });
  });
});
