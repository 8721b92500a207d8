/** Every entry of a family of gradients against finite differences, on every backend. */
import { checkGradient, describeBackends, seededValues, type TensorFunction } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { sizeOf } from '../shape.js';
import { gradientTable } from '../gradients/gradient-table.js';

/** One function whose derivative goes through the entry of a kernel, and where to differentiate it. */
export interface Check {
  readonly f: TensorFunction;
  readonly inputs: readonly tf.Tensor[];
  /** Highest derivative that is defined. Default: 2. */
  readonly order?: 1 | 2;
}

/** Checks by kernel name. */
export interface Checks {
  readonly [kernelName: string]: () => readonly Check[];
}

/** Declares the tests of a family: that each entry has a check, and each check on each backend. */
export function describeGradients(family: string, entries: readonly tf.GradConfig[], checks: Checks): void {
  it(`${family}: every entry has a check, and no check is without one`, () => {
    expect(Object.keys(checks).sort()).toEqual(entries.map(({ kernelName }) => kernelName).sort());
  });
  describeBackends(family, () => {
    it.for(Object.entries(checks))('%s agrees with finite differences', ([kernelName, makeChecks], { skip }) => {
      const gradFunc = vi.spyOn(gradientTable.get(kernelName) as tf.GradConfig, 'gradFunc');
      const count = tf.tidy(() => {
        const list = makeChecks();
        for (const { f, inputs, order = 2 } of list) checkGradient(f, inputs, { order });
        return list.length;
      });
      const { length: uses } = gradFunc.mock.calls;
      gradFunc.mockRestore();
      if (count === 0) skip('this backend has no such kernel');
      expect(uses, 'uses of the entry itself').toBeGreaterThan(0);
    });
  });
}

/** Values spread evenly over a range. */
export function spread(shape: readonly number[], range: readonly [number, number] = [-1, 1], seed = 1): tf.Tensor {
  return tf.tensor(seededValues(seed, sizeOf(shape), range), [...shape]);
}

/**
 * Distinct odd multiples of 1/8 in random order, both signs: no two are closer than 1/4 and none is closer
 * than 1/8 to a multiple of 1/4, so that the steps of the difference cross no kink.
 */
export function distinct(shape: readonly number[], seed = 1): tf.Tensor {
  const size = sizeOf(shape);
  const draws = seededValues(seed, size);
  const order = Array.from(draws, (_, index) => index).sort((a, b) => (draws[a] as number) - (draws[b] as number));
  return tf.tensor(
    order.map((rank) => (rank - Math.floor(size / 2)) / 4 + 1 / 8),
    [...shape],
  );
}

/** A function of one tensor, on a matrix, on one element, and on a tensor of rank 6 whose rows fill no vector. */
export const unary = (f: (x: tf.Tensor) => tf.Tensor, range?: readonly [number, number]) => (): Check[] =>
  [[2, 5], [1], [1, 2, 1, 1, 2, 7]].map((shape) => ({ f: f as TensorFunction, inputs: [spread(shape, range)] }));

/** A function with kinks, away from them. */
export const kinked =
  (f: (x: tf.Tensor) => tf.Tensor, order: 1 | 2 = 2) =>
  (): Check[] => [{ f: f as TensorFunction, inputs: [distinct([3, 5])], order }];

/** Equal shapes, broadcasting of either side and of both, up to rank 6, and a scalar. */
export const binary =
  (f: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, a: readonly [number, number] = [-1, 1], b = a) =>
  (): Check[] =>
    (
      [
        [
          [2, 3],
          [2, 3],
        ],
        [[2, 3], [3]],
        [
          [2, 1, 3],
          [4, 1],
        ],
        [[], [2, 3]],
        [
          [2, 1, 1, 2, 1, 3],
          [2, 1, 2, 1, 3],
        ],
      ] as const
    ).map(([aShape, bShape]) => ({
      f: f as TensorFunction,
      inputs: [spread(aShape, a, 1), spread(bShape, b, 2)],
    }));

/** The square of an input: through it, a linear kernel has a second derivative. */
export const square = (x: tf.Tensor | undefined): tf.Tensor => tf.square(x as tf.Tensor);

/** Calls a kernel by name. */
export const run = (kernelName: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor =>
  tf.engine().runKernel(kernelName, inputs, attributes as tf.NamedAttrMap);
