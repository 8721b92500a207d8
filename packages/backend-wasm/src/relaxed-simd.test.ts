/** Rounding is the same on every engine unless the user lets it depend on the machine. */
import { getActiveBackend, useBackend } from '@isograd/core';
import { expectWithinRounding, seededValues } from '@isograd/testing';
import { matMul, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { hasRelaxedSimd } from './features.js';
import { wasm } from './wasm.js';

const size = 37;
const [left, right] = [seededValues(1, size * size), seededValues(2, size * size)];

/** The product of two matrices on the active backend. */
function product(): Float32Array {
  return tidy(() => {
    const matrix = (values: Float32Array): Tensor2D => tensor2d(values, [size, size]);
    return matMul(matrix(left), matrix(right)).dataSync() as Float32Array;
  });
}

function expectExact(got: Float32Array): void {
  const exact = new Float64Array(size * size);
  const magnitudes = new Float64Array(size * size);
  for (let index = 0; index < size * size; index++) {
    for (let k = 0; k < size; k++) {
      const term = (left[Math.floor(index / size) * size + k] ?? 0) * (right[k * size + (index % size)] ?? 0);
      exact[index] = (exact[index] ?? 0) + term;
      magnitudes[index] = (magnitudes[index] ?? 0) + Math.abs(term);
    }
  }
  expectWithinRounding(got, exact, magnitudes, size);
}

it('rounds alike by default, and by the machine where asked', async () => {
  await useBackend(wasm());
  expect(getActiveBackend().capabilities.simd).toBe('simd128');
  const plain = product();
  expectExact(plain);

  await useBackend(wasm({ relaxedSimd: 'whereAvailable' }));
  expect(getActiveBackend().capabilities.simd).toBe(hasRelaxedSimd() ? 'relaxed-simd' : 'simd128');
  expectExact(product());

  await useBackend(wasm());
  expect(getActiveBackend().capabilities.simd).toBe('simd128');
  expect(product()).toEqual(plain);
});

it('refuses other words', () => {
  expect(() => wasm({ relaxedSimd: true as never })).toThrow(/\[WASM_RELAXED_SIMD\]$/);
});
