import { checkGradient, describeBackends, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { it } from 'vitest';

describeBackends('conv3d', (backendName) => {
  // webgl still runs tfjs's forward kernel, which moves these windows.
  it.skipIf(backendName === 'webgl')("has its gradient where a stride is longer than its 'same' window", () => {
    const x = tf.tensor(seededValues(1, 5 * 4 * 5 * 2), [1, 5, 4, 5, 2]);
    const filter = tf.tensor(seededValues(2, 2 * 4), [1, 2, 1, 2, 2]);
    checkGradient(
      (input, weights) => tf.conv3d(input as tf.Tensor5D, weights as tf.Tensor5D, [3, 3, 2], 'same'),
      [x, filter],
    );
    tf.dispose([x, filter]);
  });
});
