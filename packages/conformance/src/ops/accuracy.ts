/**
 * How near float32 results have to come to the law: budgets in units in the last place, as functions of what
 * the op does and how much it adds up.
 *
 * A budget says of which number the units are taken: of the element itself (`element`), of the largest element
 * of the output (`tensor`), or of the sum of magnitudes that went into the element (`magnitude`: the law on the
 * absolute values of the inputs), which is what bounds the rounding error of a sum whose terms cancel.
 *
 * @see WebNN's test suite, whose table of ULP tolerances by operation is the model
 */
import type { HostInputs, HostTensor } from '../oracle/host-tensor.js';

/** A budget, and of what it is a multiple. */
export interface Accuracy<Inputs extends HostInputs = HostInputs, Attributes extends object = object> {
  readonly of: 'element' | 'tensor' | 'magnitude';
  /** Whether a result below 2^-126 may be 0. Default: false. */
  readonly mayFlush?: boolean;
  /** Budget in units in the last place. Method syntax, as in `OpRecord`. */
  ulps(inputs: Inputs, attributes: Attributes): number;
  /** Of `magnitude`: the magnitudes that went in, where the law on the absolute values subtracts. */
  magnitude?(inputs: Inputs, attributes: Attributes): HostTensor;
}

/** The result is the law's, rounded to float32 or exact in its dtype. Half a unit is what rounding may cost. */
export const exact: Accuracy = { of: 'element', ulps: () => 0.5 };

/** One operation of float32 arithmetic or two: sums, products, quotients, roots. */
export const arithmetic: Accuracy = { of: 'element', ulps: () => 2 };

/** Values between two ends: one product and one sum, relative to the larger end. */
export const interpolation: Accuracy = { of: 'tensor', ulps: () => 2 };

/**
 * Functions of the mathematical library, and what is made of one or two of them. What is subnormal may be flushed to 0,
 * as by TensorFlow, whose kernels run in that mode of the processor, and by WebGL and XNNPACK.
 */
export const transcendental: Accuracy = { of: 'element', ulps: () => 16, mayFlush: true };

/**
 * Sums of `length` terms, in any order: `length + 2` roundings at most, and usually about the root of it.
 *
 * @see N. J. Higham: "Accuracy and Stability of Numerical Algorithms" (2002), section 3.1
 */
export function sumOf<Inputs extends HostInputs, Attributes extends object>(
  length: (inputs: Inputs, attributes: Attributes) => number,
): Accuracy<Inputs, Attributes> {
  return { of: 'magnitude', ulps: (inputs, attributes) => (length(inputs, attributes) + 2) / 2 };
}
