/** Every loss against PyTorch: value and gradient. */
import { describeBackends, expectWithinTolerance, type FixtureCase, loadFixtures, toTensor } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { cosineSimilarity } from './cosine-similarity.js';
import { binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy } from './crossentropy.js';
import { binaryFocalCrossentropy } from './focal-crossentropy.js';
import { hinge, squaredHinge } from './hinge.js';
import { huber } from './huber.js';
import { klDivergence } from './kl-divergence.js';
import { logCosh } from './log-cosh.js';
import { computeLoss, type Loss } from './loss.js';
import { dice } from './overlap.js';
import { poisson } from './poisson.js';
import { meanAbsoluteError, meanSquaredError } from './regression.js';
import { tripletMargin } from './triplet.js';

/** What the configs of the cases hold, in the words of the fixture files. */
interface Config {
  readonly delta?: number;
  readonly label_smoothing?: number;
  readonly ignore_index?: number;
  readonly alpha?: number | null;
  readonly gamma?: number;
  readonly smooth?: number;
  readonly margin?: number;
}

/** The loss of a case, or undefined where it is tested elsewhere. */
function lossOf({ op, config }: FixtureCase<Config>): Loss | undefined {
  const smoothing = { labelSmoothing: config.label_smoothing ?? 0 };
  switch (op) {
    case 'mse':
      return meanSquaredError();
    case 'mae':
      return meanAbsoluteError();
    case 'huber':
      return huber({ delta: config.delta ?? 1 });
    case 'log_cosh':
      return logCosh();
    case 'bce_logits':
      return binaryCrossentropy({ fromLogits: true, ...smoothing });
    case 'categorical_ce_logits':
      return categoricalCrossentropy({ fromLogits: true, ...smoothing });
    case 'sparse_ce_logits':
      return sparseCategoricalCrossentropy({
        fromLogits: true,
        ...(config.ignore_index === undefined ? {} : { ignoreClass: config.ignore_index }),
      });
    case 'kl':
      return klDivergence();
    case 'hinge':
      return hinge();
    case 'squared_hinge':
      return squaredHinge();
    case 'cosine':
      return cosineSimilarity();
    case 'poisson':
      return poisson();
    case 'focal_binary_logits':
      return binaryFocalCrossentropy({
        fromLogits: true,
        gamma: config.gamma ?? 2,
        ...(config.alpha === null ? {} : { applyClassBalancing: true, alpha: config.alpha ?? 0.25 }),
      });
    case 'dice':
      return dice({ axis: [1, 2, 3], smooth: config.smooth ?? 0 });
    default:
      return undefined;
  }
}

const { cases } = await loadFixtures<Config>('losses');
const covered = cases.filter((fixture) => lossOf(fixture) !== undefined);

it('covers every case but those of another definition, and those of more than one input', () => {
  const others = cases.filter((fixture) => !covered.includes(fixture)).map(({ name }) => name);
  // PyTorch's categorical hinge takes the largest of the wrong classes, Keras's nothing below 0 (keras.test.ts).
  expect(others).toEqual(['cat_hinge', 'triplet', 'ctc', 'ctc_varlen']);
});

describeBackends('losses against PyTorch', () => {
  for (const fixture of covered) {
    it(`${fixture.name}`, async () => {
      const loss = lossOf(fixture) as Loss;
      const { y_pred: yPred, y_true: yTrue, sample_weight: weight } = fixture.inputs;
      const { value, grad } = tf.tidy(() => {
        const sampleWeight = weight && toTensor(weight);
        const valueAndGradient = tf.valueAndGrad((x) => computeLoss(loss, toTensor(yTrue), x, { sampleWeight }));
        return valueAndGradient(toTensor(yPred));
      });
      expectWithinTolerance(await value.data(), fixture.outputs['loss']);
      expectWithinTolerance(await grad.data(), fixture.grads['y_pred']);
      value.dispose();
      grad.dispose();
    });
  }

  it('triplet', async () => {
    const fixture = cases.find(({ op }) => op === 'triplet') as FixtureCase<Config>;
    const loss = tripletMargin({ margin: fixture.config.margin ?? 1, distanceMetric: 'squared-L2' });
    const names = ['anchor', 'positive', 'negative'];
    const { value, grads } = tf.tidy(() => {
      const valueAndGradients = tf.valueAndGrads((...triple: tf.Tensor[]) =>
        computeLoss(loss, tf.zeros([6]), tf.stack(triple, 1)),
      );
      return valueAndGradients(names.map((name) => toTensor(fixture.inputs[name])));
    });
    expectWithinTolerance(await value.data(), fixture.outputs['loss']);
    for (const [index, name] of names.entries()) {
      expectWithinTolerance(await (grads[index] as tf.Tensor).data(), fixture.grads[name]);
    }
    tf.dispose([value, ...grads]);
  });

  it('gives the same from probabilities as from logits', async () => {
    const [difference] = tf.tidy(() => {
      const logits = tf.tensor2d([
        [1, -2, 0.5],
        [0.1, 0.2, 3],
      ]);
      const labels = tf.tensor1d([2, 0], 'int32');
      const fromLogits = computeLoss(sparseCategoricalCrossentropy({ fromLogits: true }), labels, logits);
      const sparse = computeLoss(sparseCategoricalCrossentropy(), labels, tf.softmax(logits));
      const oneHot = tf.cast(tf.oneHot(labels, 3), 'float32');
      const dense = computeLoss(categoricalCrossentropy(), oneHot, tf.softmax(logits));
      return [tf.stack([tf.sub(sparse, fromLogits), tf.sub(dense, fromLogits)])];
    }) as [tf.Tensor];
    for (const value of await difference.data()) expect(Math.abs(value)).toBeLessThan(2 ** -20);
    difference.dispose();
  });
});
