/** Laws of the functions of one number, element by element: arithmetic, roots, exponentials, logarithms. */
import { errorFunction } from './error-function.js';
import { type HostTensor, mapValues } from './host-tensor.js';

/** Input of every law here. */
export type UnaryInputs = { readonly x: HostTensor };

/** |x|; the smallest int32 is its own. */
export function abs({ x }: UnaryInputs): HostTensor {
  return mapValues(x, x.dtype === 'int32' ? (value) => Math.abs(value) | 0 : Math.abs);
}

/** -x; the smallest int32 is its own. */
export function neg({ x }: UnaryInputs): HostTensor {
  return mapValues(x, x.dtype === 'int32' ? (value) => -value | 0 : (value) => -value);
}

/** x²; of int32 modulo 2^32. */
export function square({ x }: UnaryInputs): HostTensor {
  return mapValues(x, x.dtype === 'int32' ? (value) => Math.imul(value, value) : (value) => value * value);
}

/** √x */
export function sqrt({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.sqrt, 'float32');
}

/** 1 / √x */
export function rsqrt({ x }: UnaryInputs): HostTensor {
  return mapValues(x, (value) => 1 / Math.sqrt(value), 'float32');
}

/** 1 / x */
export function reciprocal({ x }: UnaryInputs): HostTensor {
  return mapValues(x, (value) => 1 / value, 'float32');
}

/** e^x */
export function exp({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.exp, 'float32');
}

/** e^x - 1 */
export function expm1({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.expm1, 'float32');
}

/** ln x */
export function log({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.log, 'float32');
}

/** ln(1 + x) */
export function log1p({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.log1p, 'float32');
}

/** erf x */
export function erf({ x }: UnaryInputs): HostTensor {
  return mapValues(x, errorFunction, 'float32');
}
