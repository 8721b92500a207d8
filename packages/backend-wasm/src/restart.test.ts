/** The backend starts again after tfjs's engine was reset, as test suites do. */
import { getActiveBackend, useBackend } from '@isograd/core';
import { engine, matMul, maximum, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { wasm } from './wasm.js';

it('computes with kernels of ours and of tfjs after a reset', async () => {
  for (let start = 0; start < 3; start++) {
    await useBackend(wasm());
    expect(getActiveBackend().name).toBe('wasm');
    tidy(() => {
      expect(Array.from(matMul(tensor2d([[1, 2]]), tensor2d([[3], [4]])).dataSync())).toEqual([11]);
      const [a, b] = [tensor1d([1, 5], 'int32'), tensor1d([3, 4], 'int32')];
      expect(Array.from(maximum(a, b).dataSync())).toEqual([3, 5]); // handed on to tfjs's kernel
    });
    engine().reset();
  }
});
