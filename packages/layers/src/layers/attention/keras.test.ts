/** Every attention layer and the reversible embedding against Keras: outputs, scores and gradients. */
import { describeBackends, type FixtureCase, loadFixtures } from '@isograd/testing';
import { expect, it } from 'vitest';
import { expectAttention, type Row } from '../../testing/attention-reference.js';
import { layerOfKeras } from '../../testing/layer-reference.js';

/** Arguments of Keras's call that are options here. */
function withArguments(fixture: FixtureCase): FixtureCase {
  const { __use_causal_mask, __return_attention_scores, ...config } = fixture.config;
  const given = { use_causal_mask: __use_causal_mask, return_attention_scores: __return_attention_scores };
  return {
    ...fixture,
    config: { ...config, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) },
  };
}

/**
 * Queries that see no key, by example and time. Keras gives them the mean of all values unless it returns scores; then
 * it gives them zeros, as these layers always do. Its gradients count that mean, so that only outputs are compared.
 */
const blindQueries: Readonly<Record<string, readonly Row[]>> = {
  MultiHeadAttention_causal_and_masks: [[1, 1]],
  GroupQueryAttention_causal_and_masks: [[1, 1]],
};

/** Queries that count for nothing, whose attention Keras's grouped-query attention masks as a whole. */
const maskedQueries: Readonly<Record<string, readonly Row[]>> = {
  GroupQueryAttention_query_mask: [
    [0, 2],
    [1, 1],
  ],
};

/**
 * A gradient that is the sum of terms over all pairs which cancel almost as a whole, so that the fixture's own float32
 * error says little of that of another order of summation: compared where sums are taken in float64. The contract of
 * layers holds it to finite differences everywhere.
 */
const cancelling: Readonly<Record<string, readonly string[]>> = {
  Attention_concat_use_scale: ['concat_score_weight'],
};

const cases = (await loadFixtures('layers', 'keras')).cases
  .filter(({ op }) => /Attention$|^ReversibleEmbedding$/.test(op))
  .map(withArguments);

it('covers every case', () => {
  expect(cases.length).toBe(50);
  const known = cases.map(({ name }) => name);
  for (const name of Object.keys({ ...blindQueries, ...maskedQueries, ...cancelling })) expect(known).toContain(name);
});

describeBackends('attention against Keras', (backend) => {
  it.each(cases.map((fixture) => [fixture.name, fixture] as const))('%s', async (name, fixture) => {
    const { [name]: zeros = [] } = blindQueries;
    const { [name]: masked = [] } = maskedQueries;
    const { [name]: uncompared = [] } = cancelling;
    await expectAttention(layerOfKeras(fixture), fixture, {
      zeros,
      without: [...zeros, ...masked],
      uncompared: backend === 'cpu' ? [] : uncompared,
    });
  });
});
