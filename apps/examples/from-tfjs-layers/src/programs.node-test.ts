/** The programs learn what they did with tfjs-layers. */
import { cpu } from '@isograd/backend-cpu';
import { wasm } from '@isograd/backend-wasm';
import { getActiveBackend, useBackend } from '@isograd/core';
import { memory } from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trainAddition } from './addition-rnn.js';
import { trainIris } from './iris.js';
import { trainText } from './lstm-text-generation.js';
import { trainMnist } from './mnist-cnn.js';
import { modelTypes, trainSentiment } from './sentiment.js';

describe.each([
  ['cpu', () => cpu()],
  ['wasm', () => wasm()],
] as const)('programs for tfjs-layers on %s', (name, make) => {
  let tensors = 0;
  beforeEach(async () => {
    await useBackend(make());
    expect(getActiveBackend().name).toBe(name);
    tensors = memory().numTensors;
  });
  afterEach(() => expect(memory().numTensors).toBe(tensors));

  it('iris', async () => {
    const { accuracy, losses } = await trainIris({ epochs: 40, seed: 0 });
    expect(losses).toHaveLength(40);
    expect(accuracy).toBeGreaterThanOrEqual(0.9);
  });

  // The reference backend would take minutes for these.
  if (name === 'wasm') {
    it('MNIST by convolutions', async () => {
      expect((await trainMnist({ epochs: 3, seed: 0 })).accuracy).toBeGreaterThan(0.9);
    });

    it('addition by two LSTMs', async () => {
      const { accuracy, samples } = await trainAddition({ limit: 10, epochs: 250, hidden: 48, seed: 0 });
      expect(accuracy).toBeGreaterThan(0.9);
      expect(samples.filter(([, answer, expected]) => answer === expected).length).toBeGreaterThanOrEqual(4);
    });

    it('text by stacked LSTMs', async () => {
      const text = 'the cat sat on the mat and the dog sat on the log. '.repeat(6);
      const { losses, generated } = await trainText(text, { windowLength: 10, epochs: 30, length: 30, seed: 0 });
      expect(losses.at(-1)).toBeLessThan(0.2);
      expect(text).toContain(generated);
    });
  }

  it.each(name === 'wasm' ? modelTypes : (['multihot', 'flatten'] as const))('sentiment, %s', async (type) => {
    expect(await trainSentiment(type, { epochs: 30, seed: 0 })).toBeGreaterThan(0.9);
  });
});
