/** Derivatives of the law by finite differences in float64. */
import type { OpRecord } from '../ops/op-record.js';
import type { HostInputs, HostTensor } from '../oracle/host-tensor.js';
import { lawOf } from './transfer.js';

/** Values by name of an input, one for each of its elements: a direction in the space of the inputs. */
export type Direction = { readonly [input: string]: Float64Array };

/**
 * Step of the differences, over the largest distance that the rule below looks away: 2^-8 in all, less than
 * the 1/64 that the cases keep from kinks.
 */
const step = 2 ** -9;

/** The four-point rule for a first derivative: error h^4 / 30 of the fifth. */
const rule: readonly { readonly at: number; readonly weight: number }[] = [
  { at: -2, weight: 1 / 12 },
  { at: -1, weight: -8 / 12 },
  { at: 1, weight: 8 / 12 },
  { at: 2, weight: -1 / 12 },
];

/** <law(inputs), weights>, the outputs' weights in the order of the outputs. */
export function projectLaw(
  record: OpRecord,
  inputs: HostInputs,
  attributes: object,
  weights: readonly Float64Array[],
): number {
  return lawOf(record, inputs, attributes).reduce(
    (total, output, place) => total + dot(output.values, weights[place] as Float64Array),
    0,
  );
}

/** The derivative of `f` along a direction, at `inputs`. */
export function differentiate(f: (inputs: HostInputs) => number, inputs: HostInputs, direction: Direction): number {
  return rule.reduce((total, { at, weight }) => total + weight * f(move(inputs, direction, at * step)), 0) / step;
}

/** Rounding error of the differences of an order, of values of the given size: what a derivative of 0 may come out as. */
export function roundoff(size: number, order: 1 | 2): number {
  return (size * 2 ** -50) / step ** order;
}

/** Σ a weights, over the elements that have a weight: those without may be infinite. */
export function dot(a: ArrayLike<number>, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) {
    const weight = weights[index] as number;
    if (weight !== 0) sum += (a[index] as number) * weight;
  }
  return sum;
}

/** inputs + distance · direction; inputs that the direction does not name stay. */
function move(inputs: HostInputs, direction: Direction, distance: number): HostInputs {
  const moved = Object.entries(direction).map(([name, along]) => {
    const input = inputs[name] as HostTensor;
    const values = input.values.map((value, index) => value + distance * (along[index] as number));
    return [name, { ...input, values }];
  });
  return { ...inputs, ...Object.fromEntries(moved) };
}
