/** Initializers whose variance depends on the fans of the weight: Glorot, He, LeCun. */
import { random, type Shape } from '@isograd/core';
import { badOption } from '../messages.js';
import { axisOrAxes, oneOf, positiveNumber, seedOption } from '../option-checks.js';
import { drawingKey, requireFloat, type SeedOptions, seedConfig } from './draw.js';
import type { Initializer } from './initializer.js';

/** Options of every initializer that counts fans, with Keras's names. */
export interface FanOptions extends SeedOptions {
  /**
   * The axes of the weight that inputs run along, given together with `outputAxes`. Default: the last but one; those of
   * a window before it count on both sides.
   */
  readonly inputAxes?: readonly number[];
  /** The axes of the weight that outputs run along. Default: the last. */
  readonly outputAxes?: readonly number[];
}

/** Options of `varianceScaling`, with Keras's names. */
export interface VarianceScalingOptions extends FanOptions {
  /** Variance is `scale / fan`; above 0. Default: 1. */
  readonly scale?: number;
  /** Which fan divides. Default: `fanIn`. */
  readonly mode?: 'fanIn' | 'fanOut' | 'fanAvg';
  /** Default: `truncatedNormal`. */
  readonly distribution?: 'truncatedNormal' | 'untruncatedNormal' | 'uniform';
}

interface Axes {
  readonly inputAxes?: readonly number[];
  readonly outputAxes?: readonly number[];
}

/** Standard deviation of the unit normal distribution cut at two standard deviations. */
const truncatedStddev = 0.87962566103423978;

/**
 * Draws with variance `scale / fan`, so that signals keep their size through the layer; float32.
 *
 * The fans of a convolution kernel `[...window, in, out]` count the window (Keras).
 *
 * @throws {ValueError} LAYER_OPTION @throws {DTypeError} INITIALIZER_DTYPE from `init`
 * @see Glorot and Bengio (2010); He et al. (2015); LeCun et al. (1998)
 */
export function varianceScaling(options: VarianceScalingOptions = {}): Initializer {
  const where = 'varianceScaling';
  const scale = positiveNumber(where, 'scale', options.scale ?? 1);
  const mode = oneOf(where, 'mode', options.mode ?? 'fanIn', ['fanIn', 'fanOut', 'fanAvg']);
  const distribution = oneOf(where, 'distribution', options.distribution ?? 'truncatedNormal', [
    'truncatedNormal',
    'untruncatedNormal',
    'uniform',
  ]);
  const seed = seedOption(where, options.seed);
  const axes = readAxes(where, options);
  return {
    className: 'VarianceScaling',
    config: { scale, mode, distribution, ...seedConfig(seed), ...axes },
    init: (layerKey, shape, dtype) => {
      requireFloat(where, dtype);
      const key = drawingKey(seed, layerKey);
      const [fanIn, fanOut] = fansOf(where, shape, axes);
      const fan = mode === 'fanIn' ? fanIn : mode === 'fanOut' ? fanOut : (fanIn + fanOut) / 2;
      const stddev = Math.sqrt(scale / Math.max(1, fan));
      if (distribution === 'uniform') {
        const limit = Math.sqrt(3) * stddev;
        return random.uniform(key, shape, -limit, limit);
      }
      if (distribution === 'untruncatedNormal') return random.normal(key, shape, 0, stddev);
      return random.truncatedNormal(key, shape, 0, stddev / truncatedStddev);
    },
  };
}

function readAxes(where: string, { inputAxes, outputAxes }: FanOptions): Axes {
  if (inputAxes === undefined && outputAxes === undefined) return {};
  if (!Array.isArray(inputAxes)) throw badOption(where, 'inputAxes', inputAxes, 'a list of axes, as outputAxes');
  if (!Array.isArray(outputAxes)) throw badOption(where, 'outputAxes', outputAxes, 'a list of axes, as inputAxes');
  axisOrAxes(where, 'inputAxes', inputAxes);
  axisOrAxes(where, 'outputAxes', outputAxes);
  return { inputAxes, outputAxes };
}

function fansOf(where: string, shape: Shape, { inputAxes, outputAxes }: Axes): [fanIn: number, fanOut: number] {
  if (inputAxes !== undefined && outputAxes !== undefined) {
    const sizeAlong = (axes: readonly number[]): number =>
      axes.reduce((product, axis) => {
        const size = shape.at(axis);
        if (size === undefined)
          throw badOption(where, 'inputAxes or outputAxes', axis, `axes of [${shape.join(', ')}]`);
        return product * size;
      }, 1);
    return [sizeAlong(inputAxes), sizeAlong(outputAxes)];
  }
  if (shape.length < 2) return [shape[0] ?? 1, shape[0] ?? 1];
  const window = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  return [window * (shape.at(-2) ?? 1), window * (shape.at(-1) ?? 1)];
}

function named(
  className: string,
  { seed, inputAxes, outputAxes }: FanOptions,
  fixed: Pick<VarianceScalingOptions, 'scale' | 'mode' | 'distribution'>,
): Initializer {
  const given = {
    ...(seed === undefined ? {} : { seed }),
    ...(inputAxes === undefined ? {} : { inputAxes }),
    ...(outputAxes === undefined ? {} : { outputAxes }),
  };
  return { ...varianceScaling({ ...fixed, ...given }), className, config: given };
}

/** Uniform in ±sqrt(6 / (fanIn + fanOut)): Keras's default for kernels. @throws {ValueError} LAYER_OPTION */
export function glorotUniform(options: FanOptions = {}): Initializer {
  return named('GlorotUniform', options, { mode: 'fanAvg', distribution: 'uniform' });
}

/** Truncated normal with variance 2 / (fanIn + fanOut). @throws {ValueError} LAYER_OPTION */
export function glorotNormal(options: FanOptions = {}): Initializer {
  return named('GlorotNormal', options, { mode: 'fanAvg' });
}

/** Uniform in ±sqrt(6 / fanIn), for relu. @throws {ValueError} LAYER_OPTION */
export function heUniform(options: FanOptions = {}): Initializer {
  return named('HeUniform', options, { scale: 2, distribution: 'uniform' });
}

/** Truncated normal with variance 2 / fanIn, for relu. @throws {ValueError} LAYER_OPTION */
export function heNormal(options: FanOptions = {}): Initializer {
  return named('HeNormal', options, { scale: 2 });
}

/** Uniform in ±sqrt(3 / fanIn). @throws {ValueError} LAYER_OPTION */
export function lecunUniform(options: FanOptions = {}): Initializer {
  return named('LecunUniform', options, { distribution: 'uniform' });
}

/** Truncated normal with variance 1 / fanIn, for selu. @throws {ValueError} LAYER_OPTION */
export function lecunNormal(options: FanOptions = {}): Initializer {
  return named('LecunNormal', options, {});
}
