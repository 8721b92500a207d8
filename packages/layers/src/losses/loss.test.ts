/** What all losses share: masks, weights, names, configs, and targets that they refuse. */
import { IsogradError, NdArray } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { sparseCategoricalCrossentropy } from './crossentropy.js';
import { ctc } from './ctc.js';
import { huber } from './huber.js';
import { computeLoss, type Reduction } from './loss.js';
import { type LossConfig, lossConfig, lossFromConfig, resolveLoss } from './named-loss.js';
import { meanSquaredError } from './regression.js';

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(IsogradError);
    return (error as IsogradError).code;
  }
  return 'none';
}

describeBackends('computeLoss', () => {
  const valueOf = (reduction: Reduction, options: { mask?: number[]; weight?: number[] } = {}): readonly number[] =>
    tf.tidy(() => {
      const sequence = (values: readonly number[]): tf.Tensor => tf.tensor(values, [2, 2]);
      const yPred = tf.tensor3d([1, 2, 3, 4], [2, 2, 1]); // losses 1, 4, 9, 16
      const { mask, weight } = options;
      return Array.from(
        computeLoss(meanSquaredError({ reduction }), tf.zerosLike(yPred), yPred, {
          mask: mask && tf.cast(sequence(mask), 'bool'),
          sampleWeight: weight && tf.tensor1d(weight),
        }).dataSync(),
      );
    });

  it('leaves what is masked out of the sum and of the count', () => {
    const mask = [1, 0, 1, 1];
    expect(valueOf('sumOverBatchSize', { mask })).toEqual([Math.fround(26 / 3)]);
    expect(valueOf('mean', { mask })).toEqual([Math.fround(26 / 3)]);
    expect(valueOf('sum', { mask })).toEqual([26]);
    expect(valueOf('none', { mask })).toEqual([1, 0, 9, 16]);
    expect(valueOf('sumOverBatchSize', { mask: [0, 0, 0, 0] })).toEqual([0]);
  });

  it('weighs examples and masks steps at once', () => {
    const options = { mask: [1, 0, 1, 1], weight: [2, 3] };
    expect(valueOf('sumOverBatchSize', options)).toEqual([Math.fround((2 + 75) / 3)]);
    expect(valueOf('meanWithSampleWeight', options)).toEqual([Math.fround((2 + 75) / 8)]);
    expect(valueOf('sum', { weight: [2, 3] })).toEqual([2 * 5 + 3 * 25]);
  });

  it('masks whole examples, and joins a mask with an ignored class', () => {
    tf.tidy(() => {
      const logits = tf.zeros([3, 2, 4]);
      const labels = tf.tensor2d([1, 0, 2, 3, 3, 3], [3, 2], 'int32');
      const loss = sparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: 0, reduction: 'sum' });
      const mask = tf.tensor1d([1, 1, 0]);
      expect(computeLoss(loss, labels, logits, { mask }).dataSync()[0]).toBeCloseTo(3 * Math.log(4), 5);
      const mean = sparseCategoricalCrossentropy({ fromLogits: true, ignoreClass: 0 });
      expect(computeLoss(mean, labels, logits, { mask }).dataSync()[0]).toBeCloseTo(Math.log(4), 6);
    });
  });

  it('counts a sequence with one loss when one of its steps counts', () => {
    tf.tidy(() => {
      const labels = tf.tensor2d([[1], [1], [1]], [3, 1], 'int32');
      const logits = tf.zeros([3, 3, 2]);
      const mask = tf.tensor2d([1, 1, 0, 0, 0, 0, 0, 0, 1], [3, 3]);
      const all = computeLoss(ctc({ reduction: 'none' }), labels, logits).dataSync();
      const [first = 0, , third = 0] = all;
      expect(computeLoss(ctc(), labels, logits, { mask }).dataSync()[0]).toBeCloseTo((first + third) / 2, 6);
      expect(Array.from(computeLoss(ctc({ reduction: 'none' }), labels, logits, { mask }).dataSync())).toEqual([
        first,
        0,
        third,
      ]);
    });
  });

  it('takes targets that are true or false', () => {
    tf.tidy(() => {
      const yTrue = tf.tensor2d([1, 0], [2, 1], 'bool');
      expect(computeLoss(meanSquaredError(), yTrue, tf.tensor2d([1, 2], [2, 1])).dataSync()[0]).toBe(2);
    });
  });

  it('takes targets without the last axis of size 1, and never broadcasts them', () => {
    tf.tidy(() => {
      const yPred = tf.tensor2d([1, 2, 3], [3, 1]);
      expect(computeLoss(meanSquaredError(), tf.tensor1d([1, 2, 3]), yPred).dataSync()[0]).toBe(0);
    });
  });
});

