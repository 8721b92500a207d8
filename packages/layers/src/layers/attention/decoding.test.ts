/** Sequences step by step: the same as the whole at once, without computing again what has been. */
import { keyData, sizeOf } from '@isograd/core';
import { type Graph, jit } from '@isograd/jit';
import { describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { model } from '../../models/functional.js';
import { input } from '../../symbolic-tensor.js';
import { toList } from '../../tensor-list.js';
import { type AttentionCache, cachedMultiHeadAttention } from './cached-multi-head-attention.js';
import { tokenAndPositionEmbedding } from './token-and-position-embedding.js';
import { transformerDecoder } from './transformer-decoder.js';

const [batch, time, features, length] = [2, 6, 8, 7];
const context = { path: 'layer', key: keyData(3) };
const inference = { training: false };

const sequence = (): tf.Tensor => tf.tensor(seededValues(1, batch * time * features), [batch, time, features]);
const encoded = (): tf.Tensor => tf.tensor(seededValues(2, batch * 5 * 3), [batch, 5, 3]);
const encoderMask = (): tf.Tensor => tf.tensor2d([1, 1, 0, 1, 0, 1, 1, 1, 0, 0], [batch, 5], 'bool');
const at = (position: number): tf.Tensor => tf.scalar(position, 'int32');

/** Parts of the sequence from one position to another. */
function slicesOf(x: tf.Tensor, ends: readonly number[]): { part: tf.Tensor; position: number }[] {
  return ends.map((end, index) => {
    const position = index === 0 ? 0 : (ends[index - 1] as number);
    return { part: tf.slice(x, [0, position, 0], [batch, end - position, features]), position };
  });
}

/** Two computations of the same in float32. */
function expectSame(got: tf.Tensor, reference: tf.Tensor): void {
  expect(got.shape).toEqual(reference.shape);
  const values = Float64Array.from(reference.dataSync());
  expectWithinTolerance(got.dataSync(), { shape: reference.shape, dtype: 'float64', values });
}

/** How many numbers are multiplied by matrix products. */
function productsIn({ nodes, values }: Graph): number {
  return nodes
    .filter(({ kernelName }) => kernelName.includes('MatMul'))
    .reduce((total, { inputs, outputs }) => {
      const [a, y] = [inputs.find(({ name }) => name === 'a')?.value, outputs[0]].map((id) => values[id ?? -1]?.shape);
      const units = y?.at(-1) ?? Number.NaN;
      return total + sizeOf(a ?? []) * units; // rows · inner · units
    }, 0);
}

/** A prompt and then one by one; one by one; all at once. */
const waysToGo: readonly (readonly number[])[] = [[3, 4, 5, 6], [1, 2, 3, 4, 5, 6], [6]];

describeBackends('a sequence step by step', () => {
  it.each(waysToGo.map((ends) => [ends]))('is what a decoder makes of the whole, in steps up to %j', (ends) => {
    const decoder = transformerDecoder({ intermediateDim: 10, numHeads: 2, normalizeFirst: true, dropout: 0.5 });
    decoder.ensureBuilt([[null, null, features]], context);
    tf.tidy(() => {
      const x = sequence();
      let cache = decoder.startCache({ batchSize: batch, length });
      const outputs = slicesOf(x, ends).map(({ part, position }) => {
        const step = decoder.step(part, { cache, position: at(position) });
        cache = step.cache;
        return step.output;
      });
      expectSame(tf.concat(outputs, 1), decoder.run([x], inference) as tf.Tensor);
    });
    decoder.dispose();
  });

  it('is what a decoder makes of the whole with an encoder and its mask', () => {
    const decoder = transformerDecoder({ intermediateDim: 10, numHeads: 2, activation: 'gelu' });
    decoder.ensureBuilt(
      [
        [null, null, features],
        [null, null, 3],
      ],
      context,
    );
    tf.tidy(() => {
      const x = sequence();
      const source = encoded();
      const masks = new WeakMap([[source, encoderMask()]]);
      const encoder = decoder.encode(source, encoderMask());
      let cache = decoder.startCache({ batchSize: batch, length });
      const outputs = slicesOf(x, [2, 3, 4, 5, 6]).map(({ part, position }) => {
        const step = decoder.step(part, { cache, encoder, position: at(position) });
        cache = step.cache;
        return step.output;
      });
      expectSame(tf.concat(outputs, 1), decoder.run([x, source], { ...inference, masks }) as tf.Tensor);
    });
    decoder.dispose();
  });

  it('looks back as far as the window, and may be taken back to an earlier position', () => {
    const attention = cachedMultiHeadAttention({
      numHeads: 2,
      keyDim: 3,
      valueDim: 2,
      slidingWindow: 2,
      useCausalMask: true,
    });
    attention.ensureBuilt([[null, null, features]], context);
    tf.tidy(() => {
      const x = sequence();
      const [prompt, ...rest] = slicesOf(x, [4, 5, 6]);
      const other = tf.neg(tf.slice(x, [0, 4, 0], [batch, 1, features]));
      let { cache } = attention.step((prompt as { part: tf.Tensor }).part, {
        cache: attention.startCache({ batchSize: batch, length }),
        position: at(0),
      });
      ({ cache } = attention.step(other, { cache, position: at(4) })); // a guess that is dropped
      const outputs = rest.map(({ part, position }) => {
        const step = attention.step(part, { cache, position: at(position) });
        cache = step.cache;
        return step.output;
      });
      const whole = attention.run([x], inference) as tf.Tensor;
      expectSame(tf.concat(outputs, 1), tf.slice(whole, [0, 4, 0], [batch, 2, features]));
    });
    attention.dispose();
  });

  it('costs the products of one step, captured once, however long it is already', () => {
    const [numHeads, intermediateDim] = [2, 10];
    const decoder = transformerDecoder({ intermediateDim, numHeads });
    decoder.ensureBuilt([[null, null, features]], context);
    tf.tidy(() => {
      const x = tf.ones([batch, 1, features]);
      const step = jit((part: tf.Tensor, cache: AttentionCache, position: tf.Tensor) =>
        decoder.step(part, { cache, position }),
      );
      let cache = decoder.startCache({ batchSize: batch, length });
      for (let position = 0; position < time; position++) ({ cache } = step(x, cache, at(position)));
      expect(step.traces).toBe(1);
      const projections = 4 * features * features + 2 * features * intermediateDim;
      const attention = 2 * length * features; // all heads: query · key, weights · value
      expect(productsIn(step.graphs[0] as Graph)).toBe(batch * (projections + attention));
      step.dispose();
    });
    decoder.dispose();
  });

  it('writes the tokens that the whole model would choose, captured once', async () => {
    const vocabularySize = 11;
    const tokens = input({ shape: [null], dtype: 'int32' });
    const embed = tokenAndPositionEmbedding({ vocabularySize, sequenceLength: length, embeddingDim: features });
    const decoders = [1, 2].map(() => transformerDecoder({ intermediateDim: 16, numHeads: 2, normalizeFirst: true }));
    const hidden = decoders.reduce((x, decoder) => decoder.apply(x), embed.apply(tokens));
    const language = model({ inputs: tokens, outputs: embed.apply(hidden), seed: 5 });
    language.initialize();

    const next = jit((token: tf.Tensor, caches: AttentionCache[], position: tf.Tensor) => {
      let x = embed.run([token, position], inference) as tf.Tensor;
      const grown = decoders.map((decoder, index) => {
        const step = decoder.step(x, { cache: caches[index] as AttentionCache, position });
        x = step.output;
        return step.cache;
      });
      const logits = embed.run([x], inference) as tf.Tensor; // [1, 1, vocabularySize]
      return { token: tf.argMax(logits, -1), logits, caches: grown };
    });

    const sentence = [4];
    let token: tf.Tensor = tf.tensor2d([[4]], [1, 1], 'int32');
    let caches = decoders.map((decoder) => decoder.startCache({ batchSize: 1, length }));
    for (let position = 0; position + 1 < length; position++) {
      const before = [token, caches.flatMap(({ key, value }) => [key, value])].flat();
      const place = at(position);
      const step = next(token, caches, place);
      ({ token, caches } = step);
      tf.dispose([...before, place]);
      tf.tidy(() => {
        const soFar = tf.tensor2d([sentence], [1, sentence.length], 'int32');
        const whole = toList(language.run([soFar], inference))[0] as tf.Tensor;
        const last = tf.slice(whole, [0, position, 0], [1, 1, vocabularySize]);
        expectSame(step.logits, last);
        expect([...step.token.dataSync()]).toEqual([...tf.argMax(last, -1).dataSync()]);
      });
      sentence.push(...(await token.data()));
      step.logits.dispose();
    }
    expect(sentence.length).toBe(length);
    expect(next.traces).toBe(1);
    tf.dispose([token, ...caches.flatMap(({ key, value }) => [key, value])]);
    next.dispose();
    language.dispose();
  });
});
