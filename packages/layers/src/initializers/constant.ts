/** Initializers without randomness, of any shape. */
import { fill } from '@tensorflow/tfjs-core';
import { initializerDType } from './initializer-messages.js';
import { finiteNumber } from '../option-checks.js';
import type { Initializer } from './initializer.js';

/**
 * Every element the same.
 *
 * @param options - `value`: default 0; a whole number for weights of dtype int32, 0 or 1 for bool.
 * @throws {ValueError} LAYER_OPTION @throws {DTypeError} INITIALIZER_DTYPE from `init`, for a dtype that does not hold it
 */
export function constant(options: { readonly value?: number } = {}): Initializer {
  const value = finiteNumber('constant', 'value', options.value ?? 0);
  return {
    className: 'Constant',
    config: { value },
    init: (_key, shape, dtype) => {
      const fits = dtype === 'float32' || (dtype === 'int32' ? value === (value | 0) : value === 0 || value === 1);
      if (!fits) throw initializerDType('constant', `${dtype} for ${value}`, 'a dtype that holds the value');
      return fill([...shape], value, dtype);
    },
  };
}

/** Every element 0. */
export function zeros(): Initializer {
  return { ...constant({ value: 0 }), className: 'Zeros', config: {} };
}

/** Every element 1. */
export function ones(): Initializer {
  return { ...constant({ value: 1 }), className: 'Ones', config: {} };
}
