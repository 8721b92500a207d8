/** Whole trainings against PyTorch: 50 steps on real digits, the loss of every step and the final weights. */
import { type Shape, NdArray } from '@isograd/core';
import { adam, adamw, type Optimizer, sgd } from '@isograd/optimizers';
import {
  compilingBackends,
  describeBackends,
  expectWithinTolerance,
  type FixtureCase,
  loadFixtures,
  toTensor,
} from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { ActivationName } from '../activations/activation-function.js';
import type { Layer } from '../layer.js';
import { activation } from '../layers/activations/activation.js';
import { positionEmbedding } from '../layers/attention/position-embedding.js';
import { transformerEncoder } from '../layers/attention/transformer-encoder.js';
import { batchNormalization } from '../layers/normalization/batch-normalization.js';
import { conv2d } from '../layers/convolution/conv2d.js';
import { dense } from '../layers/core/dense.js';
import { flatten } from '../layers/reshaping/flatten.js';
import { add } from '../layers/merging/add.js';
import { globalAveragePooling1d } from '../layers/pooling/global-average-pooling.js';
import { maxPooling2d } from '../layers/pooling/max-pooling.js';
import { lstm } from '../layers/recurrent/lstm.js';
import { sparseCategoricalCrossentropy } from '../losses/crossentropy.js';
import { input } from '../symbolic-tensor.js';
import { toList } from '../tensor-list.js';
import { model as functional } from './functional.js';
import type { Model } from './model.js';
import { sequential } from './sequential.js';

interface Config {
  readonly hidden: readonly number[];
  readonly activation: ActivationName;
  readonly filters: readonly [number, number];
  readonly units: number;
  readonly batch_norm: boolean;
  readonly bn_epsilon: number;
  readonly d: number;
  readonly heads: number;
  readonly ff: number;
  readonly epsilon: number;
  readonly batch: number;
  readonly steps: number;
  readonly optimizer: {
    readonly kind: 'sgd' | 'adam' | 'adamw';
    readonly lr: number;
    readonly momentum?: number;
    readonly epsilon?: number;
    readonly weight_decay?: number;
  };
}

/** The optimizer of a case, by PyTorch's convention. */
function optimizerOf({ optimizer: { kind, lr, momentum = 0, epsilon = 1e-8, weight_decay } }: Config): Optimizer {
  if (kind === 'sgd') return sgd({ learningRate: lr, momentum, convention: 'torch' });
  const options = { learningRate: lr, epsilon, convention: 'torch' } as const;
  return kind === 'adam' ? adam(options) : adamw({ ...options, weightDecay: weight_decay ?? 0 });
}

/** The model of a case, the shape of an example, and the fixture's names of its weights in order. */
function networkOf({ op, config }: FixtureCase<Config>): { model: Model; inputShape: Shape; names: string[] } {
  if (op === 'transformer') return transformerOf(config);
  const { layers, inputShape, names } = stackOf(op, config);
  return { model: sequential({ layers, inputShape, seed: 0 }), inputShape, names };
}

function stackOf(op: string, config: Config): { layers: Layer[]; inputShape: Shape; names: string[] } {
  if (op === 'mlp') {
    const { hidden } = config;
    return {
      layers: [...hidden.map((units) => dense({ units, activation: config.activation })), dense({ units: 10 })],
      inputShape: [64],
      names: [...hidden, 10].flatMap((_, index) => [`k${index}`, `b${index}`]),
    };
  }
  if (op === 'lstm') {
    return {
      layers: [lstm({ units: config.units }), dense({ units: 10 })],
      inputShape: [8, 8],
      names: ['kernel', 'recurrent_kernel', 'bias', 'k', 'b'],
    };
  }
  const [first, second] = config.filters;
  return {
    layers: [
      conv2d({ filters: first, kernelSize: 3, padding: 'same' }),
      ...(config.batch_norm ? [batchNormalization({ epsilon: config.bn_epsilon })] : []),
      activation({ activation: 'relu' }),
      maxPooling2d({ poolSize: 2 }),
      conv2d({ filters: second, kernelSize: 3, padding: 'same', activation: 'relu' }),
      maxPooling2d({ poolSize: 2 }),
      flatten(),
      dense({ units: 10 }),
    ],
    inputShape: [8, 8, 1],
    names: ['c1', 'cb1', ...(config.batch_norm ? ['g', 'be'] : []), 'c2', 'cb2', 'k', 'b'],
  };
}

