/** Callbacks made of functions. */
import type { Callback } from '../training/callback.js';

/**
 * A callback of some hooks. `fit` takes the object with the hooks as well; this one is here for programs that know it
 * from Keras.
 *
 * @example
 * import { lambdaCallback } from '@isograd/layers';
 * const losses: number[] = [];
 * const callback = lambdaCallback({ onEpochEnd: (_epoch, { loss = Number.NaN }) => void losses.push(loss) });
 */
export function lambdaCallback(hooks: Callback): Callback {
  return { name: 'LambdaCallback', ...hooks };
}
