/** Normalises each channel over the batch. */
import type { PartialShape } from '@isograd/core';
import { add, mul, relu, reshape, rsqrt, sqrt, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { type CallContext, maskOf } from '../../call-context.js';
import type { Initializer } from '../../initializers/initializer.js';
import { type InitializerOption, resolveInitializer } from '../../initializers/named-initializer.js';
import type { LayerConfig } from '../../layer.js';
import { badOption, layerNotBuilt } from '../../messages.js';
import { serialized } from '../../named-option.js';
import { onlyInput } from '../../only-input.js';
import { booleanOption, positiveNumber, share, wholeNumber } from '../../option-checks.js';
import type { ShapeList, TensorList } from '../../tensor-list.js';
import { assignWeight, type Weight } from '../../weight.js';
import { batchStatistics } from './batch-statistics.js';
import { featureAxes, featureSizes, requireSizes } from '../feature-axes.js';
import { readRenormClipping, type RenormClipping, type RenormCorrection, renormCorrection } from './renormalization.js';
import { type ScaleAndShiftOptions, ScaledNormalization } from './scaled-normalization.js';

/** Options of `batchNormalization`, with Keras's names. */
export interface BatchNormalizationOptions extends ScaleAndShiftOptions {
  /** The axis of channels, whose entries are normalised apart. Default: -1. */
  readonly axis?: number;
  /** Share of the old moving statistics that stays at each step. Default: 0.99. */
  readonly momentum?: number;
  /** Added to the variance. Default: 1e-3. */
  readonly epsilon?: number;
  /** Default: zeros. */
  readonly movingMeanInitializer?: InitializerOption;
  /** Default: ones. */
  readonly movingVarianceInitializer?: InitializerOption;
  /** Whether to train with moving statistics too, by batch renormalization. Default: false. */
  readonly renorm?: boolean;
  /** Bounds of the correction of `renorm`. Default: none. */
  readonly renormClipping?: RenormClipping;
  /** Share of the statistics that `renorm` trains with that stays at each step. Default: 0.99. */
  readonly renormMomentum?: number;
  /** Only false, the default: there is one device, which sees the whole batch. */
  readonly synchronized?: boolean;
}

/** Moving statistics of batch renormalization. */
interface RenormWeights {
  readonly movingStddev: Weight;
  readonly mean: Weight;
  readonly stddev: Weight;
}

/** What normalises: (x - μ) · factor + shift, before gamma and beta. */
interface Standardization {
  /** x - μ */
  readonly centered: Tensor;
  readonly factor: Tensor;
  readonly shift?: Tensor;
}

/** The layer behind `batchNormalization`. */
export class BatchNormalization extends ScaledNormalization {
  readonly className: string = 'BatchNormalization';
  readonly #axis: number;
  readonly #momentum: number;
  readonly #epsilon: number;
  readonly #movingMeanInitializer: Initializer;
  readonly #movingVarianceInitializer: Initializer;
  readonly #renorm: boolean;
  readonly #renormClipping: RenormClipping;
  readonly #renormMomentum: number;
  #movingMean: Weight | undefined;
  #movingVariance: Weight | undefined;
  #renormWeights: RenormWeights | undefined;

  constructor(options: BatchNormalizationOptions = {}) {
    const where = 'batchNormalization';
    super(where, options);
    this.#axis = wholeNumber(where, 'axis', options.axis ?? -1);
    this.#momentum = share(where, 'momentum', options.momentum ?? 0.99);
    this.#epsilon = positiveNumber(where, 'epsilon', options.epsilon ?? 1e-3);
    this.#movingMeanInitializer = resolveInitializer(where, options.movingMeanInitializer ?? 'zeros');
    this.#movingVarianceInitializer = resolveInitializer(where, options.movingVarianceInitializer ?? 'ones');
    this.#renorm = booleanOption(where, 'renorm', options.renorm ?? false);
    this.#renormClipping = readRenormClipping(where, options.renormClipping ?? {});
    this.#renormMomentum = share(where, 'renormMomentum', options.renormMomentum ?? 0.99);
    if (booleanOption(where, 'synchronized', options.synchronized ?? false)) {
      throw badOption(where, 'synchronized', true, 'false, as there is one device');
    }
  }

  override computeOutputShape(inputShapes: ShapeList): PartialShape {
    const shape = onlyInput(this.label, inputShapes);
    requireSizes(this.label, this.#channels(shape), this.#movingMean);
    return shape;
  }

  override build(inputShapes: ShapeList): void {
    const channels = this.#channels(onlyInput(this.label, inputShapes));
    const addStatistic = (name: string, initializer: Initializer): Weight =>
      this.addWeight(name, channels, { initializer, isTrainable: false });
    this.addScaleAndShift(channels);
    this.#movingMean = addStatistic('movingMean', this.#movingMeanInitializer);
    this.#movingVariance = addStatistic('movingVariance', this.#movingVarianceInitializer);
    if (!this.#renorm) return;
    const stddevInitializer = rootOf(this.#movingVarianceInitializer);
    this.#renormWeights = {
      movingStddev: addStatistic('movingStddev', stddevInitializer),
      mean: addStatistic('renormMean', this.#movingMeanInitializer),
      stddev: addStatistic('renormStddev', stddevInitializer),
    };
  }

  override call([x]: TensorList, context: CallContext): Tensor {
    this.computeOutputShape([x.shape]);
    const [axis = 1] = featureAxes(this.label, this.#axis, x.shape);
    const channelShape = x.shape.map((size, index) => (index === axis ? size : 1)); // broadcasts against x
    const spread = (t: Tensor): Tensor => reshape(t, channelShape);
    const along = (weight: Weight | undefined): Tensor => spread(this.weight(weight));
    // A frozen layer uses its moving statistics, also while training (Keras).
    const { centered, factor, shift } =
      context.training && this.trainable
        ? this.#byBatch(x, axis, maskOf(x, context), along)
        : { centered: sub(x, along(this.#movingMean)), factor: this.#inverse(along(this.#movingVariance)) };
    const { gamma, beta } = this.scaleAndShift;
    const scaled = (t: Tensor): Tensor => (gamma === undefined ? t : mul(t, spread(gamma)));
    const product = mul(centered, scaled(factor));
    const shifts = [...(shift === undefined ? [] : [scaled(shift)]), ...(beta === undefined ? [] : [spread(beta)])];
    return shifts.length === 0 ? product : add(product, shifts.reduce(add<Tensor>));
  }

  override getConfig(): LayerConfig {
    return {
      ...super.getConfig(),
      axis: this.#axis,
      momentum: this.#momentum,
      epsilon: this.#epsilon,
      movingMeanInitializer: serialized(this.#movingMeanInitializer),
      movingVarianceInitializer: serialized(this.#movingVarianceInitializer),
      renorm: this.#renorm,
      renormClipping: this.#renormClipping,
      renormMomentum: this.#renormMomentum,
      synchronized: false,
    };
  }

  #byBatch(x: Tensor, axis: number, mask: Tensor | undefined, along: (weight: Weight) => Tensor): Standardization {
    const reduced = x.shape.map((_, index) => index).filter((index) => index !== axis);
    const { centered, average, variance } = batchStatistics(x, reduced, mask);
    this.#follow(this.#movingMean, average, this.#momentum);
    if (this.#renormWeights === undefined) {
      this.#follow(this.#movingVariance, variance, this.#momentum);
      return { centered, factor: this.#inverse(variance) };
    }
    const { r, d } = this.#renormalize(average, variance, this.#renormWeights, along);
    return { centered, factor: mul(this.#inverse(variance), r), shift: d };
  }

  /** The correction of batch renormalization; the moving variance follows the deviation, as in the paper. */
  #renormalize(
    average: Tensor,
    variance: Tensor,
    weights: RenormWeights,
    along: (weight: Weight) => Tensor,
  ): RenormCorrection {
    const batch = { mean: average, stddev: sqrt(add(variance, this.#epsilon)) };
    const moving = { mean: along(weights.mean), stddev: along(weights.stddev) };
    const correction = renormCorrection(batch, moving, this.#epsilon, this.#renormClipping);
    this.#follow(weights.mean, batch.mean, this.#renormMomentum);
    this.#follow(weights.stddev, batch.stddev, this.#renormMomentum);
    const stddev = this.#follow(weights.movingStddev, batch.stddev, this.#momentum);
    if (this.#movingVariance !== undefined) {
      assignWeight(this.#movingVariance, relu(sub(square(stddev), this.#epsilon)));
    }
    return correction;
  }

  /** 1 / sqrt(variance + epsilon) */
  #inverse(variance: Tensor): Tensor {
    return rsqrt(add(variance, this.#epsilon));
  }

  /** moving = moving · momentum + batch · (1 - momentum), which is returned */
  #follow(moving: Weight | undefined, statistic: Tensor, momentum: number): Tensor {
    if (moving === undefined) throw layerNotBuilt(this.label);
    const { variable } = moving;
    const followed = add(mul(variable, momentum), mul(reshape(statistic, variable.shape), 1 - momentum));
    assignWeight(moving, followed);
    return followed;
  }

  #channels(shape: PartialShape): number[] {
    return featureSizes(this.label, featureAxes(this.label, this.#axis, shape), shape);
  }
}

/** The square root of what another initializer gives: a deviation for a variance. */
function rootOf(variance: Initializer): Initializer {
  return { className: 'Sqrt', config: {}, init: (key, shape, dtype) => sqrt(variance.init(key, shape, dtype)) };
}

/**
 * Normalises each channel over the batch.
 *
 * While training y = (x - μ) / sqrt(σ² + epsilon) · gamma + beta with the mean μ and the variance σ² of each
 * channel over the batch and all other axes; otherwise with moving averages of them. Positions that a mask excludes
 * leave the statistics. The moving variance follows the biased variance of the batch (Keras; PyTorch takes the
 * unbiased one).
 *
 * With `renorm` the normalised values are corrected to r · x + d, r = σ / σ' and d = (μ - μ') / σ' with moving
 * statistics σ' and μ' of their own, so that small batches train with nearly what they infer with.
 *
 * Input float32 `[batch, ..., channels]`, output of the same shape; weights `gamma`, `beta`, `movingMean`,
 * `movingVariance`, and with `renorm` `movingStddev`, `renormMean`, `renormStddev`, each `[channels]`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {UnsupportedError} NAME_UNKNOWN
 * @example
 * import { batchNormalization, dense, sequential } from '@isograd/layers';
 * const model = sequential({ layers: [dense({ units: 8, useBias: false, inputShape: [4] }), batchNormalization()] });
 * @see Ioffe and Szegedy: "Batch Normalization" (2015)
 * @see Ioffe: "Batch Renormalization" (2017)
 */
export function batchNormalization(options: BatchNormalizationOptions = {}): BatchNormalization {
  return new BatchNormalization(options);
}
