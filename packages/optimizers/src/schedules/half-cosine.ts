/** Half a period of the cosine, from 1 down to 0, as every schedule with a cosine needs it. */
import { add, mul, scalar, type Tensor } from '@tensorflow/tfjs-core';

/** Taylor coefficients of cos(y) in y², the highest first: off by less than 2^-27 for y up to π / 2. */
const [leading, ...lower] = [1 / 479_001_600, -1 / 3_628_800, 1 / 40_320, -1 / 720, 1 / 24, -1 / 2, 1] as const;

/**
 * (1 + cos(π x)) / 2 = cos²(π x / 2), for x in [0, 1]; exactly 1 at 0.
 *
 * By the series, because a GPU's own cosine may be off by 2^-11 (GLSL asks no more), and the learning rate with it.
 */
export function halfCosine(x: Tensor): Tensor {
  const y = mul(x, Math.PI / 2);
  const ySquared = mul(y, y);
  const cosine = lower.reduce<Tensor>((sum, coefficient) => add(mul(sum, ySquared), coefficient), scalar(leading));
  return mul(cosine, cosine);
}
