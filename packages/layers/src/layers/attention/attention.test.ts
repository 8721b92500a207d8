/** What neither the fixtures nor the contract of layers say: regularizers, masks in models, refusals. */
import { keyData, type PartialShape } from '@isograd/core';
import { describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { model } from '../../models/functional.js';
import { input } from '../../symbolic-tensor.js';
import { asNonEmpty, toList } from '../../tensor-list.js';
import { attention } from './attention.js';
import { cachedMultiHeadAttention } from './cached-multi-head-attention.js';
import { groupedQueryAttention } from './grouped-query-attention.js';
import { multiHeadAttention } from './multi-head-attention.js';
import { reversibleEmbedding } from './reversible-embedding.js';
import { tokenAndPositionEmbedding } from './token-and-position-embedding.js';
import { transformerDecoder } from './transformer-decoder.js';
import { transformerEncoder } from './transformer-encoder.js';

const context = { path: 'layer', key: keyData(2) };

describe('shapes', () => {
  const q = [null, 3, 4];
  const v = [null, 5, 4];
  const refusals: readonly (readonly [string, Layer, readonly PartialShape[], RegExp])[] = [
    ['too many inputs', attention(), [q, v, v, v], /\[ATTENTION_INPUTS\]$/],
    ['a query without time', attention(), [[null, 4], v], /\[ATTENTION_RANK\]$/],
    ['keys of another time than values', attention(), [q, v, [null, 6, 4]], /\[ATTENTION_SHAPES\]$/],
    ['a query of other features than keys', attention(), [[null, 3, 2], v], /\[ATTENTION_SHAPES\]$/],
    ['unknown features', attention(), [[null, 3, null], v], /\[SHAPE_UNKNOWN_AXIS\]$/],
    [
      'batches that differ',
      multiHeadAttention({ numHeads: 1, keyDim: 2 }),
      [
        [2, 3, 4],
        [3, 3, 4],
      ],
      /\[ATTENTION_SHAPES\]$/,
    ],
    ['ranks that differ', multiHeadAttention({ numHeads: 1, keyDim: 2 }), [[null, 2, 3, 4], v], /\[ATTENTION_RANK\]$/],
    [
      'a mask of other pairs',
      multiHeadAttention({ numHeads: 2, keyDim: 2 }),
      [q, v, v, [null, 5, 3]],
      /\[ATTENTION_MASK\]$/,
    ],
    [
      'a mask of padding as one of pairs',
      multiHeadAttention({ numHeads: 2, keyDim: 2 }),
      [q, v, v, [null, 5]],
      /\[ATTENTION_MASK\]$/,
    ],
    [
      'axes that are not there',
      multiHeadAttention({ numHeads: 1, keyDim: 2, attentionAxes: 2 }),
      [q, v],
      /\[ATTENTION_AXES\]$/,
    ],
    [
      'an order of two axes',
      multiHeadAttention({ numHeads: 1, keyDim: 2, useCausalMask: true }),
      [
        [null, 2, 3, 4],
        [null, 2, 3, 4],
      ],
      /\[ATTENTION_ORDER\]$/,
    ],
    [
      'axes that are kept apart and differ',
      multiHeadAttention({ numHeads: 1, keyDim: 2, attentionAxes: 2 }),
      [
        [null, 2, 3, 4],
        [null, 3, 3, 4],
      ],
      /\[ATTENTION_SHAPES\]$/,
    ],
    [
      'images',
      groupedQueryAttention({ headDim: 2, numQueryHeads: 2, numKeyValueHeads: 1 }),
      [[null, 2, 3, 4]],
      /\[ATTENTION_RANK\]$/,
    ],
    ['more heads than features', transformerEncoder({ intermediateDim: 2, numHeads: 5 }), [q], /\[ATTENTION_HEADS\]$/],
    [
      'an encoder of another batch',
      transformerDecoder({ intermediateDim: 2, numHeads: 1 }),
      [
        [2, 3, 4],
        [3, 3, 4],
      ],
      /\[ATTENTION_SHAPES\]$/,
    ],
    [
      'three inputs of a decoder',
      transformerDecoder({ intermediateDim: 2, numHeads: 1 }),
      [q, q, q],
      /\[INPUT_COUNT\]$/,
    ],
    [
      'vectors of another length',
      reversibleEmbedding({ inputDim: 5, outputDim: 3 }),
      [[null, 2, 4]],
      /\[SHAPE_LAST_AXIS\]$/,
    ],
    [
      'tokens of three axes',
      reversibleEmbedding({ inputDim: 5, outputDim: 3 }),
      [[null, 2, 3, 3]],
      /\[EMBEDDING_DIRECTION\]$/,
    ],
    [
      'a single token',
      tokenAndPositionEmbedding({ vocabularySize: 5, sequenceLength: 3, embeddingDim: 2 }),
      [[null]],
      /\[EMBEDDING_DIRECTION\]$/,
    ],
  ];
  it.each(refusals)('refuses %s', (_name, layer, inputs, message) => {
    expect(() => layer.computeOutputShape(asNonEmpty(inputs))).toThrow(message);
  });

  it('refuses heads of keys that do not divide those of queries', () => {
    expect(() => groupedQueryAttention({ headDim: 2, numQueryHeads: 4, numKeyValueHeads: 3 })).toThrow(/a divisor of/);
  });
});

describeBackends('attention in models', () => {
  it('regularizes each projection, as Keras does', () => {
    const layer = multiHeadAttention({ numHeads: 2, keyDim: 3, useBias: false, activityRegularizer: 'l2' });
    layer.ensureBuilt([[null, 4, 5]], context);
    const losses: tf.Tensor[] = [];
    tf.tidy(() => {
      const x = tf.tensor(seededValues(1, 2 * 4 * 5), [2, 4, 5]);
      const y = layer.run([x], { training: true, losses }) as tf.Tensor;
      const [query, key, value] = layer.weights.map(({ variable }) => tf.reshape(variable, [-1, 6]));
      const rows = tf.reshape(x, [8, 5]);
      const parts = [query, key, value].map((kernel) => tf.matMul(rows, kernel as tf.Tensor) as tf.Tensor);
      expect(losses.length).toBe(4);
      for (const [index, part] of [...parts, y].entries()) {
        const values = Float64Array.of(
          Float64Array.from(part.dataSync()).reduce((sum, a) => sum + 0.01 * a * a, 0) / 2,
        ); // per example
        expectWithinTolerance(losses[index]?.dataSync() ?? [], { shape: [], dtype: 'float64', values });
      }
    });
    tf.dispose(losses);
    layer.dispose();
  });

  it('leaves padding out from the embedding to the end', () => {
    const tokens = input({ shape: [null], dtype: 'int32' });
    const embed = tokenAndPositionEmbedding({ vocabularySize: 9, sequenceLength: 6, embeddingDim: 4, maskZero: true });
    const encoded = transformerEncoder({ intermediateDim: 5, numHeads: 2 }).apply(embed.apply(tokens));
    const decoded = transformerDecoder({ intermediateDim: 5, numHeads: 2 }).apply([embed.apply(tokens), encoded]);
    const network = model({ inputs: tokens, outputs: decoded, seed: 1 });
    network.initialize();
    tf.tidy(() => {
      const run = (row: number[]): tf.Tensor => {
        const x = tf.tensor2d([row], [1, row.length], 'int32');
        return toList(network.run([x], { training: false }))[0] as tf.Tensor;
      };
      const short = run([3, 1, 4]);
      const padded = tf.slice(run([3, 1, 4, 0, 0]), [0, 0, 0], [1, 3, 4]);
      const values = Float64Array.from(short.dataSync());
      expectWithinTolerance(padded.dataSync(), { shape: short.shape, dtype: 'float64', values });
    });
    network.dispose();
  });

  it('projects back with the weight that looks up, in one model', () => {
    const words = reversibleEmbedding({ inputDim: 5, outputDim: 3 });
    const tokens = input({ shape: [2], dtype: 'int32' });
    const network = model({ inputs: tokens, outputs: words.apply(words.apply(tokens)), seed: 2 });
    network.initialize();
    expect(network.countParams()).toBe(15);
    tf.tidy(() => {
      const logits = toList(network.run([tf.tensor2d([[1, 4]], [1, 2], 'int32')], { training: false }))[0] as tf.Tensor;
      const table = words.weights[0]?.variable as tf.Tensor2D;
      const reference = tf.matMul(tf.gather(table, [1, 4]), table, false, true);
      const values = Float64Array.from(reference.dataSync());
      expectWithinTolerance(logits.dataSync(), { shape: reference.shape, dtype: 'float64', values });
    });
    network.dispose();
  });

  it('refuses caches and inputs of another use', () => {
    const decoder = transformerDecoder({ intermediateDim: 5, numHeads: 2 });
    const cached = cachedMultiHeadAttention({ numHeads: 2, keyDim: 3 });
    expect(() => decoder.startCache({ batchSize: 1, length: 3 })).toThrow(/\[LAYER_NOT_BUILT\]$/);
    for (const layer of [decoder, cached]) layer.ensureBuilt([[null, null, 4]], context);
    tf.tidy(() => {
      const x = tf.zeros([1, 1, 4]);
      const position = tf.scalar(0, 'int32');
      const cache = decoder.startCache({ batchSize: 1, length: 3 });
      expect(() => decoder.step(x, { cache: decoder.startCache({ batchSize: 2, length: 3 }), position })).toThrow(
        /\[CACHE_SHAPE\]$/,
      );
      expect(() => decoder.step(tf.zeros([1, 4, 4]), { cache, position })).toThrow(/\[CACHE_SHAPE\]$/);
      expect(() => decoder.step(tf.zeros([1, 1, 5]), { cache, position })).toThrow(/\[SHAPE_LAST_AXIS\]$/);
      expect(() => decoder.step(x, { cache, position: tf.scalar(0) })).toThrow(/\[POSITIONS_DTYPE\]$/);
      expect(() => decoder.step(x, { cache, position: tf.zeros([1], 'int32') })).toThrow(/\[POSITIONS_SHAPE\]$/);
      expect(() => decoder.step(x, { cache, position, encoder: cache })).toThrow(/\[DECODER_INPUTS\]$/);
      expect(() => decoder.encode(x)).toThrow(/\[DECODER_INPUTS\]$/);
      expect(() => decoder.run([x, x], { training: false })).toThrow(/\[DECODER_INPUTS\]$/);
      expect(() => cached.cacheOf(tf.zeros([4]))).toThrow(/\[ATTENTION_RANK\]$/);
      expect(() => cached.cacheOf(x, tf.ones([1, 2], 'bool'))).toThrow(/\[ATTENTION_MASK\]$/);
      expect(() => cached.cacheOf(tf.zeros([1, 2, 5]))).toThrow(/\[SHAPE_LAST_AXIS\]$/);
      expect(() => cached.attendCache(tf.zeros([2, 1, 4]), cached.cacheOf(x))).toThrow(/\[CACHE_SHAPE\]$/);
    });
    for (const layer of [decoder, cached]) layer.dispose();
  });
});
