/** What all metrics share: names, configs, streams, and what they refuse. */
import { IsogradError, NdArray } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { binaryCrossentropy, sparseCategoricalCrossentropy } from '../losses/crossentropy.js';
import { huber } from '../losses/huber.js';
import { confusionMatrix } from './confusion-matrix.js';
import { lossMetric } from './loss-metric.js';
import { meanMetric } from './mean-metric.js';
import type { Metric } from './metric.js';
import * as metrics from './metrics.js';
import { type MetricConfig, metricConfig, metricFromConfig, resolveMetric } from './named-metric.js';
import { streamMetric } from './stream-metric.js';

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(IsogradError);
    return (error as IsogradError).code;
  }
  return 'none';
}

const labels = (...values: number[]): NdArray => new NdArray(Int32Array.from(values), [values.length]);

describeBackends('streamMetric', () => {
  it('takes host arrays, forgets on reset, and says when it has nothing', async () => {
    const stream = streamMetric(confusionMatrix({ numClasses: 3, sparseYPred: true, ignoreClass: 2 }));
    await expect(stream.result()).rejects.toThrow(/METRIC_EMPTY/);
    stream.update(labels(0, 1, 1, 2, 0), labels(0, 1, 0, 1, 7)); // 2 is ignored, 7 is no class
    const matrix = (await stream.result()) as NdArray;
    expect(matrix.shape).toEqual([3, 3]);
    expect(Array.from(matrix.data)).toEqual([1, 0, 0, 1, 1, 0, 0, 0, 0]);
    stream.reset();
    await expect(stream.result()).rejects.toThrow(/METRIC_EMPTY/);
    stream.update(labels(1), labels(0), { sampleWeight: new NdArray(Float32Array.of(2.5), [1]) });
    expect(((await stream.result()) as NdArray).data[3]).toBe(2.5);
    stream.dispose();
    expect(() => stream.update(labels(1), labels(0))).toThrow(/METRIC_DISPOSED/);
    await expect(stream.result()).rejects.toThrow(/METRIC_DISPOSED/);
  });

  it('keeps what it has when a batch is refused', async () => {
    const stream = streamMetric(metrics.mean());
    stream.update(new NdArray(Float32Array.of(1, 3), [2]));
    const failing: Metric = {
      ...meanMetric({ name: 'fails', perExample: () => tf.zeros([1]) }),
      update: () => {
        throw new Error('no');
      },
    };
    expect(() => streamMetric(failing).update(labels(1))).toThrow('no');
    expect(await stream.result()).toBe(2);
    const score = streamMetric(metrics.f1Score());
    expect(() => score.update(labels(1), labels(1))).toThrow(/METRIC_SHAPE/);
    stream.dispose();
  });

  it('leaves ignored classes out of the mean', async () => {
    const loss = sparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: 0 });
    const stream = streamMetric(lossMetric(loss));
    stream.update(labels(0, 1, 2), NdArray.zeros([3, 4]));
    stream.update(labels(0), NdArray.zeros([1, 4]), { sampleWeight: new NdArray(Float32Array.of(9), [1]) });
    expect(await stream.result()).toBeCloseTo(Math.log(4), 6);
    stream.dispose();
    const perplexity = streamMetric(metrics.perplexity({ fromLogits: true, ignoreClass: 0 }));
    perplexity.update(labels(0, 1, 2), NdArray.zeros([3, 4]));
    expect(await perplexity.result()).toBeCloseTo(4, 5);
    perplexity.dispose();
  });

  it('gives numbers, not NaN, for constant targets', async () => {
    const constant = new NdArray(Float32Array.of(2, 2, 2), [3, 1]);
    const other = new NdArray(Float32Array.of(1, 2, 3), [3, 1]);
    for (const [metric, yPred, expected] of [
      [metrics.r2Score(), constant, 1],
      [metrics.r2Score(), other, 0],
      [metrics.pearsonCorrelation({ axis: 0 }), other, 0],
    ] as const) {
      const stream = streamMetric(metric);
      stream.update(constant, yPred);
      expect(await stream.result()).toBe(expected);
      stream.dispose();
    }
  });
});

const loss = sparseCategoricalCrossentropy();

it('knows metrics by their names, short names, and as losses', () => {
  const resolve = (option: Parameters<typeof resolveMetric>[1], shape = [null, 3]): Metric =>
    resolveMetric('compile', option, loss, shape);
  expect(resolve('acc').className).toBe('SparseCategoricalAccuracy');
  expect(resolve('acc').name).toBe('accuracy');
  expect(resolve('ce').className).toBe('SparseCategoricalCrossentropy');
  expect(resolveMetric('compile', 'accuracy', binaryCrossentropy({ fromLogits: true }), [null, 1]).config).toEqual({
    name: 'accuracy',
    threshold: 0,
  });
  expect(resolve('mse').name).toBe('meanSquaredError');
  expect(resolve('cosineProximity').className).toBe('CosineSimilarity');
  expect(resolve(huber()).name).toBe('huber');
  for (const name of ['mean_squared_error', 'toString', '__proto__', 'iou', '']) {
    expect(codeOf(() => resolve(name as 'mse'))).toBe('NAME_UNKNOWN');
  }
});

