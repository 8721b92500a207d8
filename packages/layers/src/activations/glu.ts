/** The gated linear unit. */
import { mul, sigmoid, split, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { oddAxis } from './activation-messages.js';
import { axesWithin } from '../option-checks.js';

/**
 * The gated linear unit: a · sigmoid(b) of the two halves a and b of x along an axis, which becomes half as long; so
 * that no layer takes it as its `activation`.
 *
 * @param x - float32 with an even size along the axis.
 * @param options - `axis`: default -1.
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} ACTIVATION_ODD_AXIS
 * @see Dauphin et al.: "Language Modeling with Gated Convolutional Networks" (2017)
 */
export function glu(x: Tensor, options: { readonly axis?: number } = {}): Tensor {
  const [axis = 0] = axesWithin('glu', 'axis', options.axis ?? -1, x.rank);
  if ((x.shape[axis] ?? 1) % 2 !== 0) throw oddAxis('glu', axis, x.shape);
  return tidy(() => {
    const [values, gates] = split(x, 2, axis) as [Tensor, Tensor];
    return mul(values, sigmoid(gates));
  });
}
