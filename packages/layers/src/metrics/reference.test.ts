/** Metrics against scikit-learn. */
import { NdArray } from '@isograd/core';
import { describeBackends, expectWithinTolerance, type FixtureCase, loadFixtures, toTensor } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import {
  binaryAccuracy,
  categoricalAccuracy,
  sparseCategoricalAccuracy,
  sparseTopKCategoricalAccuracy,
} from './accuracy.js';
import { auc } from './auc.js';
import { confusionMatrix } from './confusion-matrix.js';
import { f1Score, fBetaScore } from './f-beta-score.js';
import { categoricalCrossentropy, meanAbsoluteError, meanSquaredError } from './from-losses.js';
import type { Metric } from './metric.js';
import { precision, recall } from './precision-recall.js';
import { r2Score } from './r2-score.js';
import { streamMetric } from './stream-metric.js';

const { cases } = await loadFixtures('metrics');

/** A metric of the targets and scores of a case, measured in two batches of different sizes. */
async function measure(metric: Metric, yTrue: tf.Tensor, yPred: tf.Tensor): Promise<ArrayLike<number>> {
  const stream = streamMetric(metric);
  const count = yTrue.shape[0] ?? 0;
  tf.tidy(() => {
    const sizes = [count - 7, 7];
    const [firstTrue, lastTrue] = tf.split(yTrue, sizes);
    const [firstPred, lastPred] = tf.split(yPred, sizes);
    stream.update(firstTrue as tf.Tensor, firstPred as tf.Tensor);
    stream.update(lastTrue as tf.Tensor, lastPred as tf.Tensor);
  });
  const result = await stream.result();
  stream.dispose();
  return result instanceof NdArray ? result.data : [result];
}

describeBackends('metrics against scikit-learn', () => {
  for (const fixture of cases) {
    const { name, inputs } = fixture;
    const classes = inputs['probs']?.shape[1] ?? 0;
    const check = async (
      metric: Metric,
      [yTrue, yPred]: readonly [() => tf.Tensor, () => tf.Tensor],
      key: string,
    ): Promise<void> => {
      const pair = [tf.tidy(yTrue), tf.tidy(yPred)] as const;
      expectWithinTolerance(await measure(metric, ...pair), expectedOf(fixture, key), { kind: 'metric' });
      tf.dispose([...pair]);
    };
    const labels = (): tf.Tensor => toTensor(inputs['y']);
    const probabilities = (): tf.Tensor => toTensor(inputs['probs']);
    const oneHot = (): tf.Tensor => tf.cast(tf.oneHot(labels(), classes), 'float32');
    const column = (key: string) => (): tf.Tensor => tf.reshape(toTensor(inputs[key]), [-1, 1]);
    const numbers = [column('reg_true'), column('reg_pred')] as const;

    it(`accuracy of ${name}, from class numbers and from one-hot rows`, async () => {
      await check(sparseCategoricalAccuracy(), [labels, probabilities], 'accuracy');
      await check(categoricalAccuracy(), [oneHot, probabilities], 'accuracy');
    });

    it(`confusion matrix and log loss of ${name}`, async () => {
      await check(confusionMatrix({ numClasses: classes }), [labels, probabilities], 'confusion');
      await check(categoricalCrossentropy(), [oneHot, probabilities], 'log_loss');
    });

    it(`precision, recall and F1 of ${name}`, async () => {
      for (const average of ['macro', 'micro', 'weighted'] as const) {
        await check(f1Score({ average }), [oneHot, probabilities], `f1_${average}`);
        // so large a beta leaves recall, so small a one precision
        await check(fBetaScore({ average, beta: 1e4 }), [oneHot, probabilities], `recall_${average}`);
        await check(fBetaScore({ average, beta: 1e-4 }), [oneHot, probabilities], `precision_${average}`);
      }
      await check(precision({ topK: 1 }), [oneHot, probabilities], 'precision_micro');
      await check(recall({ topK: 1 }), [oneHot, probabilities], 'recall_micro');
    });

    it(`errors of ${name}`, async () => {
      await check(meanSquaredError(), numbers, 'reg_mse');
      await check(meanAbsoluteError(), numbers, 'reg_mae');
      await check(r2Score(), numbers, 'reg_r2');
    });

    if (classes > 2) {
      it(`top 2 of ${name}`, async () => {
        await check(sparseTopKCategoricalAccuracy({ k: 2 }), [labels, probabilities], 'top2');
      });
    } else {
      it(`binary accuracy and area under the curve of ${name}`, async () => {
        const positive = (): tf.Tensor => tf.slice(probabilities(), [0, 1], [-1, 1]);
        await check(binaryAccuracy(), [column('y'), positive], 'accuracy');
        const scores = (inputs['probs']?.values ?? []).filter((_, index) => index % 2 === 1);
        const sorted = Array.from(new Set(scores)).sort((a, b) => a - b);
        const between = sorted.slice(1).map((score, index) => (score + (sorted[index] as number)) / 2);
        await check(auc({ thresholds: between }), [column('y'), positive], 'roc_auc');
      });
    }
  }

  it('keep the digits of R^2 where targets are far from 0', async () => {
    const targets = Array.from({ length: 40 }, (_, index) => 1024 + Math.sin(index));
    const predictions = targets.map((target, index) => target + 0.25 * Math.cos(3 * index));
    const [yTrue, yPred] = [targets, predictions].map((values) => tf.tensor2d(values, [40, 1])) as [
      tf.Tensor,
      tf.Tensor,
    ];
    const [exactTrue, exactPred] = [yTrue, yPred].map((y) => Array.from(y.dataSync())) as [number[], number[]];
    const average = exactTrue.reduce((sum, y) => sum + y, 0) / 40;
    const residual = exactTrue.reduce((sum, y, index) => sum + (y - (exactPred[index] as number)) ** 2, 0);
    const deviation = exactTrue.reduce((sum, y) => sum + (y - average) ** 2, 0);
    const got = await measure(r2Score(), yTrue, yPred);
    const values = Float64Array.of(1 - residual / deviation);
    expectWithinTolerance(got, { shape: [1], dtype: 'float64', values }, { kind: 'metric' });
    tf.dispose([yTrue, yPred]);
  });
});

/** The value of scikit-learn as a tensor. */
function expectedOf(fixture: FixtureCase, key: string): Parameters<typeof expectWithinTolerance>[1] {
  const value = fixture.expected?.[key];
  const values = Float64Array.from([value ?? Number.NaN].flat(2) as number[]);
  return { shape: [values.length], dtype: 'float64', values };
}
