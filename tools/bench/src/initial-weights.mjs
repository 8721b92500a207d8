/** First values of the weights of networks that are written with ops. */
import { fractions, sizeOf } from './host-values.mjs';

/** @typedef {{ shape: number[], values: Float32Array | Int32Array }} Initial */

/**
 * Fractions of both signs, as glorotUniform draws them: limit sqrt(6 / (fanIn + fanOut)).
 *
 * @param {number[]} shape - Its last two axes are inputs and outputs, those before them a window.
 * @returns {Initial}
 */
export function glorotUniform(shape) {
  const [inputs = 1, outputs = 1] = shape.slice(-2);
  const window = sizeOf(shape.slice(0, -2));
  return uniform(shape, Math.sqrt(6 / (window * (inputs + outputs))));
}

/**
 * @param {number[]} shape
 * @param {number} limit - The largest of both signs.
 * @returns {Initial}
 */
export function uniform(shape, limit) {
  const fraction = fractions(sizeOf(shape));
  return { shape, values: Float32Array.from({ length: sizeOf(shape) }, () => (2 * fraction() - 1) * limit) };
}

/**
 * @param {number[]} shape
 * @param {number} value
 * @returns {Initial}
 */
export function filled(shape, value) {
  return { shape, values: new Float32Array(sizeOf(shape)).fill(value) };
}