it('writes and reads metrics', () => {
  const all = [
    metrics.accuracy({ name: 'same' }),
    metrics.binaryIoU({ threshold: 0.25 }),
    metrics.auc({ thresholds: [0.25, 0.75], curve: 'PR' }),
    metrics.precision({ thresholds: [0.2, 0.4], classId: 1 }),
    metrics.recallAtPrecision({ precision: 0.75, numThresholds: 10 }),
    metrics.oneHotIoU({ numClasses: 3, targetClassIds: [2] }),
    metrics.confusionMatrix({ numClasses: 4, ignoreClass: 0 }),
    metrics.sparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: -1 }),
    metrics.perplexity({ ignoreClass: 0 }),
    metrics.ssim({ maxVal: 255 }),
    metrics.r2Score({ classAggregation: null, numRegressors: 2 }),
    metrics.cosineSimilarity({ axis: 1 }),
    lossMetric(huber({ delta: 2 }), { name: 'huber2' }),
  ];
  for (const metric of all) {
    const written = JSON.parse(JSON.stringify(metricConfig(metric))) as MetricConfig;
    expect(metricConfig(metricFromConfig(written)), metric.className).toEqual(metricConfig(metric));
  }
});

it('refuses configs that mean nothing', () => {
  const codeOfConfig = (config: unknown): string => codeOf(() => metricFromConfig(config as MetricConfig));
  for (const config of [null, 'AUC', {}, { className: 'AUC', config: 3 }]) {
    expect(codeOfConfig(config)).toBe('CONFIG_KIND');
  }
  expect(codeOfConfig({ className: 'Metric', config: {} })).toBe('NAME_UNKNOWN');
  expect(codeOfConfig({ className: 'LossMetric', config: { loss: 'mse' } })).toBe('CONFIG_KIND');
  const bad: readonly [className: string, config: object][] = [
    ['Accuracy', { name: 7 }],
    ['BinaryAccuracy', { threshold: '0.5' }],
    ['TopKCategoricalAccuracy', { k: 0 }],
    ['SparseTopKCategoricalAccuracy', { fromSortedIds: 'yes' }],
    ['Precision', { thresholds: [2] }],
    ['Precision', { thresholds: [] }],
    ['Recall', { topK: 0.5 }],
    ['Recall', { classId: -1 }],
    ['PrecisionAtRecall', {}],
    ['RecallAtPrecision', { precision: 2 }],
    ['SensitivityAtSpecificity', { specificity: 0.5, numThresholds: 0 }],
    ['AUC', { numThresholds: 1 }],
    ['AUC', { curve: 'roc' }],
    ['AUC', { thresholds: 'x' }],
    ['AUC', { labelWeights: [Number.NaN] }],
    ['F1Score', { average: 'mean' }],
    ['F1Score', { threshold: 0 }],
    ['FBetaScore', { beta: null, average: 7 }],
    ['IoU', { numClasses: 2, targetClassIds: [2] }],
    ['IoU', { numClasses: 2 }],
    ['MeanIoU', { numClasses: '2' }],
    ['ConfusionMatrix', {}],
    ['ConfusionMatrix', { numClasses: 2, sparseYTrue: 1 }],
    ['R2Score', { classAggregation: 'mean' }],
    ['R2Score', { numRegressors: -1 }],
    ['PSNR', { maxVal: 0 }],
    ['SSIM', { filterSize: 1.5 }],
    ['PearsonCorrelation', { axis: 'last' }],
    ['BinaryCrossentropy', { fromLogits: 0 }],
  ];
  for (const [className, config] of bad) {
    expect(codeOfConfig({ className, config }), `${className} ${JSON.stringify(config)}`).toBe('LAYER_OPTION');
  }
});

it('refuses outputs that it cannot judge', () => {
  const code = (metric: Metric, shape: (number | null)[]): string => codeOf(() => metric.stateShapes('compile', shape));
  expect(code(metrics.f1Score({ average: 'macro' }), [null, 4, 3])).toBe('METRIC_SHAPE');
  expect(code(metrics.f1Score({ average: 'micro' }), [null, null])).toBe('METRIC_SHAPE');
  expect(code(metrics.r2Score(), [null])).toBe('METRIC_SHAPE');
  expect(code(metrics.auc({ multiLabel: true }), [null, null])).toBe('METRIC_SHAPE');
  expect(code(metrics.auc({ labelWeights: [1, 2] }), [null, 3])).toBe('METRIC_SHAPE');
  expect(code(metrics.auc({ multiLabel: true, numLabels: 2 }), [null, 3])).toBe('METRIC_SHAPE');
  expect(code(metrics.precision({ classId: 3 }), [null, 3])).toBe('METRIC_SHAPE');
  expect(code(metrics.precision({ topK: 4 }), [null, 3])).toBe('METRIC_SHAPE');
  expect(code(confusionMatrix({ numClasses: 3 }), [null, 4])).toBe('METRIC_SHAPE');
  expect(code(metrics.auc(), [null, 1])).toBe('none');
});
