/** Orthogonal matrices as first values. */
import { fillRandomBits, type RandomKey, type Shape } from '@isograd/core';
import { tensor } from '@tensorflow/tfjs-core';
import { initializerShape } from './initializer-messages.js';
import { finiteNumber, seedOption } from '../option-checks.js';
import { drawingKey, requireFloat, type SeedOptions, seedConfig } from './draw.js';
import type { Initializer } from './initializer.js';

/** Options of `orthogonal`, with Keras's names. */
export interface OrthogonalOptions extends SeedOptions {
  /** Factor of the matrix. Default: 1. */
  readonly gain?: number;
}

/**
 * A random matrix with orthogonal columns of length `gain`, or orthogonal rows where it has fewer rows than columns;
 * float32. All axes but the last are taken as rows. Every such matrix is as likely as any other.
 *
 * Computed on the host in float64, 2 · rows · columns · min(rows, columns) operations, so that every backend gets the
 * same bits: about half a second for a weight of 512 x 2048.
 *
 * @throws {ValueError} LAYER_OPTION @throws {ShapeError} INITIALIZER_SHAPE from `init`, for weights of less than two axes
 * @throws {DTypeError} INITIALIZER_DTYPE from `init`
 * @see Saxe et al.: "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks" (2014)
 */
export function orthogonal(options: OrthogonalOptions = {}): Initializer {
  const gain = finiteNumber('orthogonal', 'gain', options.gain ?? 1);
  const seed = seedOption('orthogonal', options.seed);
  return {
    className: 'Orthogonal',
    config: { gain, ...seedConfig(seed) },
    init: (key, shape, dtype) => {
      requireFloat('orthogonal', dtype);
      if (shape.length < 2) throw initializerShape('orthogonal', shape, '[..., rows, columns]');
      return tensor(orthogonalValues(drawingKey(seed, key), shape, gain), [...shape], 'float32');
    },
  };
}

function orthogonalValues(key: RandomKey, shape: Shape, gain: number): Float32Array {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const vectors = orthonormalVectors(normalDraws(key, count * length), count, length);
  const [vectorStep, elementStep] = rows < columns ? [columns, 1] : [1, columns];
  const values = new Float32Array(rows * columns);
  vectors.forEach((vector, index) => {
    vector.forEach((element, position) => {
      values[index * vectorStep + position * elementStep] = gain * element;
    });
  });
  return values;
}

/**
 * Gram and Schmidt's process in its stable form. It gives the Q of the QR decomposition whose R has a positive
 * diagonal, which is uniform over all orthogonal matrices when it starts from normal draws (Mezzadri, 2007).
 */
function orthonormalVectors(draws: Float64Array, count: number, length: number): Float64Array[] {
  const vectors = Array.from({ length: count }, (_, index) => draws.subarray(index * length, (index + 1) * length));
  vectors.forEach((vector, index) => {
    for (const other of vectors.slice(0, index)) addScaled(vector, other, -dot(vector, other));
    const size = Math.sqrt(dot(vector, vector));
    for (let position = 0; position < length; position++) vector[position] = (vector[position] as number) / size;
  });
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
}

/** target += factor · other */
function addScaled(target: Float64Array, other: Float64Array, factor: number): void {
  for (let index = 0; index < target.length; index++) {
    target[index] = (target[index] as number) + factor * (other[index] as number);
  }
}

/** Normal draws on the host, by Box and Muller's transform of 24-bit draws in (0, 1). */
function normalDraws(key: RandomKey, count: number): Float64Array {
  const bits = new Int32Array(2 * Math.ceil(count / 2));
  fillRandomBits(key.dataSync(), bits, { bits: 24, domain: 0 });
  const uniform = (index: number): number => ((bits[index] as number) + 0.5) / 2 ** 24;
  return Float64Array.from({ length: count }, (_, index) => {
    const first = index - (index % 2);
    const radius = Math.sqrt(-2 * Math.log(uniform(first)));
    const angle = 2 * Math.PI * uniform(first + 1);
    return radius * (index % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  });
}
