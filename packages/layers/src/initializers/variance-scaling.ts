/** Initializers whose variance depends on the fans of the weight: Glorot, He, LeCun. */
import { random, type Shape } from '@isograd/core';
import type { Initializer } from './initializer.js';

/** Options of `varianceScaling`, with Keras's names. */
export interface VarianceScalingOptions {
  /** Variance is `scale / fan`. Default: 1. */
  readonly scale?: number;
  /** Which fan divides. Default: `fanIn`. */
  readonly mode?: 'fanIn' | 'fanOut' | 'fanAvg';
  /** Default: `truncatedNormal`. */
  readonly distribution?: 'truncatedNormal' | 'untruncatedNormal' | 'uniform';
}

/** Standard deviation of the unit normal distribution cut at two standard deviations. */
const truncatedStddev = 0.87962566103423978;

/**
 * Draws with variance `scale / fan`, so that signals keep their size through the layer.
 *
 * The fans of a convolution kernel `[...window, in, out]` count the window (Keras).
 *
 * @see Glorot and Bengio (2010); He et al. (2015); LeCun et al. (1998)
 */
export function varianceScaling(options: VarianceScalingOptions = {}): Initializer {
  const { scale = 1, mode = 'fanIn', distribution = 'truncatedNormal' } = options;
  return {
    className: 'VarianceScaling',
    config: { scale, mode, distribution },
    init: (key, shape) => {
      const stddev = Math.sqrt(scale / Math.max(1, fanOf(shape, mode)));
      if (distribution === 'uniform') {
        const limit = Math.sqrt(3) * stddev;
        return random.uniform(key, shape, -limit, limit);
      }
      if (distribution === 'untruncatedNormal') return random.normal(key, shape, 0, stddev);
      return random.truncatedNormal(key, shape, 0, stddev / truncatedStddev);
    },
  };
}

function fanOf(shape: Shape, mode: 'fanIn' | 'fanOut' | 'fanAvg'): number {
  const [fanIn, fanOut] = fansOf(shape);
  return mode === 'fanIn' ? fanIn : mode === 'fanOut' ? fanOut : (fanIn + fanOut) / 2;
}

function fansOf(shape: Shape): [fanIn: number, fanOut: number] {
  if (shape.length < 2) return [shape[0] ?? 1, shape[0] ?? 1];
  const window = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  return [window * (shape.at(-2) ?? 1), window * (shape.at(-1) ?? 1)];
}

const named = (className: string, options: VarianceScalingOptions): Initializer => ({
  ...varianceScaling(options),
  className,
  config: {},
});

/** Uniform in ±sqrt(6 / (fanIn + fanOut)): Keras's default for kernels. */
export const glorotUniform = (): Initializer => named('GlorotUniform', { mode: 'fanAvg', distribution: 'uniform' });

/** Truncated normal with variance 2 / (fanIn + fanOut). */
export const glorotNormal = (): Initializer => named('GlorotNormal', { mode: 'fanAvg' });

/** Uniform in ±sqrt(6 / fanIn), for relu. */
export const heUniform = (): Initializer => named('HeUniform', { scale: 2, distribution: 'uniform' });

/** Truncated normal with variance 2 / fanIn, for relu. */
export const heNormal = (): Initializer => named('HeNormal', { scale: 2 });

/** Uniform in ±sqrt(3 / fanIn). */
export const lecunUniform = (): Initializer => named('LecunUniform', { distribution: 'uniform' });

/** Truncated normal with variance 1 / fanIn, for selu. */
export const lecunNormal = (): Initializer => named('LecunNormal', {});
