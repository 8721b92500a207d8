/** The main job: it learns, it repeats, and all backends compute the same. */
import { cpu } from '@isograd/backend-cpu';
import { inspectNative, node } from '@isograd/backend-node';
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

const { reason } = inspectNative();

it.for([
  ['wasm', () => wasm(), false],
  [`node ${reason ?? ''}`, () => node(), reason !== undefined],
] as const)(
  'computes the same loss as cpu on %s for the first 20 steps, to 1e-4 relative',
  async ([, make, isAbsent], { skip }) => {
    skip(isAbsent);
    const found = await firstLosses(make());
    const onCpu = await firstLosses(cpu());
    for (let step = 0; step < 20; step++) {
      const reference = onCpu[step] as number;
      expect(Math.abs((found[step] as number) - reference) / reference, `step ${step}`).toBeLessThan(1e-4);
    }
  },
);
