/** Draws of class numbers. */
import { add, argMax, log, mul, neg, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { RandomKey } from './key.js';
import { uniformSigned } from './uniform.js';

/**
 * Draws one class for each row of logits, by the Gumbel-max trick.
 *
 * @param key - int32 `[4]`
 * @param logits - float32 `[..., classes]`, unnormalised log-probabilities.
 * @returns int32 `[...]`, each in [0, classes).
 * @throws {ShapeError} RANDOM_KEY
 * @see E. J. Gumbel: "Statistical theory of extreme values" (1954)
 */
export function categorical(key: RandomKey, logits: Tensor): Tensor {
  return tidy(() => {
    const unit = mul(add(uniformSigned(key, logits.shape), 1), 0.5); // in (0, 1)
    const gumbel = neg(log(neg(log(unit))));
    return argMax(add(logits, gumbel), -1);
  });
}
