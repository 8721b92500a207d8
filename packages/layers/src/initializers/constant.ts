/** Initializers without randomness. */
import { fill } from '@tensorflow/tfjs-core';
import type { Initializer } from './initializer.js';

/**
 * Every element the same.
 *
 * @param options - `value`: default 0.
 */
export function constant(options: { readonly value?: number } = {}): Initializer {
  const { value = 0 } = options;
  return { className: 'Constant', config: { value }, init: (_key, shape, dtype) => fill([...shape], value, dtype) };
}

/** Every element 0. */
export function zeros(): Initializer {
  return { ...constant({ value: 0 }), className: 'Zeros', config: {} };
}

/** Every element 1. */
export function ones(): Initializer {
  return { ...constant({ value: 1 }), className: 'Ones', config: {} };
}
