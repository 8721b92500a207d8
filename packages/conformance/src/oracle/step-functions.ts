/** Laws of the functions of one number that are constant in steps: rounding, signs, questions. */
import { type HostTensor, mapValues } from './host-tensor.js';
import type { UnaryInputs } from './unary.js';

/** The smallest integer that is not below x. */
export function ceil({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.ceil);
}

/** The largest integer that is not above x. */
export function floor({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.floor);
}

/** The nearest integer; of two, the even one. */
export function round({ x }: UnaryInputs): HostTensor {
  return mapValues(x, (value) => (value - Math.floor(value) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value)));
}

/** -1, 0 or 1. The sign of NaN is left open: tfjs says 0, NumPy says NaN. */
export function sign({ x }: UnaryInputs): HostTensor {
  return mapValues(x, Math.sign);
}

/** 1 where x > 0 and `alpha` elsewhere; NaN stays. */
export function step({ x }: UnaryInputs, { alpha }: { readonly alpha: number }): HostTensor {
  return mapValues(x, (value) => (Number.isNaN(value) ? value : value > 0 ? 1 : alpha));
}

/** Whether x is a finite number. */
export function isFinite({ x }: UnaryInputs): HostTensor {
  return mapValues(x, (value) => Number(Number.isFinite(value)), 'bool');
}

/** Whether x is infinite. */
export function isInf({ x }: UnaryInputs): HostTensor {
  return mapValues(x, (value) => Number(Math.abs(value) === Number.POSITIVE_INFINITY), 'bool');
}

/** Whether x is no number. */
export function isNaN({ x }: UnaryInputs): HostTensor {
  return mapValues(x, (value) => Number(Number.isNaN(value)), 'bool');
}

/** Whether x is false. */
export function logicalNot({ x }: UnaryInputs): HostTensor {
  return mapValues(x, (value) => Number(value === 0), 'bool');
}
