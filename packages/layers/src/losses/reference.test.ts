/** Every loss against PyTorch: value and gradient. */
import { describeBackends, expectWithinTolerance, type FixtureCase, loadFixtures, toTensor } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy } from './crossentropy.js';
import { type Loss, reduceLoss } from './loss.js';
import { huber, meanAbsoluteError, meanSquaredError } from './regression.js';

/** What the configs of the cases hold, in the words of the fixture files. */
interface Config {
  readonly delta?: number;
  readonly label_smoothing?: number;
  readonly ignore_index?: number;
}

/** The loss of a case, or undefined where this package has none yet. */
function lossOf({ op, config }: FixtureCase<Config>): Loss | undefined {
  const smoothing = { labelSmoothing: config.label_smoothing ?? 0 };
  switch (op) {
    case 'mse':
      return meanSquaredError();
    case 'mae':
      return meanAbsoluteError();
    case 'huber':
      return huber({ delta: config.delta ?? 1 });
    case 'bce_logits':
      return binaryCrossentropy({ fromLogits: true, ...smoothing });
    case 'categorical_ce_logits':
      return categoricalCrossentropy({ fromLogits: true, ...smoothing });
    case 'sparse_ce_logits':
      return sparseCategoricalCrossentropy({
        fromLogits: true,
        ...(config.ignore_index === undefined ? {} : { ignoreClass: config.ignore_index }),
      });
    default:
      return undefined;
  }
}

const { cases } = await loadFixtures<Config>('losses');
const covered = cases.filter((fixture) => lossOf(fixture) !== undefined);

it('covers the cases that these losses can express', () => {
  expect(covered).toHaveLength(15);
});

describeBackends('losses against PyTorch', () => {
  for (const fixture of covered) {
    it(`${fixture.name}`, async () => {
      const loss = lossOf(fixture) as Loss;
      const { y_pred: yPred, y_true: yTrue, sample_weight: sampleWeight } = fixture.inputs;
      const { value, grad } = tf.tidy(() => {
        const weight = sampleWeight && toTensor(sampleWeight);
        const valueAndGradient = tf.valueAndGrad((x) => reduceLoss(loss, toTensor(yTrue as never), x, weight));
        return valueAndGradient(toTensor(yPred as never));
      });
      expectWithinTolerance(await value.data(), fixture.outputs['loss']);
      expectWithinTolerance(await grad.data(), fixture.grads['y_pred']);
      value.dispose();
      grad.dispose();
    });
  }

  it('gives the same from probabilities as from logits', async () => {
    const [difference] = tf.tidy(() => {
      const logits = tf.tensor2d([
        [1, -2, 0.5],
        [0.1, 0.2, 3],
      ]);
      const labels = tf.tensor1d([2, 0], 'int32');
      const fromLogits = reduceLoss(sparseCategoricalCrossentropy({ fromLogits: true }), labels, logits, undefined);
      const sparse = reduceLoss(sparseCategoricalCrossentropy(), labels, tf.softmax(logits), undefined);
      const dense = reduceLoss(
        categoricalCrossentropy(),
        tf.cast(tf.oneHot(labels, 3), 'float32'),
        tf.softmax(logits),
        undefined,
      );
      return [tf.stack([tf.sub(sparse, fromLogits), tf.sub(dense, fromLogits)])];
    }) as [tf.Tensor];
    for (const value of await difference.data()) expect(Math.abs(value)).toBeLessThan(2 ** -20);
    difference.dispose();
  });
});
