import * as tf from '@tensorflow/tfjs-core';
import { cumulativeGradients } from './cumulative.js';
import { type Check, describeGradients, spread, square } from '../testing/gradient-checks.js';

/** `x` with a zero at one position. */
function zeroIn(x: tf.Tensor, position: number): tf.Tensor {
  const values = x.dataSync().slice();
  values[position] = 0;
  return tf.tensor(values, x.shape);
}

/** Both directions, with the element itself and without, along the last and the middle axis, and past zeros. */
const cumulative =
  (f: (x: tf.Tensor, axis: number, exclusive: boolean, reverse: boolean) => tf.Tensor) => (): Check[] =>
    [false, true].flatMap((exclusive) =>
      [false, true].flatMap((reverse) => [
        { f: (x) => f(x as tf.Tensor, 1, exclusive, reverse), inputs: [zeroIn(zeroIn(spread([2, 5]), 2), 3)] },
        { f: (x) => f(x as tf.Tensor, 1, exclusive, reverse), inputs: [spread([2, 3, 2])] },
      ]),
    );

describeGradients('gradients of cumulative', cumulativeGradients, {
  [tf.Cumsum]: cumulative((x, axis, exclusive, reverse) => tf.cumsum(tf.square(x), axis, exclusive, reverse)),
  [tf.Cumprod]: cumulative(tf.cumprod),
  [tf.Prod]: () => [
    ...[zeroIn(spread([2, 2]), 2), zeroIn(zeroIn(spread([2, 2]), 1), 2), spread([3])].map((x) => ({
      f: (at?: tf.Tensor) => tf.add(tf.prod(at as tf.Tensor), tf.sum(square(at))),
      inputs: [x],
    })),
    { f: (x) => tf.prod(x as tf.Tensor, [0, 2]), inputs: [zeroIn(spread([2, 3, 2]), 4)] },
    { f: (x) => tf.prod(x as tf.Tensor, -2, true), inputs: [spread([2, 3, 2])] },
  ],
});
