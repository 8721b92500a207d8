/** The best that one of two ratios becomes while the other is good enough, over all thresholds. */
import { add, divNoNan, greaterEqual, max, type Tensor, where, zerosLike } from '@tensorflow/tfjs-core';
import { checkSameShape } from '../losses/target-checks.js';
import { positiveInteger, share } from '../option-checks.js';
import type { Metric } from './metric.js';
import { metricName, type MetricOptions } from './metric-options.js';
import { precisionOf, recallOf } from './precision-recall.js';
import { addCounts, type ConfusionCounts, confusionCounts, countShapes, evenThresholds } from './threshold-counts.js';
import { readClassId } from './threshold-options.js';

/** Options that the four metrics share, with Keras's names. */
export interface BestAtOptions extends MetricOptions {
  /** Thresholds from 0 to 1 to try; at least 1, which stands for 0.5. Default: 200. */
  readonly numThresholds?: number;
  /** Only this class is looked at. Default: all. */
  readonly classId?: number | null;
}

type Ratio = (counts: ConfusionCounts) => Tensor;

/** What is false and predicted so: TN / (TN + FP). */
const specificityOf: Ratio = ({ trueNegatives, falsePositives }) =>
  divNoNan(trueNegatives, add(trueNegatives, falsePositives));

/** What one metric of the family asks for. */
interface Family {
  readonly factory: string;
  readonly className: string;
  /** The option that holds the bound. */
  readonly option: string;
  readonly constrained: Ratio;
  readonly best: Ratio;
}

function bestAt(
  { factory, className, option, constrained, best }: Family,
  bound: unknown,
  options: BestAtOptions,
): Metric {
  const name = metricName(factory, options);
  const least = share(name, option, bound);
  const numThresholds = positiveInteger(name, 'numThresholds', options.numThresholds ?? 200);
  const classId = readClassId(name, options.classId);
  const counts = { thresholds: numThresholds === 1 ? [0.5] : evenThresholds(numThresholds), classId };
  return {
    name,
    className,
    config: { name, [option]: least, numThresholds, classId: classId ?? null },
    stateShapes: (where, outputShape) => ({ ...countShapes(where, outputShape, counts) }),
    update: (state, batch) => addCounts(state, batch, counts),
    result: (state) => {
      const all = confusionCounts(state);
      const values = best(all);
      return max(where(greaterEqual(constrained(all), least), values, zerosLike(values)));
    },
    checkTargets: checkSameShape,
  };
}

/**
 * The largest recall at a threshold whose precision is at least `precision`; 0 where none is.
 *
 * @param options - `precision`: from 0 to 1.
 * @throws {ValueError} LAYER_OPTION
 */
export function recallAtPrecision(options: BestAtOptions & { readonly precision: number }): Metric {
  const family = { factory: 'recallAtPrecision', className: 'RecallAtPrecision', option: 'precision' };
  return bestAt({ ...family, constrained: precisionOf, best: recallOf }, options.precision, options);
}

/**
 * The largest precision at a threshold whose recall is at least `recall`; 0 where none is.
 *
 * @param options - `recall`: from 0 to 1.
 * @throws {ValueError} LAYER_OPTION
 */
export function precisionAtRecall(options: BestAtOptions & { readonly recall: number }): Metric {
  const family = { factory: 'precisionAtRecall', className: 'PrecisionAtRecall', option: 'recall' };
  return bestAt({ ...family, constrained: recallOf, best: precisionOf }, options.recall, options);
}

/**
 * The largest sensitivity, TP / (TP + FN), at a threshold whose specificity, TN / (TN + FP), is at least `specificity`.
 *
 * @param options - `specificity`: from 0 to 1.
 * @throws {ValueError} LAYER_OPTION
 */
export function sensitivityAtSpecificity(options: BestAtOptions & { readonly specificity: number }): Metric {
  const family = { factory: 'sensitivityAtSpecificity', className: 'SensitivityAtSpecificity', option: 'specificity' };
  return bestAt({ ...family, constrained: specificityOf, best: recallOf }, options.specificity, options);
}

/**
 * The largest specificity, TN / (TN + FP), at a threshold whose sensitivity, TP / (TP + FN), is at least `sensitivity`.
 *
 * @param options - `sensitivity`: from 0 to 1.
 * @throws {ValueError} LAYER_OPTION
 */
export function specificityAtSensitivity(options: BestAtOptions & { readonly sensitivity: number }): Metric {
  const family = { factory: 'specificityAtSensitivity', className: 'SpecificityAtSensitivity', option: 'sensitivity' };
  return bestAt({ ...family, constrained: recallOf, best: specificityOf }, options.sensitivity, options);
}
