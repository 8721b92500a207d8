/** Finite differences against the tape, first and second order. */
import { add, grads, mul, reshape, scalar, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { seededValues } from './seeded-values.js';
import { finiteDifferenceTolerance } from './tolerance.js';

/** A function of tensors, written with ops that the tape records. */
export type TensorFunction = (...inputs: Tensor[]) => Tensor;

/** How `checkGradient` looks. */
export interface CheckGradientOptions {
  /** Highest derivative to check. Default: 2. */
  readonly order?: 1 | 2;
  /** Random directions of each order. Default: 3. */
  readonly directions?: number;
  /** Step of the difference; `f` must be smooth within twice as much of each input element. Default: 2^-5. */
  readonly step?: number;
  /** Default: 1. */
  readonly seed?: number;
}

/**
 * Asserts that the tape's gradient of `f` agrees with finite differences, and so does the gradient of
 * x ↦ <∇f(x), u>.
 *
 * An output of any shape is projected on random weights u, L = <f, u>, and L is differentiated along random
 * directions v of ±1 with the four-point rule
 * (8 (L(x + hv) - L(x - hv)) - (L(x + 2hv) - L(x - 2hv))) / 12h.
 *
 * Accuracy: the rule's truncation error is h^4 / 30 of the fifth derivative, 2^-25 of it at h = 2^-5. Only `f`
 * runs in float32, its projection is summed in float64; kernels that are right to 8 units in the last place
 * give a noise of 8 * 2^-24 * 1.5 / h = 2^-15.4 of ‖u∘f‖. The tolerance, 2^-12 of ‖u∘f‖ + ‖∇L‖, is ten
 * times that, while a wrong factor, sign, axis or missing term in a gradient shows in the first digits.
 *
 * @param f - Any number of float32 inputs; further inputs, such as indices, it closes over.
 * @param inputs - Where to differentiate. The caller disposes them; nothing else is left.
 * @param options - Order, directions, step and seed.
 * @returns The worst ratio of error to tolerance, at most 1.
 */
export function checkGradient(
  f: TensorFunction,
  inputs: readonly Tensor[],
  options: CheckGradientOptions = {},
): number {
  const { order = 2, directions = 3, step = 2 ** -5, seed = 1 } = options;
  const first = checkDerivative('first', (xs) => [f(...xs)], inputs, { directions, step, seed });
  if (order === 1) return first;
  return tidy(() => {
    const output = f(...inputs);
    const weights = tensor(seededValues(seed, output.size), output.shape);
    const gradientOf = (xs: readonly Tensor[]): Tensor[] =>
      grads((...at: Tensor[]) => connected(project([f(...at)], [weights]), at))([...xs]);
    return Math.max(first, checkDerivative('second', gradientOf, inputs, { directions, step, seed: seed + 1000 }));
  });
}

type Search = Required<Omit<CheckGradientOptions, 'order'>>;

function checkDerivative(
  order: string,
  f: (inputs: readonly Tensor[]) => Tensor[],
  inputs: readonly Tensor[],
  { directions, step, seed }: Search,
): number {
  const points = inputs.map((input) => Float64Array.from(input.dataSync()));
  const outputs = tidy(() => f(inputs).map((output) => ({ shape: output.shape, values: output.dataSync() })));
  const weights = outputs.map(({ values }, index) => seededValues(seed + 1 + index, values.length));

  /** <f(x + t v), u>, the products summed in float64. */
  const evaluate = (direction: readonly Float32Array[], t: number): number =>
    tidy(() => {
      const moved = inputs.map((input, index) =>
        tensor(
          Float32Array.from(points[index] as Float64Array, (x, i) => x + t * (direction[index]?.[i] as number)),
          input.shape,
        ),
      );
      return f(moved).reduce(
        (total, output, index) => total + dot(output.dataSync(), weights[index] as Float32Array),
        0,
      );
    });

  const gradient = tidy(() => {
    const projection = outputs.map(({ shape }, index) => tensor(weights[index] as Float32Array, shape));
    const derivative = grads((...at: Tensor[]) => connected(project(f(at), projection), at));
    return derivative([...inputs]).map((g) => g.dataSync());
  });

  const outputSize = Math.hypot(
    ...outputs.flatMap(({ values }, k) => Array.from(values, (y, i) => y * (weights[k]?.[i] as number))),
  );
  const gradientSize = Math.hypot(...gradient.flatMap((g) => Array.from(g)));
  const tolerance = finiteDifferenceTolerance * (outputSize + gradientSize);
  let worst = 0;
  for (let trial = 0; trial < directions; trial++) {
    const direction = points.map((point, index) =>
      seededValues(seed + 101 * (trial + 1) + index, point.length).map((value) => (value < 0 ? -1 : 1)),
    );
    const difference = (t: number): number => evaluate(direction, t) - evaluate(direction, -t);
    const numeric = (8 * difference(step) - difference(2 * step)) / (12 * step);
    const analytic = gradient.reduce((total, g, index) => total + dot(g, direction[index] as Float32Array), 0);
    const error = Math.abs(numeric - analytic);
    if (!(error <= tolerance)) {
      expect.fail(
        `${order} derivative: the tape says ${analytic}, finite differences ${numeric}; tolerance ${tolerance}`,
      );
    }
    if (error > 0) worst = Math.max(worst, error / tolerance);
  }
  return worst;
}

/** Σ <output, weights>, on the tape. */
function project(outputs: readonly Tensor[], weights: readonly Tensor[]): Tensor {
  return outputs.reduce<Tensor>(
    (total, output, index) => add(total, sum(mul(output, weights[index] as Tensor))),
    scalar(0),
  );
}

/** `y` on a tape that reaches every input: the tape refuses a constant, whose derivative is 0. */
function connected(y: Tensor, inputs: readonly Tensor[]): Tensor {
  return inputs.reduce<Tensor>((total, input) => add(total, sum(mul(input, 0))), reshape(y, []));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < a.length; index++) total += (a[index] as number) * (b[index] as number);
  return total;
}
