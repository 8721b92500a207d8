/** Positions as rotations of pairs of features. */
import type { PartialShape } from '@isograd/core';
import { add, cast, concat, cos, mul, reshape, sin, split, sub, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { rotaryAxes } from './attention-messages.js';
import type { LayerConfig, LayerOptions } from '../../layer.js';
import { booleanOption, oneOf, positiveInteger, positiveNumber, wholeNumber } from '../../option-checks.js';
import type { TensorList } from '../../tensor-list.js';
import { PositionLayer } from './position-layer.js';
import { positionsOf } from './positions.js';
import {
  type RopeType,
  type RotaryFrequencyOptions,
  rotaryFrequencies,
  rotaryMagnitude,
} from './rotary-frequencies.js';

/** Options of `rotaryEmbedding`, with KerasHub's names. */
export interface RotaryEmbeddingOptions extends LayerOptions {
  /** Wavelength of the slowest pair, in positions over 2π. Default: 10000. */
  readonly maxWavelength?: number;
  /** How many times longer sequences are than in the training. Default: 1. */
  readonly scalingFactor?: number;
  /** How they are brought back to that length. Default: linear. */
  readonly ropeType?: RopeType;
  /** YaRN: pairs that turn more often than this keep their frequency. Default: 32. */
  readonly betaFast?: number;
  /** YaRN: pairs that turn more rarely are slowed down as a whole. Default: 1. */
  readonly betaSlow?: number;
  /** YaRN: longest sequence of the training. Default: 4096. */
  readonly originalMaxPositionEmbeddings?: number;
  /** YaRN: whether the ramp between the two begins and ends at whole pairs. Default: true. */
  readonly truncate?: boolean;
  /** Axis of time. Default: 1. */
  readonly sequenceAxis?: number;
  /** Axis of the features. Default: -1. */
  readonly featureAxis?: number;
  /** What the number of a feature is divided by, where only a part of the features is rotated. Default: their number. */
  readonly denominatorDim?: number;
}

/** The layer behind `rotaryEmbedding`. */
export class RotaryEmbedding extends PositionLayer {
  readonly className: string = 'RotaryEmbedding';
  readonly #sequenceAxis: number;
  readonly #featureAxis: number;
  readonly #frequency: RotaryFrequencyOptions;

  constructor(options: RotaryEmbeddingOptions = {}) {
    super(options);
    const where = 'rotaryEmbedding';
    const number = (
      option: 'maxWavelength' | 'scalingFactor' | 'betaFast' | 'betaSlow' | 'originalMaxPositionEmbeddings',
      byDefault: number,
    ): number => positiveNumber(where, option, options[option] ?? byDefault);
    this.#sequenceAxis = wholeNumber(where, 'sequenceAxis', options.sequenceAxis ?? 1);
    this.#featureAxis = wholeNumber(where, 'featureAxis', options.featureAxis ?? -1);
    const { denominatorDim } = options;
    this.#frequency = {
      maxWavelength: number('maxWavelength', 10000),
      scalingFactor: number('scalingFactor', 1),
      ropeType: oneOf(where, 'ropeType', options.ropeType ?? 'linear', ['linear', 'dynamic', 'yarn']),
      betaFast: number('betaFast', 32),
      betaSlow: number('betaSlow', 1),
      originalMaxPositionEmbeddings: number('originalMaxPositionEmbeddings', 4096),
      truncate: booleanOption(where, 'truncate', options.truncate ?? true),
      denominatorDim:
        denominatorDim === undefined ? undefined : positiveInteger(where, 'denominatorDim', denominatorDim),
    };
  }

  protected override timeAxis(shape: PartialShape): number {
    return this.#axesOf(shape).time;
  }

  #axesOf(shape: PartialShape): { time: number; features: number } {
    const fromStart = (axis: number): number => (axis < 0 ? axis + shape.length : axis);
    const [time, features] = [fromStart(this.#sequenceAxis), fromStart(this.#featureAxis)];
    const expected = `sequenceAxis ${this.#sequenceAxis} and featureAxis ${this.#featureAxis} of [batch, time, features]`;
    const isAxis = (axis: number): boolean => axis > 0 && axis < shape.length;
    if (!isAxis(time) || !isAxis(features) || time === features) {
      throw rotaryAxes(this.label, 'time and features must be different axes behind the batch.', shape, expected);
    }
    const size = shape[features] ?? null;
    if (size === null || size % 2 !== 0) {
      throw rotaryAxes(
        this.label,
        'features turn in pairs, so that their number must be known and even.',
        shape,
        expected,
      );
    }
    return { time, features };
  }

  override call(inputs: TensorList): Tensor {
    this.checkInputs(inputs);
    const [x, given] = inputs;
    const axes = this.#axesOf(x.shape);
    const angles = this.#angles(x.shape, positionsOf(this.label, x.shape[axes.time] ?? 0, given));
    const magnitude = rotaryMagnitude(this.#frequency);
    const scaled = (y: Tensor): Tensor => (magnitude === 1 ? y : mul(y, magnitude));
    const [cosine, sine] = [scaled(cos(angles)), scaled(sin(angles))];
    const [first, second] = split(x, 2, axes.features) as [Tensor, Tensor];
    const turned = [sub(mul(first, cosine), mul(second, sine)), add(mul(second, cosine), mul(first, sine))];
    return concat(turned, axes.features);
  }

  /** float32, broadcast to a half of the input. */
  #angles(shape: readonly number[], positions: Tensor): Tensor {
    const { time, features } = this.#axesOf(shape);
    const frequencies = rotaryFrequencies(shape[features] ?? 0, this.#frequency);
    const broadcast = (sizes: Readonly<Record<number, number>>): number[] => shape.map((_, axis) => sizes[axis] ?? 1);
    const [batch = 1, steps = 1] = positions.shape;
    const perPosition = tensor(Float32Array.from(frequencies), broadcast({ [features]: frequencies.length }));
    return mul(reshape(cast(positions, 'float32'), broadcast({ 0: batch, [time]: steps })), perPosition);
  }

  override getConfig(): LayerConfig {
    const { denominatorDim, ...frequency } = this.#frequency;
    return {
      ...super.getConfig(),
      ...frequency,
      sequenceAxis: this.#sequenceAxis,
      featureAxis: this.#featureAxis,
      ...(denominatorDim === undefined ? {} : { denominatorDim }),
    };
  }
}

/**
 * Rotates pairs of features by angles that grow with the position, so that the product of a query and a key depends on
 * the distance between them: (x₁ cos - x₂ sin, x₂ cos + x₁ sin), x₁ and x₂ being the halves of the features (KerasHub's
 * and Llama's pairs; the paper pairs neighbours).
 *
 * Input float32 `[batch, time, ..., features]`, an even number of them; the output has the same shape. A second input,
 * int32, says where the sequence is: `[]`, the position of its first step (default: 0), or `[batch, time]`, that of
 * every step. No weights. For queries and keys by head, `[batch, time, heads, headDim]`, before
 * `dotProductAttention`.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} ROTARY_AXES, POSITIONS_SHAPE @throws {DTypeError} POSITIONS_DTYPE
 * @see Su et al.: "RoFormer: Enhanced Transformer with Rotary Position Embedding" (2021)
 * @see Peng et al.: "YaRN: Efficient Context Window Extension of Large Language Models" (2023)
 */
export function rotaryEmbedding(options: RotaryEmbeddingOptions = {}): RotaryEmbedding {
  return new RotaryEmbedding(options);
}
