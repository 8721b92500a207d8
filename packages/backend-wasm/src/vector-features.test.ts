/** Rounding is the same on every engine unless the user lets it depend on the machine; wider vectors change no bit. */
import { platform } from '#platform';
import { getActiveBackend, setLogger, useBackend } from '@isograd/core';
import { expectWithinRounding, seededValues } from '@isograd/testing';
import { matMul, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { hasRelaxedSimd } from './features.js';
import { batchMatMulKernel } from './kernels/batch-mat-mul.js';
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

it('joins vectors where asked and where the engine can, with the same bits', async () => {
  await useBackend(wasm());
  const plain = product();
  const isAble = platform.joinVectors(true);
  await useBackend(wasm({ simd256: 'whereAvailable' }));
  expect(getActiveBackend().capabilities.simd).toBe(isAble ? 'simd256' : 'simd128');
  const differs = (): boolean => product().some((value, index) => value !== plain[index]);
  for (let time = 0; time < 2000; time++) expect(differs()).toBe(false); // until the engine has compiled it anew
  await useBackend(wasm());
  expect(getActiveBackend().capabilities.simd).toBe('simd128');
  expect(product()).toEqual(plain);
});

it('does without what fails its test, and says so', async () => {
  const joinVectors = vi.spyOn(platform, 'joinVectors').mockImplementation((isWanted) => isWanted);
  const check = vi
    .spyOn(batchMatMulKernel, 'compute')
    .mockImplementation((runtime) => runtime.zeros([64, 64], 'float32'));
  const warnings: string[] = [];
  const logger = setLogger((message) => warnings.push(message));
  await useBackend(wasm({ simd256: 'whereAvailable' }));
  expect(getActiveBackend().capabilities.simd).toBe('simd128');
  expect(warnings.join()).toContain('WASM_SIMD256');
  expect(joinVectors.mock.calls).toEqual([[true], [false]]);
  check.mockRestore();
  setLogger(logger);
  vi.restoreAllMocks();
});

it('refuses other words', () => {
  expect(() => wasm({ relaxedSimd: true as never })).toThrow(/\[WASM_RELAXED_SIMD\]$/);
  expect(() => wasm({ simd256: true as never })).toThrow(/\[WASM_SIMD256\]$/);
});
