/** Whole trainings against PyTorch: 50 steps on real digits, the loss of every step and the final weights. */
import { type Shape, NdArray } from '@isograd/core';
import { adam, type Optimizer, sgd } from '@isograd/optimizers';
import { describeBackends, expectWithinTolerance, type FixtureCase, loadFixtures, toTensor } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { ActivationName } from '../activations/activation-function.js';
import type { Layer } from '../layer.js';
import { activation } from '../layers/activations/activation.js';
import { batchNormalization } from '../layers/normalization/batch-normalization.js';
import { conv2d } from '../layers/convolution/conv2d.js';
import { dense } from '../layers/core/dense.js';
import { flatten } from '../layers/reshaping/flatten.js';
import { maxPooling2d } from '../layers/pooling/max-pooling.js';
import { sparseCategoricalCrossentropy } from '../losses/crossentropy.js';
import { toList } from '../tensor-list.js';
import { type Sequential, sequential } from './sequential.js';

interface Config {
  readonly hidden: readonly number[];
  readonly activation: ActivationName;
  readonly filters: readonly [number, number];
  readonly batch_norm: boolean;
  readonly bn_epsilon: number;
  readonly batch: number;
  readonly steps: number;
  readonly optimizer: {
    readonly kind: 'sgd' | 'adam';
    readonly lr: number;
    readonly momentum?: number;
    readonly epsilon?: number;
  };
}

/** The optimizer of a case, by PyTorch's convention. */
function optimizerOf({ optimizer: { kind, lr, momentum = 0, epsilon = 1e-8 } }: Config): Optimizer {
  return kind === 'sgd'
    ? sgd({ learningRate: lr, momentum, convention: 'torch' })
    : adam({ learningRate: lr, epsilon, convention: 'torch' });
}

/** The layers of a case, and the fixture's names of their weights in order. */
function networkOf({ op, config }: FixtureCase<Config>): { layers: Layer[]; inputShape: Shape; names: string[] } {
  if (op === 'mlp') {
    const { hidden } = config;
    return {
      layers: [...hidden.map((units) => dense({ units, activation: config.activation })), dense({ units: 10 })],
      inputShape: [64],
      names: [...hidden, 10].flatMap((_, index) => [`k${index}`, `b${index}`]),
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
const covered = cases.filter(({ op }) => op === 'mlp' || op === 'cnn');

describeBackends('training against PyTorch', (backend) => {
  // On wasm a captured step is a program of its own; elsewhere it is the same kernels.
  const ways = covered.flatMap((fixture) =>
    (backend === 'wasm' ? [true, false] : [true]).map((jit) => ({ fixture, jit })),
  );
  for (const { fixture, jit } of ways) {
    it(`${fixture.name}${jit ? '' : ', without jit'}`, async () => {
      const { config, inputs, weights, outputs } = fixture;
      const { layers, inputShape, names } = networkOf(fixture);
      const model: Sequential = sequential({ layers, inputShape, seed: 0 });
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
