/** Activations in float64, and how they pass rounding errors on. */
import type { ExactSums } from '@isograd/testing';
import type { NativeActivation } from '../native/instructions/activation.js';

const selu = { scale: 1.0507009873554805, scaleBelow: 1.7580993408473766 };

/** All of them. */
export const activations: readonly NativeActivation[] = [
  { kind: 'none' },
  { kind: 'relu' },
  { kind: 'relu6' },
  { kind: 'leakyRelu', alpha: 0.25 },
  { kind: 'elu' },
  { kind: 'selu' },
  { kind: 'sigmoid' },
  { kind: 'tanh' },
  { kind: 'softplus' },
];

/** One of them, of a number. */
export function activate(value: number, activation: NativeActivation = { kind: 'none' }): number {
  switch (activation.kind) {
    case 'none':
      return value;
    case 'relu':
      return Math.max(0, value);
    case 'relu6':
      return Math.min(6, Math.max(0, value));
    case 'leakyRelu':
      return value < 0 ? value * activation.alpha : value;
    case 'elu':
      return value < 0 ? Math.expm1(value) : value;
    case 'selu':
      return value < 0 ? selu.scaleBelow * Math.expm1(value) : selu.scale * value;
    case 'sigmoid':
      return 1 / (1 + Math.exp(-value));
    case 'tanh':
      return Math.tanh(value);
    case 'softplus':
      return Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
  }
}

/** Of sums: the steepest of them is 1.76, and each is within 2.5 units in the last place of itself. */
export function activateSums({ exact, magnitudes, terms }: ExactSums, activation?: NativeActivation): ExactSums {
  const values = exact.map((sum) => activate(sum, activation));
  return {
    exact: values,
    magnitudes: magnitudes.map((sum, index) => selu.scaleBelow * sum + Math.abs(values[index] ?? 0)),
    terms: terms + 3,
  };
}
