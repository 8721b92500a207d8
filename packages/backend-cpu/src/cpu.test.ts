import { getActiveBackend, useBackend } from '@isograd/core';
import { tensor1d } from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { cpu } from './index.js';

it('starts, computes and says what it can do, without a word on the console', async () => {
  const spies = (['log', 'info', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method));
  await useBackend(cpu());
  const x = tensor1d([1, 2]);
  expect(Array.from(x.dataSync())).toEqual([1, 2]);
  x.dispose();
  for (const spy of spies) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
  const { name, capabilities } = getActiveBackend();
  expect(name).toBe('cpu');
  expect(capabilities.threads).toBe(1);
  expect(capabilities.kernels.native).toContain('RandomBits');
  expect(capabilities.kernels.native).toContain('Conv2DBackpropFilter');
});

it('loads twice without harm', async () => {
  const first = await cpu().load();
  const second = await cpu().load();
  expect(second).toEqual(first);
});
