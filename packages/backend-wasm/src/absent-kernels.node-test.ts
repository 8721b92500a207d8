import { useBackend } from '@isograd/core';
import { getKernelsForBackend } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import '@tensorflow/tfjs-backend-cpu';
import { wasm } from './wasm.js';

it('reports exactly the kernels of cpu that are missing, each with a reason', async () => {
  const { kernels } = (await useBackend(wasm())).capabilities;
  const namesOn = (backend: string): string[] => getKernelsForBackend(backend).map(({ kernelName }) => kernelName);
  const native = new Set(kernels.native);
  expect(namesOn('wasm').toSorted()).toEqual([...native].toSorted());
  expect(kernels.absent.map(({ kernel }) => kernel).toSorted()).toEqual(
    namesOn('cpu')
      .filter((name) => !native.has(name))
      .toSorted(),
  );
  for (const { reason } of kernels.absent) expect(reason.length).toBeGreaterThan(10);
});
