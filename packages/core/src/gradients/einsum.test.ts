import * as tf from '@tensorflow/tfjs-core';
import { einsumGradients } from './einsum.js';
import { type Check, describeGradients, spread, square } from '../testing/gradient-checks.js';

describeGradients('gradients of einsum', einsumGradients, {
  [tf.Einsum]: () =>
    (
      [
        ['ij,jk->ik', [2, 3], [3, 4]],
        ['bij,bkj->bik', [2, 2, 3], [2, 4, 3]],
        ['bqhd,bkhd->bhqk', [2, 2, 2, 3], [2, 3, 2, 3]], // the scores of attention
        ['ij,kj->ki', [2, 3], [4, 3]], // transposed output
        ['i,i->', [4], [4]],
        ['i,j->ij', [2], [3]],
        // a label that is summed alone: the kernel of tfjs throws
        ...(tf.getBackend() === 'wasm'
          ? ([
              ['ij,jk->k', [2, 3], [3, 4]],
              ['i,j->', [2], [3]],
            ] as const)
          : []),
      ] as const
    )
      .map(
        ([equation, a, b]): Check => ({
          f: (x, y) => tf.einsum(equation, x as tf.Tensor, y as tf.Tensor),
          inputs: [spread(a), spread(b, [-1, 1], 2)],
        }),
      )
      .concat(
        ['ijk->ki', 'ijk->', 'ijk->kij'].map((equation) => ({
          f: (x) => tf.einsum(equation, square(x)),
          inputs: [spread([2, 3, 2])],
        })),
      ),
});
