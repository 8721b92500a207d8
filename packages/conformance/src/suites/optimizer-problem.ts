/**
 * What the optimizer suite trains: a linear regression whose coefficients lie in tensors of ranks 0 to 4, nested in
 * objects and lists. Its gradient is written down, so that the suite depends on no gradient of a kernel.
 */
import { sizeOf, treeEntries, treeLeaves, treeUnflatten } from '@isograd/core';
import { concat, matMul, mean, mul, reshape, split, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import { floats } from '../ops/arbitrary.js';
import { mapValues } from '../oracle/host-tensor.js';
import type { TensorTree, TestedEvaluation } from './optimizer-case.js';
import { toDevice } from './transfer.js';

const structure = {
  scale: null,
  blocks: [
    { kernel: null, bias: null },
    { kernel: null, bias: null },
  ],
  head: { kernel: null, unused: null },
} as const;

/** In the order of the structure. */
const shapes: readonly (readonly number[])[] = [[], [4, 3], [3], [2, 3, 2], [2], [2, 2, 2, 3], [3]];

/** Paths of the parameters. */
export const paramPaths: readonly string[] = treeEntries<null>(structure).map(([path]) => path);

/** The parameter whose gradient is zero. */
export const unusedParam = 'head/unused';

const examples = 32;
const sizes = shapes.map(sizeOf);
const width = sizes.reduce((total, size) => total + size, 0);

/** Features that are always zero: those of the last row of the first kernel, and of the parameter without use. */
const zeroFeatures: ReadonlySet<number> = new Set([10, 11, 12, width - 3, width - 2, width - 1]);

/** Mean square of (features · coefficients - targets); holds its data until it is disposed. */
export class RegressionProblem {
  readonly #features: Tensor;
  readonly #targets: Tensor;

  constructor() {
    const features = floats([examples, width], 100, [-1, 1]);
    const values = features.values.map((value, place) => (zeroFeatures.has(place % width) ? 0 : value));
    this.#features = toDevice({ ...features, values });
    this.#targets = toDevice(floats([examples, 1], 101, [-2, 2]));
  }

  /** Where training starts; the caller disposes it. */
  params(): TensorTree {
    return this.#tree((shape, place) => toDevice(floats(shape, place + 1, [-1, 1])));
  }

  /** Gradients of one number; the caller disposes them. */
  constantGradients(value: number): TensorTree {
    return this.#tree((shape) => toDevice(mapValues(floats(shape, 0), () => value)));
  }

  /** Loss and gradients; for use in a scope. */
  evaluate(params: TensorTree): TestedEvaluation {
    const coefficients = concat(treeLeaves<Tensor>(params).map((leaf) => reshape(leaf, [-1, 1]))); // [width, 1]
    const errors = sub(matMul(this.#features, coefficients), this.#targets); // [examples, 1]
    const gradient = mul(matMul(this.#features, errors, true), 2 / examples); // [width, 1]
    const parts = split(gradient, [...sizes]).map((part, place) => reshape(part, [...(shapes[place] ?? [])]));
    return { loss: mean(square(errors)), grads: treeUnflatten(params, parts) };
  }

  dispose(): void {
    this.#features.dispose();
    this.#targets.dispose();
  }

  #tree(leafOf: (shape: readonly number[], place: number) => Tensor): TensorTree {
    return treeUnflatten<null, Tensor>(structure, shapes.map(leafOf));
  }
}
