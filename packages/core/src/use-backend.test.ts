import { describeBackends } from '@isograd/testing';
import { add, scalar, tensor1d } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { getActiveBackend, type Backend, useBackend } from './index.js';

describeBackends('useBackend', (backendName) => {
  it('computes on the active backend', async () => {
    const x = tensor1d([1, 2, 3]);
    const one = scalar(1);
    const y = add(x, one);
    expect(Array.from(await y.data())).toEqual([2, 3, 4]);
    for (const t of [x, one, y]) t.dispose();
  });

  it('refuses a name and keeps the active backend', async () => {
    await expect(useBackend('wasm' as unknown as Backend)).rejects.toThrow(/BACKEND_VALUE/);
    expect(getActiveBackend().name).toBe(backendName);
  });
});
