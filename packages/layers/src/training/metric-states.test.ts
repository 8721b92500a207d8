/** Metrics of a step: means packed together, others with variables of their own. */
import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { meanMetric } from '../metrics/mean-metric.js';
import type { Metric } from '../metrics/metric.js';
import { loggedMetric, MetricStates, numberNames } from './metric-states.js';

const outputShape = [null, 1];
const meanError = meanMetric({ name: 'meanError', perExample: (yTrue, yPred) => tf.mean(tf.sub(yPred, yTrue), -1) });

/** The sum and the number of all predictions so far, as their quotient's square. */
const squaredMean: Metric = {
  name: 'squaredMean',
  className: 'SquaredMean',
  config: {},
  stateShapes: () => ({ sums: [2] }),
  update: ({ sums }, { yPred }) => ({
    sums: tf.add(sums as tf.Tensor, tf.stack([tf.sum(yPred), tf.scalar(yPred.size)])),
  }),
  result: ({ sums }) => {
    const [total, count] = tf.unstack(sums as tf.Tensor) as [tf.Tensor, tf.Tensor];
    return tf.square(tf.div(total, count));
  },
};

const logged = (metric: Metric): { name: string; metric: Metric; outputShape: (number | null)[] } => ({
  name: metric.name,
  metric,
  outputShape,
});

describeBackends('metrics of a step', () => {
  it('are exact over batches, keep their order, and start anew', () => {
    const states = new MetricStates([logged(squaredMean), logged(meanError)]);
    const add = (yTrue: number[], yPred: number[], sampleWeight?: number[]): void =>
      tf.tidy(() => {
        const column = (values: number[]): tf.Tensor => tf.tensor2d(values, [values.length, 1]);
        const weight = sampleWeight === undefined ? {} : { sampleWeight: tf.tensor1d(sampleWeight) };
        const batch = { yTrue: column(yTrue), yPred: column(yPred), ...weight };
        states.update({ total: tf.scalar(6), count: tf.scalar(2) }, [batch, batch]);
      });
    const read = (): object => {
      const result = states.resultAfter([]);
      const logs = states.toLogs(result.dataSync());
      result.dispose();
      return logs;
    };
    expect(states.names).toEqual(['loss', 'squaredMean', 'meanError']);
    add([0, 0], [1, 2]);
    add([0, 0, 0], [3, 4, 5], [1, 0, 3]);
    expect(read()).toEqual({ loss: 3, squaredMean: 9, meanError: (1 + 2 + 3 + 15) / 6 });
    const withScalar = tf.tidy(() => Array.from(states.resultAfter([tf.scalar(7)]).dataSync()));
    expect(withScalar).toEqual([7, 3, (1 + 2 + 3 + 15) / 6, 9]);
    states.reset();
    add([1], [3]);
    expect(read()).toEqual({ loss: 3, squaredMean: 9, meanError: 2 });
    states.dispose();
  });

  it('are the same from a step without any other metric', () => {
    const states = new MetricStates([]);
    tf.tidy(() => states.update({ total: tf.scalar(4), count: tf.scalar(8) }, []));
    const result = states.resultAfter([]);
    expect(states.toLogs(result.dataSync())).toEqual({ loss: 0.5 });
    result.dispose();
    states.dispose();
  });

  it('are numbered where names meet', () => {
    const named = (name: string): Metric => ({ ...meanError, name });
    const names = ['auc', 'loss', 'auc', 'auc_1', 'auc'].map((name) => logged(named(name)));
    expect(numberNames(names).map(({ name }) => name)).toEqual(['auc', 'loss_1', 'auc_1', 'auc_1_1', 'auc_2']);
  });

  it('refuse a metric with many numbers', () => {
    const perClass: Metric = { ...squaredMean, resultRank: 1 };
    expect(() => loggedMetric('compile', logged(perClass))).toThrow(/METRIC_NOT_SCALAR/);
    expect(loggedMetric('compile', logged(meanError)).name).toBe('meanError');
  });
});
