/** Numbers that are the same on every side. */

/** @typedef {{ shape: number[], dtype?: 'float32' | 'int32', classes?: number, largest?: number }} HostData */

/**
 * What labels share out to all classes. A network that could reach its labels would have no gradients after some
 * thousand steps, and moments that decay to subnormal numbers, which are slow.
 */
const smoothing = 0.1;

/**
 * Labels that are smoothed one-hot rows, indices below the largest, else fractions from -0.5 to 0.5.
 *
 * @param {HostData} data
 * @returns {Float32Array | Int32Array}
 */
export function valuesOf({ shape, dtype = 'float32', classes, largest = 2 }) {
  const size = sizeOf(shape);
  if (classes) {
    const isLabel = (/** @type {number} */ index) => index % classes === Math.floor(index / classes) % classes;
    return Float32Array.from({ length: size }, (_, index) => {
      return smoothing / classes + (isLabel(index) ? 1 - smoothing : 0);
    });
  }
  const fraction = fractions(12345);
  if (dtype === 'int32') return Int32Array.from({ length: size }, () => Math.floor(fraction() * largest));
  return Float32Array.from({ length: size }, () => fraction() - 0.5);
}

/**
 * A linear congruential generator.
 *
 * @param {number} seed
 * @returns {() => number} the next number from 0 to 1.
 */
export function fractions(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @param {readonly number[]} shape */
export function sizeOf(shape) {
  return shape.reduce((product, side) => product * side, 1);
}
