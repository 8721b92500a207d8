/** Metrics against scikit-learn. */
import { describeBackends, expectWithinTolerance, loadFixtures, toTensor } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { meanAbsoluteError, meanSquaredError } from '../losses/regression.js';
import { binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy } from './accuracy.js';
import { type MeanMetric, meanMetric } from './mean-metric.js';

const { cases } = await loadFixtures('metrics');

describeBackends('metrics against scikit-learn', () => {
  for (const { name, inputs, expected } of cases) {
    const check = (metric: MeanMetric, yTrue: () => tf.Tensor, yPred: () => tf.Tensor, key: string): void => {
      const got = tf.tidy(() => {
        const { total, count } = metric.measure({ yTrue: yTrue(), yPred: yPred() });
        return tf.reshape(tf.div(total, count), [1]);
      });
      const values = Float64Array.of(expected?.[key] as number);
      expectWithinTolerance(got.dataSync(), { shape: [1], dtype: 'float64', values }, { kind: 'metric' });
      got.dispose();
    };
    const labels = (): tf.Tensor => toTensor(inputs['y']);
    const probabilities = (): tf.Tensor => toTensor(inputs['probs']);
    const column = (key: string) => (): tf.Tensor => tf.reshape(toTensor(inputs[key]), [-1, 1]);

    it(`accuracy of ${name}, from class numbers and from one-hot rows`, () => {
      const classes = inputs['probs']?.shape[1] ?? 0;
      check(sparseCategoricalAccuracy(), labels, probabilities, 'accuracy');
      check(categoricalAccuracy(), () => tf.oneHot(labels(), classes), probabilities, 'accuracy');
    });

    if (inputs['probs']?.shape[1] === 2) {
      it(`binary accuracy of ${name}`, () => {
        const positive = (): tf.Tensor => tf.slice(probabilities(), [0, 1], [-1, 1]);
        check(binaryAccuracy(), column('y'), positive, 'accuracy');
      });
    }

    it(`errors of ${name}`, () => {
      check(meanMetric(meanSquaredError()), column('reg_true'), column('reg_pred'), 'reg_mse');
      check(meanMetric(meanAbsoluteError()), column('reg_true'), column('reg_pred'), 'reg_mae');
    });
  }
});
