/** Shifts and scales features by statistics that are known before training. */
import { type NdArray, type PartialShape, type Shape, shapesMatch } from '@isograd/core';
import {
  add,
  cast,
  div,
  maximum,
  mul,
  reshape,
  scalar,
  sqrt,
  sub,
  type Tensor,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { ones, zeros } from '../../initializers/constant.js';
import type { Initializer } from '../../initializers/initializer.js';
import { Layer, type LayerConfig, type LayerOptions } from '../../layer.js';
import { badOption } from '../../messages.js';
import { adaptEmpty, adaptNotNeeded, adaptShape } from './normalization-messages.js';
import { onlyInput } from '../../only-input.js';
import { axisOrAxes, booleanOption } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { assignWeight, type Weight } from '../../weight.js';
import { type AdaptData, batchesToAdapt } from './adapt-data.js';
import { featureAxes, featureSizes, requireSizes } from '../feature-axes.js';
import { type Constants, type NestedNumbers, readNestedNumbers } from './nested-numbers.js';
import { RunningMoments } from './running-moments.js';

/** Options of `normalization`, with Keras's names. */
export interface NormalizationOptions extends LayerOptions {
  /** The axis or axes along which each position has a mean and a variance of its own; null for one of all. Default: -1. */
  readonly axis?: number | readonly number[] | null;
  /** Means, given together with `variance`: a number, or nested lists that end with the last of the axes. Default: from `adapt`. */
  readonly mean?: NestedNumbers;
  /** Variances of the same form. Default: from `adapt`. */
  readonly variance?: NestedNumbers;
  /** Whether to turn normalised values back. Default: false. */
  readonly invert?: boolean;
}

/** What `adapt` found. */
interface Adapted {
  readonly sizes: Shape;
  readonly moments: RunningMoments;
}

/** Deviations below this are taken as this (Keras). */
const smallestDeviation = 1e-7;

/** The layer behind `normalization`. */
export class Normalization extends Layer {
  readonly className: string = 'Normalization';
  override readonly supportsMasking: boolean = true;
  readonly #axis: number | readonly number[] | null;
  readonly #given: { readonly mean: Constants; readonly variance: Constants; readonly config: LayerConfig } | undefined;
  readonly #invert: boolean;
  #mean: Weight | undefined;
  #variance: Weight | undefined;
  #count: Weight | undefined;
  #adapted: Adapted | undefined;

  constructor(options: NormalizationOptions = {}) {
    super(options);
    const { axis = -1, mean, variance } = options;
    const isNone = axis === null || (Array.isArray(axis) && axis.length === 0); // Keras writes null as []
    this.#axis = isNone ? null : axisOrAxes('normalization', 'axis', axis);
    this.#invert = booleanOption('normalization', 'invert', options.invert ?? false);
    this.#given = mean === undefined && variance === undefined ? undefined : this.#readGiven(mean, variance);
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    const sizes = featureSizes(this.label, this.#axes(shape), shape);
    requireSizes(this.label, sizes, this.#mean);
    if (this.#given !== undefined) this.#requireBroadcast(this.#given.mean.shape, sizes);
    return shape;
  }

  override build(inputShapes: ShapeList): void {
    if (this.#given !== undefined) return;
    const shape = onlyInput(this.label, inputShapes);
    const sizes = featureSizes(this.label, this.#axes(shape), shape);
    const adapted = this.#adapted;
    if (adapted !== undefined && !shapesMatch(adapted.sizes, sizes)) {
      throw adaptShape(this.label, adapted.sizes, `${sizes.join(', ')} along the axes kept apart, as in the input`);
    }
    const isTrainable = false;
    const { mean, variance, count } = initialStatistics(adapted?.moments);
    this.#mean = this.addWeight('mean', sizes, { initializer: mean, isTrainable });
    this.#variance = this.addWeight('variance', sizes, { initializer: variance, isTrainable });
    this.#count = this.addWeight('count', [], { initializer: count, isTrainable, dtype: 'int32' });
  }

  /**
   * Takes mean and variance of data, before training; earlier ones are forgotten.
   *
   * @param data - An array of examples, or batches of them, as they come from a data set: arrays, or `{ x }`.
   * @throws {ShapeError} ADAPT_SHAPE @throws {ValueError} ADAPT_EMPTY, DATA_KIND, LAYER_OPTION @throws {StateError}
   * ADAPT_FIXED when mean and variance were given
   */
  async adapt(data: AdaptData): Promise<void> {
    if (this.#given !== undefined) throw adaptNotNeeded(this.label);
    let adapted: Adapted | undefined;
    for await (const batch of batchesToAdapt(this.label, data)) adapted = this.#include(batch, adapted);
    if (adapted === undefined || adapted.moments.count === 0) throw adaptEmpty(this.label);
    this.#adapted = adapted;
    tidy(() => this.#assign(adapted.moments));
  }

  override call([x]: TensorList): Tensor {
    this.computeOutputShape([x.shape]);
    const { mean, variance } = this.#statistics(this.#axes(x.shape), x.rank);
    const deviation = maximum(sqrt(variance), smallestDeviation);
    const values = cast(x, 'float32');
    return this.#invert ? add(mul(values, deviation), mean) : div(sub(values, mean), deviation);
  }

  override getConfig(): LayerConfig {
    return { ...super.getConfig(), axis: this.#axis, invert: this.#invert, ...this.#given?.config };
  }

  /** Mean and variance, which broadcast against an input. */
  #statistics(axes: readonly number[], rank: number): { readonly mean: Tensor; readonly variance: Tensor } {
    const along = (shape: Shape): number[] => {
      const expanded = Array.from({ length: rank }, () => 1);
      shape.forEach((size, index) => {
        const axis = axes.at(index - shape.length);
        if (axis !== undefined) expanded[axis] = size;
      });
      return expanded;
    };
    if (this.#given !== undefined) {
      const made = ({ values, shape }: Constants): Tensor => tensor([...values], along(shape), 'float32');
      return { mean: made(this.#given.mean), variance: made(this.#given.variance) };
    }
    const [mean, variance] = [this.weight(this.#mean), this.weight(this.#variance)];
    return { mean: reshape(mean, along(mean.shape)), variance: reshape(variance, along(variance.shape)) };
  }

  #include(batch: NdArray, adapted: Adapted | undefined): Adapted {
    const axes = this.#axes(batch.shape);
    const sizes = featureSizes(this.label, axes, batch.shape);
    const expected = this.#mean?.shape ?? adapted?.sizes ?? sizes;
    if (!shapesMatch(sizes, expected)) {
      throw adaptShape(this.label, batch.shape, `${expected.join(', ')} along the axes kept apart`);
    }
    const { moments } = adapted ?? { moments: new RunningMoments(sizes) };
    moments.add(batch, axes);
    return { sizes, moments };
  }

  #assign({ mean, variance, count }: RunningMoments): void {
    if (this.#mean === undefined || this.#variance === undefined || this.#count === undefined) return;
    const { shape } = this.#mean;
    assignWeight(this.#mean, tensor(Float32Array.from(mean), [...shape]));
    assignWeight(this.#variance, tensor(Float32Array.from(variance), [...shape]));
    assignWeight(this.#count, scalar(toInt32(count), 'int32'));
  }

  #readGiven(
    mean: unknown,
    variance: unknown,
  ): { readonly mean: Constants; readonly variance: Constants; readonly config: LayerConfig } {
    const means = readNestedNumbers('normalization', 'mean', mean);
    const variances = readNestedNumbers('normalization', 'variance', variance);
    if (!shapesMatch(means.shape, variances.shape)) {
      throw badOption('normalization', 'variance', variance, 'as many numbers as in mean, in the same lists');
    }
    if (variances.values.some((value) => value < 0)) {
      throw badOption('normalization', 'variance', variance, 'numbers of at least 0');
    }
    return { mean: means, variance: variances, config: { mean, variance } };
  }

  #requireBroadcast(shape: Shape, sizes: Shape): void {
    const matches = shape.every((size, index) => {
      const kept = sizes.at(index - shape.length);
      return index - shape.length >= -sizes.length && (size === 1 || size === kept);
    });
    if (matches) return;
    throw badOption(this.label, 'mean', shape, `lists for the sizes [${sizes.join(', ')}] of the axes kept apart`);
  }

  #axes(shape: PartialShape): number[] {
    return this.#axis === null ? [] : featureAxes(this.label, this.#axis, shape);
  }
}

/** What the weights start with: what `adapt` found before they were built, or what changes nothing. */
function initialStatistics(
  moments: RunningMoments | undefined,
): Readonly<Record<'mean' | 'variance' | 'count', Initializer>> {
  if (moments === undefined) return { mean: zeros(), variance: ones(), count: zeros() };
  return {
    mean: fromValues(moments.mean),
    variance: fromValues(moments.variance),
    count: fromValues([toInt32(moments.count)]),
  };
}

function fromValues(values: ArrayLike<number>): Initializer {
  return {
    className: 'Adapted',
    config: {},
    init: (_key, shape, dtype) => tensor(Array.from(values), [...shape], dtype),
  };
}

function toInt32(count: number): number {
  return Math.min(count, 2 ** 31 - 1);
}

/**
 * Shifts and scales features by statistics that are known before training.
 *
 * y = (x - mean) / sqrt(variance), or with `invert` y = x · sqrt(variance) + mean, with statistics of each position
 * along `axis`. They are given, or taken from data by `adapt` before training; before that nothing changes.
 *
 * Input float32 or int32 `[batch, ...]`, output float32 of the same shape; weights `mean` and `variance` with the sizes
 * of the axes, and `count` int32 `[]`, the number of elements of each mean; none of them trains. Where mean and variance
 * are given there are no weights.
 *
 * @throws {ValueError} LAYER_OPTION
 * @example
 * import { dense, normalization, sequential } from '@isograd/layers';
 * const scale = normalization({ mean: [20, 1013], variance: [25, 90], inputShape: [2] });
 * const model = sequential({ layers: [scale, dense({ units: 1 })] });
 */
export function normalization(options: NormalizationOptions = {}): Normalization {
  return new Normalization(options);
}
