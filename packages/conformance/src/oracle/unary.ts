/** Laws of the functions of one number, element by element. */
import { type HostTensor, mapValues } from './host-tensor.js';

/** Input of every law here. */
export type UnaryInputs = { readonly x: HostTensor };

/** |x|; the smallest int32 is its own. */
export function abs({ x }: UnaryInputs): HostTensor {
  return mapValues(x, x.dtype === 'int32' ? (value) => Math.abs(value) | 0 : Math.abs);
}

/** e^x */
export function exp({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.exp, 'float32');
}

/** tanh x */
export function tanh({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.tanh, 'float32');
}
