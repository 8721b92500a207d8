/** Every normalization against Keras: outputs, statistics and gradients. */
import { NdArray } from '@isograd/core';
import { type DecodedTensor, describeBackends, type FixtureCase, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import { expectReference, layerOfKeras } from '../../testing/layer-reference.js';
import type { Normalization } from './normalization.js';

const cases = (await loadFixtures('layers', 'keras')).cases.filter(({ op }) => op.endsWith('Normalization'));

/** Keras rounds the output of this one to the dtype of its input, int32. */
const notComparable = ['SpectralNormalization_embedding'];

/** A case whose weights have the axes in our order; Keras lists negative ones first, with the elements in our order. */
function inOurOrder(fixture: FixtureCase): FixtureCase {
  if (fixture.name !== 'LayerNormalization_axes_reversed') return fixture;
  const reverse = (tensors: FixtureCase['weights']): FixtureCase['weights'] =>
    Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]): [string, DecodedTensor] => [
        name,
        name === 'x' ? tensor : { ...tensor, shape: tensor.shape.toReversed() },
      ]),
    );
  return { ...fixture, weights: reverse(fixture.weights), grads: reverse(fixture.grads) };
}

it('covers every case', () => {
  expect(cases.length).toBe(46);
});

describeBackends('normalizations against Keras', () => {
  const comparable = cases.filter(({ name }) => !notComparable.includes(name));
  it.each(comparable.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    const layer = layerOfKeras(fixture);
    const { adapt, ...inputs } = fixture.inputs;
    if (adapt !== undefined) {
      await (layer as Normalization).adapt(new NdArray(Float32Array.from(adapt.values), adapt.shape));
    }
    await expectReference(layer, inOurOrder({ ...fixture, inputs }), { hasOwnWeights: adapt !== undefined });
  });
});
