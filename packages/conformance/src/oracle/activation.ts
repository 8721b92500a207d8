/** Laws of the activations. NaN stays NaN in all of them. */
import { mapPairs } from './broadcast.js';
import { at, type HostTensor, mapValues, tabulate } from './host-tensor.js';
import type { UnaryInputs } from './unary.js';

/** max(x, 0) */
export function relu({ x }: UnaryInputs): HostTensor {
  return mapValues(x, (value) => Math.max(value, 0));
}

/** min(max(x, 0), 6) */
export function relu6({ x }: UnaryInputs): HostTensor {
  return mapValues(x, (value) => Math.min(Math.max(value, 0), 6));
}

/** x where x >= 0, and alpha x below; float32, whatever x is. */
export function leakyRelu({ x }: UnaryInputs, { alpha }: { readonly alpha: number }): HostTensor {
  return mapValues(x, (value) => (value < 0 ? alpha * value : value), 'float32');
}

/** x where x >= 0, and alpha x below, alpha broadcast to x. */
export function prelu({ x, alpha }: { readonly x: HostTensor; readonly alpha: HostTensor }): HostTensor {
  return mapPairs(x, alpha, (value, slope) => (value < 0 ? slope * value : value), 'float32');
}

/** x where x >= 0, and e^x - 1 below. */
export function elu({ x }: UnaryInputs): HostTensor {
  return mapValues(x, (value) => (value < 0 ? Math.expm1(value) : value));
}

/** The gradient of elu from its output y: dy where y >= 0, and dy (y + 1) = dy e^x below. */
export function eluGrad({ dy, y }: { readonly dy: HostTensor; readonly y: HostTensor }): HostTensor {
  return mapPairs(dy, y, (gradient, output) => (output < 0 ? gradient * (output + 1) : gradient));
}

/** Of selu. @see Klambauer et al.: "Self-Normalizing Neural Networks" (2017), with more digits in appendix A.4 */
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

/** λ x where x >= 0, and λ α (e^x - 1) below. */
export function selu({ x }: UnaryInputs): HostTensor {
  return mapValues(x, (value) => seluScale * (value < 0 ? seluAlpha * Math.expm1(value) : value));
}

/** 1 / (1 + e^(-x)) */
export function sigmoid({ x }: UnaryInputs): HostTensor {
  return mapValues(x, (value) => 1 / (1 + Math.exp(-value)));
}

/** ln(1 + e^x) = max(x, 0) + ln(1 + e^(-|x|)) */
export function softplus({ x }: UnaryInputs): HostTensor {
  return mapValues(x, (value) => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))));
}

/** min(max(x, clipValueMin), clipValueMax) */
export function clipByValue(
  { x }: UnaryInputs,
  { clipValueMin, clipValueMax }: { readonly clipValueMin: number; readonly clipValueMax: number },
): HostTensor {
  return mapValues(x, (value) => Math.min(Math.max(value, clipValueMin), clipValueMax));
}

/** e^(xᵢ - m) / Σⱼ e^(xⱼ - m) along the last axis, m its maximum. */
export function softmax({ logits }: { readonly logits: HostTensor }): HostTensor {
  return mapRows(logits, (row) => {
    const largest = Math.max(...row);
    const powers = row.map((value) => Math.exp(value - largest));
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => power / sum);
  });
}

/** xᵢ - m - ln Σⱼ e^(xⱼ - m) along the last axis, m its maximum. */
export function logSoftmax({ logits }: { readonly logits: HostTensor }): HostTensor {
  return mapRows(logits, (row) => {
    const largest = Math.max(...row);
    const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0);
    return row.map((value) => value - largest - Math.log(sum));
  });
}

/** `tensor` with each row, a slice along its last axis, replaced. */
function mapRows(tensor: HostTensor, rowOf: (row: readonly number[]) => readonly number[]): HostTensor {
  const { shape } = tensor;
  const length = shape.at(-1) as number;
  return tabulate(shape, (index) => {
    const row = Array.from({ length }, (_, column) => at(tensor, [...index.slice(0, -1), column]));
    return rowOf(row)[index.at(-1) as number] as number;
  });
}