it('knows losses by their names and short names', () => {
  expect(resolveLoss('compile', 'mse').name).toBe('meanSquaredError');
  expect(resolveLoss('compile', 'kullbackLeiblerDivergence').className).toBe('KLDivergence');
  expect(resolveLoss('compile', 'tripletSemiHard').name).toBe('tripletSemiHard');
  for (const name of ['mean_squared_error', 'toString', '__proto__', 'constructor', '']) {
    expect(codeOf(() => resolveLoss('compile', name as 'mse'))).toBe('NAME_UNKNOWN');
  }
  expect(codeOf(() => resolveLoss('compile', meanSquaredError({ reduction: 'none' })))).toBe('LOSS_NOT_REDUCED');
});

it('refuses options and configs that mean nothing', () => {
  const written = lossConfig(huber({ delta: 2, reduction: 'sum' }));
  expect(lossFromConfig(JSON.parse(JSON.stringify(written)) as LossConfig).config).toEqual(written.config);
  const codeOfConfig = (config: unknown): string => codeOf(() => lossFromConfig(config as LossConfig));
  for (const config of [null, 7, 'Huber', [], {}, { className: 7 }, { className: 'Huber', config: null }]) {
    expect(codeOfConfig(config)).toBe('CONFIG_KIND');
  }
  expect(codeOfConfig({ className: 'Loss', config: {} })).toBe('NAME_UNKNOWN');
  const bad: readonly [className: string, config: object][] = [
    ['Huber', { delta: '1' }],
    ['Huber', { delta: Number.NaN }],
    ['Huber', { reduction: 'average' }],
    ['BinaryCrossentropy', { fromLogits: 'no' }],
    ['BinaryCrossentropy', { labelSmoothing: 1 }],
    ['CategoricalCrossentropy', { axis: 0.5 }],
    ['SparseCategoricalCrossentropy', { ignoreClass: 'none' }],
    ['BinaryFocalCrossentropy', { gamma: -1 }],
    ['CategoricalFocalCrossentropy', { alpha: [0.5, 'x'] }],
    ['CategoricalFocalCrossentropy', { alpha: {} }],
    ['CategoricalGeneralizedCrossEntropy', { q: 1 }],
    ['Dice', { axis: ['a'] }],
    ['Tversky', { alpha: [] }],
    ['Circle', { removeDiagonal: 1 }],
    ['TripletSemiHardLoss', { distanceMetric: 'L1' }],
    ['ContrastiveLoss', { margin: -1 }],
  ];
  for (const [className, config] of bad) {
    expect(codeOfConfig({ className, config }), `${className} ${JSON.stringify(config)}`).toBe('LAYER_OPTION');
  }
});

it('refuses targets that would give nonsense', () => {
  const check = (
    className: string,
    data: number[],
    shape: number[],
    output: (number | null)[],
    config = {},
  ): string => {
    const loss = lossFromConfig({ className, config });
    return codeOf(() => loss.checkTargets?.('fit', new NdArray(Float32Array.from(data), shape), output));
  };
  expect(check('MeanSquaredLogarithmicError', [1, -1], [2, 1], [null, 1])).toBe('TARGET_RANGE');
  expect(check('Poisson', [-0.5], [1, 1], [null, 1])).toBe('TARGET_RANGE');
  expect(check('Hinge', [1, 2], [2, 1], [null, 1])).toBe('TARGET_RANGE');
  expect(check('Hinge', [-1, 0], [2, 1], [null, 1])).toBe('TARGET_RANGE');
  expect(check('Hinge', [-1, 1], [2, 1], [null, 1])).toBe('none');
  expect(check('KLDivergence', [1.5], [1, 1], [null, 1])).toBe('TARGET_RANGE');
  expect(check('Dice', [3], [1, 1], [null, 1])).toBe('TARGET_RANGE');
  expect(check('ContrastiveLoss', [0.5], [1, 1], [null, 1])).toBe('TARGET_RANGE');
  expect(check('CategoricalGeneralizedCrossEntropy', [3], [1], [null, 3])).toBe('LABEL_RANGE');
  expect(check('SparseCategoricalCrossentropy', [1, 1], [2], [null, 3])).toBe('none');
  expect(check('SparseCategoricalCrossentropy', [1, 1], [2, 1], [null, 2, 3])).toBe('TARGET_SHAPE');
  expect(check('SparseCategoricalCrossentropy', [2, 1, 0, 1], [2, 2], [null, 3, 2], { axis: 1 })).toBe('none');
  expect(check('CTC', [1, 4], [1, 2], [null, 7, 4])).toBe('LABEL_RANGE');
  expect(check('CTC', [1, 2], [2], [null, 7, 4])).toBe('TARGET_SHAPE');
  expect(check('Circle', [1, 2], [2], [null, 3, 4])).toBe('SHAPE_RANK');
  expect(check('TripletHardLoss', [1, 2], [1, 2], [null, 4])).toBe('TARGET_SHAPE');
  expect(check('TripletMarginLoss', [1], [1], [null, 2, 4])).toBe('SHAPE_RANK');
  expect(check('CategoricalCrossentropy', [1], [1, 1], [null, 1], { axis: 2 })).toBe('AXIS_RANGE');
  expect(check('CategoricalFocalCrossentropy', [1, 0], [1, 2], [null, 2], { alpha: [1, 2, 3] })).toBe('LAYER_OPTION');
});
