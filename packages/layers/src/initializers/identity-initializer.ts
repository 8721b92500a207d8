/** The identity matrix as first value. */
import { NdArray } from '@isograd/core';
import { tensor } from '@tensorflow/tfjs-core';
import { initializerDType, initializerShape } from './initializer-messages.js';
import { finiteNumber } from '../option-checks.js';
import type { Initializer } from './initializer.js';

/**
 * `gain` on the diagonal of a matrix, 0 elsewhere; Keras's `Identity`, by name `identity`.
 *
 * @param options - `gain`: default 1; a whole number for weights of dtype int32.
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} INITIALIZER_SHAPE from `init`, for other weights than matrices
 * @throws {DTypeError} INITIALIZER_DTYPE from `init`, for a dtype that does not hold the gain
 */
export function identityInitializer(options: { readonly gain?: number } = {}): Initializer {
  const where = 'identityInitializer';
  const gain = finiteNumber(where, 'gain', options.gain ?? 1);
  return {
    className: 'Identity',
    config: { gain },
    init: (_key, shape, dtype) => {
      const [rows = 0, columns = 0] = shape;
      if (shape.length !== 2) throw initializerShape(where, shape, '[rows, columns]');
      const fits = dtype === 'float32' || (dtype === 'int32' ? gain === (gain | 0) : gain === 0 || gain === 1);
      if (!fits) throw initializerDType(where, `${dtype} for ${gain}`, 'a dtype that holds the gain');
      const { data } = NdArray.zeros(shape, dtype);
      for (let index = 0; index < Math.min(rows, columns); index++) data[index * columns + index] = gain;
      return tensor(data, [rows, columns], dtype);
    },
  };
}
