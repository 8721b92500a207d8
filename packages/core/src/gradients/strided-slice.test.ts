import * as tf from '@tensorflow/tfjs-core';
import { stridedSliceGradients } from './strided-slice.js';
import { describeGradients, spread, square } from '../testing/gradient-checks.js';

describeGradients('gradients of strided slice', stridedSliceGradients, {
  [tf.StridedSlice]: () => [
    { f: (x) => tf.stridedSlice(square(x), [1, 0], [5, 4], [2, 3]), inputs: [spread([5, 4])] },
    { f: (x) => tf.stridedSlice(square(x), [-1, -2], [0, 0], [-2, -1], 0, 2), inputs: [spread([5, 4])] },
    // [3:0:-1, ..., new axis, 0:2]
    {
      f: (x) => tf.stridedSlice(square(x), [3, 0, 0, 0], [0, 0, 0, 2], [-1, 1, 1, 1], 0, 0, 2, 4),
      inputs: [spread([5, 2, 3])],
    },
    // [1:4, ..., new axis, 1]: tfjs drops an axis rightly only where every stride is 1
    {
      f: (x) => tf.stridedSlice(square(x), [1, 0, 0, 1], [4, 0, 0, 2], [1, 1, 1, 1], 0, 0, 2, 4, 8),
      inputs: [spread([5, 2, 3])],
    },
  ],
  [tf.MirrorPad]: () =>
    (['reflect', 'symmetric'] as const).map((mode) => ({
      f: (x) =>
        tf.mirrorPad(
          square(x),
          [
            [2, 1],
            [0, 3],
            [0, 0],
          ],
          mode,
        ),
      inputs: [spread([3, 4, 2])],
    })),
});