/** The rows of an image as a sequence: projected, with positions, through one block, averaged. */
function transformerOf({ d, heads, ff, epsilon }: Config): { model: Model; inputShape: Shape; names: string[] } {
  const inputShape = [8, 8];
  const rows = input({ shape: inputShape });
  const projected = dense({ units: d, useBias: false }).apply(rows);
  const placed = add().apply([projected, positionEmbedding({ sequenceLength: 8 }).apply(projected)]);
  const block = transformerEncoder({
    intermediateDim: ff,
    numHeads: heads,
    activation: 'gelu',
    layerNormEpsilon: epsilon,
    normalizeFirst: true,
  });
  const outputs = dense({ units: 10 }).apply(globalAveragePooling1d().apply(block.apply(placed)));
  const projections = ['query', 'key', 'value', 'output'].flatMap((name) => [`${name}_kernel`, `${name}_bias`]);
  const norms = ['ln1_gamma', 'ln1_beta', 'ln2_gamma', 'ln2_beta'];
  return {
    model: functional({ inputs: rows, outputs, seed: 0 }),
    inputShape,
    names: ['inp', 'pos', ...projections, ...norms, 'ff1_kernel', 'ff1_bias', 'ff2_kernel', 'ff2_bias', 'k', 'b'],
  };
}

/** Rows of the pool of images, scaled to [0, 1]. */
function takeImages(pixels: Float64Array, rows: ArrayLike<number>, shape: Shape): NdArray {
  const data = new Float32Array(rows.length * 64);
  Array.from(rows).forEach((row, index) => {
    data.set(
      pixels.subarray(row * 64, row * 64 + 64).map((pixel) => pixel / 16),
      index * 64,
    );
  });
  return new NdArray(data, [rows.length, ...shape]);
}

const { cases } = await loadFixtures<Config>('trajectories');

describeBackends('training against PyTorch', (backend) => {
  // Where a captured step is a program of its own, both; elsewhere it is the same kernels.
  const ways = cases.flatMap((fixture) =>
    (compilingBackends.includes(backend) ? [true, false] : [true]).map((jit) => ({ fixture, jit })),
  );
  for (const { fixture, jit } of ways) {
    it(`${fixture.name}${jit ? '' : ', without jit'}`, async () => {
      const { config, inputs, weights, outputs } = fixture;
      const { model, inputShape, names } = networkOf(fixture);
      model.compile({ optimizer: optimizerOf(config), loss: sparseCategoricalCrossentropy({ fromLogits: true }), jit });
      model.initialize();
      const trained = model.trainableWeights;
      expect(trained).toHaveLength(names.length);
      trained.forEach(({ variable }, index) => {
        tf.tidy(() => variable.assign(toTensor(weights[names[index] as string] as never)));
      });

      const pixels = inputs['X_uint8']?.values as Float64Array;
      const labels = inputs['y']?.values as Float64Array;
      const order = inputs['batch_index']?.values as Float64Array;
      const losses: number[] = [];
      for (let step = 0; step < config.steps; step++) {
        const rows = order.subarray(step * config.batch, (step + 1) * config.batch);
        const y = Int32Array.from(rows, (row) => labels[row] as number);
        losses.push((await model.trainOnBatch(takeImages(pixels, rows, inputShape), y))['loss'] as number);
      }
      expectWithinTolerance(losses, outputs['loss'], { kind: 'trajectory' });
      for (const [index, { variable }] of trained.entries()) {
        expectWithinTolerance(await variable.data(), outputs[`final_${names[index]}`], { kind: 'trajectory' });
      }
      const firstRows = Array.from({ length: 16 }, (_, row) => row);
      const images = takeImages(pixels, firstRows, inputShape);
      const logits = tf.tidy(() => {
        const x = tf.tensor(images.data, [...images.shape]);
        return toList(model.run([x], { training: true }))[0] as tf.Tensor;
      });
      expectWithinTolerance(await logits.data(), outputs['final_logits_first16'], { kind: 'trajectory' });
      logits.dispose();
      model.dispose();
    });
  }
});
