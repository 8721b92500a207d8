/** Laws of the trigonometric and hyperbolic functions, and of their inverses. */
import { type HostTensor, mapValues } from './host-tensor.js';
import type { UnaryInputs } from './unary.js';

/** sin x */
export function sin({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.sin);
}

/** cos x */
export function cos({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.cos);
}

/** tan x */
export function tan({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.tan);
}

/** arcsin x */
export function asin({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.asin);
}

/** arccos x */
export function acos({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.acos);
}

/** arctan x */
export function atan({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.atan);
}

/** sinh x */
export function sinh({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.sinh);
}

/** cosh x */
export function cosh({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.cosh);
}

/** tanh x */
export function tanh({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.tanh);
}

/** arsinh x */
export function asinh({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.asinh);
}

/** arcosh x */
export function acosh({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.acosh);
}

/** artanh x */
export function atanh({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.atanh);
}
