/** Every merging layer against Keras: outputs and gradients. */
import { describeBackends, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import { expectReference, layerOfKeras } from '../../testing/layer-reference.js';

const ops = ['Add', 'Average', 'Concatenate', 'Dot', 'Maximum', 'Minimum', 'Multiply', 'Subtract'];
const cases = (await loadFixtures('layers', 'keras')).cases.filter(({ op }) => ops.includes(op));

it('covers every case', () => {
  expect(cases.length).toBe(22);
  expect([...new Set(cases.map(({ op }) => op))].sort()).toEqual(ops);
});

describeBackends('merging against Keras', () => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    await expectReference(layerOfKeras(fixture), fixture);
  });
});
