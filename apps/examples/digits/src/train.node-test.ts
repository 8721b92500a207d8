/** The main job: it learns, it repeats, and two backends compute the same. */
import { cpu } from '@isograd/backend-cpu';
import { wasm } from '@isograd/backend-wasm';
import { type Backend, getActiveBackend } from '@isograd/core';
import { expect, it } from 'vitest';
import { train } from './train.js';

/** Losses of the first epoch's steps. */
async function firstLosses(backend: Backend): Promise<readonly number[]> {
  const { stepLosses, backendName } = await train({ backend, epochs: 1, seed: 0 });
  expect(getActiveBackend().name).toBe(backendName);
  expect(backendName).toBe(backend.name);
  return stepLosses;
}

it('recognises at least 97 % of the test digits', async () => {
  const { testAccuracy, testCount, confusion } = await train({ backend: wasm(), epochs: 12, seed: 0 });
  expect(testCount).toBe(360);
  expect(testAccuracy).toBeGreaterThanOrEqual(0.97);
  expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(360);
});

it('repeats every loss bit by bit with the same seed', async () => {
  const first = await firstLosses(wasm());
  expect(first).toHaveLength(45);
  expect(await firstLosses(wasm())).toEqual(first);
});

it('computes the same loss on cpu and wasm for the first 20 steps, to 1e-4 relative', async () => {
  const onWasm = await firstLosses(wasm());
  const onCpu = await firstLosses(cpu());
  for (let step = 0; step < 20; step++) {
    const reference = onCpu[step] as number;
    expect(Math.abs((onWasm[step] as number) - reference) / reference, `step ${step}`).toBeLessThan(1e-4);
  }
});
