/** fit, evaluate and predict: what they compute, repeat, leave behind and refuse. */
import { IsogradError, NdArray, treeEntries } from '@isograd/core';
import { adam, sgd } from '@isograd/optimizers';
import { describeBackends, seededValues } from '@isograd/testing';
import { memory } from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import { activation } from '../layers/activations/activation.js';
import { batchNormalization } from '../layers/normalization/batch-normalization.js';
import { conv2d } from '../layers/convolution/conv2d.js';
import { dense } from '../layers/core/dense.js';
import { dropout } from '../layers/regularization/dropout.js';
import { embedding } from '../layers/core/embedding.js';
import { flatten } from '../layers/reshaping/flatten.js';
import { globalAveragePooling2d } from '../layers/pooling/global-average-pooling.js';
import { averagePooling2d } from '../layers/pooling/average-pooling.js';
import { sparseCategoricalCrossentropy } from '../losses/crossentropy.js';
import { input } from '../symbolic-tensor.js';
import type { BatchLogs, Logs } from '../training/callback.js';
import { model } from './functional.js';
import type { Model } from './model.js';
import { sequential } from './sequential.js';

/** Points in the plane; the label says on which side of a line they lie. */
function twoSides(count: number): { x: NdArray; y: Int32Array } {
  const data = Float32Array.from(seededValues(1, 2 * count));
  const y = Int32Array.from({ length: count }, (_, row) =>
    (data[2 * row] ?? 0) + (data[2 * row + 1] ?? 0) > 0 ? 1 : 0,
  );
  return { x: new NdArray(data, [count, 2]), y };
}

const made: Model[] = [];

/** A model that the test need not dispose. */
function tracked<M extends Model>(created: M): M {
  made.push(created);
  return created;
}

const classifier = (seed = 0): Model => {
  const created = tracked(
    sequential({
      name: 'sides',
      seed,
      layers: [
        dense({ units: 8, inputShape: [2] }),
        batchNormalization(),
        activation({ activation: 'relu' }),
        dropout({ rate: 0.2 }),
        dense({ units: 2, name: 'head' }),
      ],
    }),
  );
  created.compile({
    optimizer: adam({ learningRate: 0.01 }),
    loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
  });
  return created;
};

/** The error that a promise rejects with. */
async function errorOf(promise: Promise<unknown>): Promise<IsogradError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(IsogradError);
  return error as IsogradError;
}

describeBackends('models', (backendName) => {
  // Runs before the check of describeBackends that no tensor is left.
  afterEach(() => {
    for (const created of made.splice(0)) created.dispose();
  });

  it('learns, evaluates and predicts', async () => {
    const { x, y } = twoSides(200);
    const sides = classifier();
    const { epochs, history } = await sides.fit(x, y, { epochs: 15, validationSplit: 0.2 });
    expect(epochs).toHaveLength(15);
    expect(Object.keys(history).sort()).toEqual(['accuracy', 'loss', 'val_accuracy', 'val_loss']);
    expect(history['val_accuracy']?.at(-1)).toBeGreaterThan(0.9);
    const logs = await sides.evaluate(x, y);
    const logits = await sides.predict(x, { batchSize: 37 });
    expect(logits.shape).toEqual([200, 2]);
    const right = y.filter(
      (label, row) => ((logits.data[2 * row + 1] ?? 0) > (logits.data[2 * row] ?? 0) ? 1 : 0) === label,
    );
    expect(logs['accuracy']).toBeCloseTo(right.length / 200, 6);
  });

  it('repeats bit by bit with the same seed, and differs with another', async () => {
    const { x, y } = twoSides(64);
    const lossesOf = async (seed: number): Promise<number[]> => {
      const losses: number[] = [];
      await classifier(seed).fit(x, y, {
        epochs: 3,
        callbacks: [{ onBatchEnd: (_batch, { batchLoss }) => void losses.push(batchLoss) }],
      });
      return losses;
    };
    const first = await lossesOf(5);
    expect(first).toHaveLength(6);
    expect(await lossesOf(5)).toEqual(first);
    expect(await lossesOf(6)).not.toEqual(first);
  });

  it('goes on in a later fit with the epochs that an uninterrupted one has', async () => {
    const { x, y } = twoSides(64);
    const whole = await classifier().fit(x, y, { epochs: 4 });
    const parted = classifier();
    await parted.fit(x, y, { epochs: 2 });
    const rest = await parted.fit(x, y, { epochs: 4, initialEpoch: 2 });
    expect(rest.epochs).toEqual([2, 3]);
    expect(rest.history['loss']).toEqual(whole.history['loss']?.slice(2));
  });

  it('weighs a smaller last batch by its size', async () => {
    const { x, y } = twoSides(50);
    const sides = classifier();
    const inOne = await sides.evaluate(x, y, { batchSize: 50 });
    const inParts = await sides.evaluate(x, y, { batchSize: 32 });
    expect(inParts['loss']).toBeCloseTo(inOne['loss'] as number, 5);
    expect(inParts['accuracy']).toBeCloseTo(inOne['accuracy'] as number, 6);
  });

  it('leaves out what sampleWeight weighs with 0', async () => {
    const { x, y } = twoSides(40);
    const wrong = y.map((label, row) => (row < 20 ? label : 1 - label));
    const sampleWeight = Float32Array.from(y, (_, row) => (row < 20 ? 1 : 0));
    const sides = classifier();
    const half = await sides.evaluate(new NdArray(x.data.slice(0, 40), [20, 2]), y.slice(0, 20));
    const weighted = await sides.evaluate(x, wrong, { sampleWeight });
    expect(weighted['accuracy']).toBeCloseTo(half['accuracy'] as number, 6);
    expect(weighted['loss']).toBeCloseTo((half['loss'] as number) / 2, 5); // Σ loss · weight / N, N counts all
  });

  it('tells callbacks what happens, and stops when asked', async () => {
    const { x, y } = twoSides(96);
    const sides = classifier();
    const said: string[] = [];
    const { epochs } = await sides.fit(x, y, {
      epochs: 5,
      callbacks: [
        {
          onTrainBegin: (info) => void said.push(`train ${JSON.stringify(info)}`),
          onEpochBegin: (epoch) => void said.push(`epoch ${epoch}`),
          onBatchEnd: (batch, { size }: BatchLogs) => void said.push(`batch ${batch} of ${size}`),
          onEpochEnd: (epoch, logs: Logs) => {
            said.push(`end ${epoch} ${Object.keys(logs).join()}`);
            sides.stopTraining = true;
          },
          onTrainEnd: () => void said.push('done'),
        },
      ],
    });
    expect(epochs).toEqual([0]);
    expect(said).toEqual([
      'train {"epochs":5,"stepsPerEpoch":3,"examplesPerEpoch":96}',
      'epoch 0',
      'batch 0 of 32',
      'batch 1 of 32',
      'batch 2 of 32',
      'end 0 loss,accuracy',
      'done',
    ]);
  });

  it('keeps the number of tensors from step to step, also after an error', async () => {
    const { x, y } = twoSides(32);
    const sides = classifier();
    await sides.trainOnBatch(x, y);
    const before = memory().numTensors;
    for (let step = 0; step < 20; step++) await sides.trainOnBatch(x, y);
    expect(memory().numTensors).toBe(before);
    await expect(
      sides.fit(x, y, {
        callbacks: [
          {
            onBatchEnd: () => {
              throw new Error('a callback fails');
            },
          },
        ],
      }),
    ).rejects.toThrow('a callback fails');
    expect(memory().numTensors).toBe(before);
  });

  it('changes the learning rate between steps and keeps the moments', async () => {
    const { x, y } = twoSides(32);
    const sides = classifier();
    await sides.trainOnBatch(x, y);
    const slots = treeEntries(sides.optimizerState ?? {}).map(([path]) => path);
    expect(slots.slice(0, 4)).toEqual(['learningRate', 'adam/count', 'adam/mu/dense/kernel', 'adam/mu/dense/bias']);
    const read = (): number[] => sides.trainableWeights.flatMap(({ variable }) => Array.from(variable.dataSync()));
    const before = read();
    sides.setLearningRate(0);
    await sides.trainOnBatch(x, y);
    expect(read()).toEqual(before);
    sides.setLearningRate(0.01);
    await sides.trainOnBatch(x, y);
    expect(read()).not.toEqual(before);
    expect(() => sides.setLearningRate(-1)).toThrow(/\[LEARNING_RATE\]$/);
  });

  it('freezes layers that are not trainable, and their statistics', async () => {
    const { x, y } = twoSides(32);
    const sides = classifier();
    sides.initialize();
    for (const layer of sides.sublayers) layer.trainable = layer.name === 'head';
    expect(sides.trainableWeights.map(({ path }) => path)).toEqual(['head/kernel', 'head/bias']);
    const read = (): Promise<number[][]> =>
      Promise.all(
        sides.weights
          .filter(({ dtype }) => dtype === 'float32')
          .map(async ({ variable }) => Array.from(await variable.data())),
      );
    const before = await read();
    await sides.trainOnBatch(x, y);
    const after = await read();
    const changed = sides.weights
      .filter(({ dtype }) => dtype === 'float32')
      .filter((_, index) => `${before[index]}` !== `${after[index]}`);
    expect(changed.map(({ path }) => path)).toEqual(['head/kernel', 'head/bias']);
  });

  it('runs graphs with shared layers, several inputs and several outputs', async () => {
    const left = input({ shape: [2], name: 'left' });
    const right = input({ shape: [2], name: 'right' });
    const shared = dense({ units: 4, activation: 'tanh', name: 'shared' });
    const siamese = tracked(
      model({
        inputs: [left, right],
        outputs: [
          dense({ units: 1, name: 'size' }).apply(shared.apply(left)),
          dense({ units: 2, name: 'side' }).apply(shared.apply(right)),
        ],
        seed: 1,
      }),
    );
    siamese.compile({
      optimizer: sgd({ learningRate: 0.1 }),
      loss: ['meanSquaredError', sparseCategoricalCrossentropy({ fromLogits: true })],
      lossWeights: [0.5, 1],
      metrics: ['accuracy'],
    });
    const { x, y } = twoSides(64);
    const sizes = Float32Array.from({ length: 64 }, (_, row) =>
      Math.hypot(x.data[2 * row] ?? 0, x.data[2 * row + 1] ?? 0),
    );
    const { history } = await siamese.fit([x, x], [sizes, y], { epochs: 20 });
    expect(Object.keys(history)).toEqual(['loss', 'size_accuracy', 'side_accuracy']);
    expect(history['side_accuracy']?.at(-1)).toBeGreaterThan(0.85);
    expect(siamese.weights.map(({ path }) => path)).toEqual([
      'shared/kernel',
      'shared/bias',
      'size/kernel',
      'size/bias',
      'side/kernel',
      'side/bias',
    ]);
    const [predictedSizes, sides] = await siamese.predictOutputs([x, x]);
    expect([predictedSizes?.shape, sides?.shape]).toEqual([
      [64, 1],
      [64, 2],
    ]);
  });

  it('puts models into models, with the path in names and errors', async () => {
    const encoder = sequential({
      name: 'encoder',
      layers: [dense({ units: 4 }), dense({ units: 3 })],
      inputShape: [2],
    });
    const outer = tracked(
      sequential({ name: 'outer', layers: [encoder, dense({ units: 2, name: 'head' })], inputShape: [2] }),
    );
    outer.compile({ optimizer: 'adam', loss: sparseCategoricalCrossentropy({ fromLogits: true }) });
    const { x, y } = twoSides(32);
    await outer.fit(x, y);
    expect(outer.weights.map(({ path }) => path)).toEqual([
      'encoder/dense/kernel',
      'encoder/dense/bias',
      'encoder/dense_1/kernel',
      'encoder/dense_1/bias',
      'head/kernel',
      'head/bias',
    ]);
    const inner = sequential({ name: 'inner', layers: [conv2d({ name: 'first', filters: 2, kernelSize: 3 })] });
    expect(() => sequential({ name: 'outer', layers: [inner], inputShape: [5, 5] })).toThrow(
      'Sequential "outer" › Sequential "inner" › Conv2D "first": its input must have 4 axes.',
    );
  });

  it('takes the shape of the input from the data where none was given', async () => {
    const free = tracked(sequential({ layers: [dense({ units: 2 })], seed: 3 }));
    free.compile({ optimizer: 'sgd', loss: sparseCategoricalCrossentropy({ fromLogits: true }) });
    const { x, y } = twoSides(32);
    await free.fit(x, y);
    expect(free.weights.map(({ shape }) => shape)).toEqual([[2, 2], [2]]);
  });

  it('trains an embedding and refuses numbers without a row', async () => {
    const words = tracked(
      sequential({
        layers: [embedding({ inputDim: 6, outputDim: 4 }), flatten(), dense({ units: 2 })],
        inputShape: [3],
        seed: 0,
      }),
    );
    words.compile({
      optimizer: adam({ learningRate: 0.05 }),
      loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    });
    const tokens = Int32Array.from({ length: 60 }, (_, index) => (index * 7) % 6);
    const x = new NdArray(tokens, [20, 3]);
    const y = Int32Array.from({ length: 20 }, (_, row) => ((tokens[3 * row] ?? 0) > 2 ? 1 : 0));
    const { history } = await words.fit(x, y, { epochs: 20 });
    expect(history['loss']?.at(-1)).toBeLessThan((history['loss']?.[0] ?? 0) / 4);
    const error = await errorOf(words.predict(new NdArray(Int32Array.of(1, 2, 6), [1, 3])));
    expect(error.code).toBe('EMBEDDING_RANGE');
  });

  it('describes itself', () => {
    const image = tracked(
      sequential({
        name: 'image',
        layers: [
          conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 1] }),
          batchNormalization(),
          averagePooling2d(),
          globalAveragePooling2d(),
          dense({ units: 10 }),
        ],
      }),
    );
    expect(image.summary()).toBe(`Sequential "image"
───────────────────────────────────────────────────────────────────────────
Layer                                              Output shape      Params
───────────────────────────────────────────────────────────────────────────
input (Input)                                      [batch, 8, 8, 1]       0
conv2d (Conv2D)                                    [batch, 6, 6, 4]      40
batch_normalization (BatchNormalization)           [batch, 6, 6, 4]      16
average_pooling2d (AveragePooling2D)               [batch, 3, 3, 4]       0
global_average_pooling2d (GlobalAveragePooling2D)  [batch, 4]             0
dense (Dense)                                      [batch, 10]           50
───────────────────────────────────────────────────────────────────────────
106 params: 98 trainable, 8 not trainable`);
  });

  it('refuses bad data with where, what, expected and fix', async () => {
    const { x, y } = twoSides(32);
    const sides = classifier();
    const label = y.slice();
    label[7] = 2;
    const hole = x.data.slice();
    hole[5] = Number.NaN;
    const empty = new NdArray(new Float32Array(0), [0, 2]);
    const narrow = new NdArray(new Float32Array(96), [32, 3]);
    const codes = await Promise.all(
      [
        sides.fit(x, label),
        sides.fit(new NdArray(hole, [32, 2]), y),
        sides.fit(empty, new Int32Array(0)),
        sides.fit(narrow, y),
        sides.fit(x, y.slice(1)),
        sides.fit([x, x], y),
        sides.evaluate(x, label),
        sides.predict(empty),
        sides.trainOnBatch(x, new NdArray(new Float32Array(64), [32, 2])),
        sides.fit('numbers' as never, y),
        sides.fit(x, y, { batchSize: 0 }),
        sides.fit(x, y, { validationSplit: 1 }),
      ].map(async (promise) => (await errorOf(promise)).code),
    );
    expect(codes).toEqual([
      'LABEL_RANGE',
      'DATA_NOT_FINITE',
      'DATA_EMPTY',
      'INPUT_SHAPE',
      'DATA_SIZES',
      'INPUT_COUNT',
      'LABEL_RANGE',
      'DATA_EMPTY',
      'TARGET_SHAPE',
      'DATA_KIND',
      'LAYER_OPTION',
      'LAYER_OPTION',
    ]);
    expect((await errorOf(sides.fit(x, label))).message).toBe(
      `fit of Sequential "sides", sparseCategoricalCrossentropy: a label must be the number of a class, and the model has 2.
  received label 2 at example 7; expected integers from 0 to 1
  fix: count classes from 0, or give the last layer as many units as there are classes.  [LABEL_RANGE]`,
    );
    expect((await errorOf(sides.fit(new NdArray(hole, [32, 2]), y))).message).toContain(
      'received NaN at example 2, position [1]',
    );
  });

  it('says that training diverged', async () => {
    const { x } = twoSides(32);
    const wild = tracked(sequential({ layers: [dense({ units: 1, inputShape: [2] })], seed: 0 }));
    wild.compile({ optimizer: sgd({ learningRate: 1e30 }), loss: 'meanSquaredError' });
    const error = await errorOf(wild.fit(x, new Float32Array(32).fill(1), { epochs: 20 }));
    expect(error.code).toBe('LOSS_NOT_FINITE');
  });

  it(`runs on ${backendName} before compile only where no loss is needed`, async () => {
    const { x, y } = twoSides(4);
    const plain = tracked(sequential({ layers: [dense({ units: 2, inputShape: [2] })], seed: 0 }));
    expect((await plain.predict(x)).shape).toEqual([4, 2]);
    expect((await errorOf(plain.fit(x, y))).code).toBe('MODEL_NOT_COMPILED');
    plain.dispose();
    expect((await errorOf(plain.predict(x))).code).toBe('LAYER_DISPOSED');
  });
});

it('finds mistakes while the model is drawn', () => {
  const codeOf = (draw: () => unknown): string => {
    try {
      draw();
    } catch (error) {
      if (error instanceof IsogradError) return error.code;
      throw error;
    }
    return 'no error';
  };
  const x = input({ shape: [4] });
  expect([
    codeOf(() =>
      sequential({ layers: [dense({ units: 2, name: 'a', inputShape: [2] }), dense({ units: 2, name: 'a' })] }),
    ),
    codeOf(() => sequential({ layers: [conv2d({ filters: 1, kernelSize: 9, inputShape: [8, 8, 1] })] })),
    codeOf(() => model({ inputs: x, outputs: dense({ units: 1 }).apply(input({ shape: [4] })) })),
    codeOf(() => dense({ units: 0 })),
    codeOf(() => dense({ units: 1, activation: 'rely' as never })),
    codeOf(() => conv2d({ filters: 3, kernelSize: 3, groups: 2 })),
    codeOf(() => conv2d({ filters: 3, kernelSize: 3, strides: 2, dilationRate: 2 })),
    codeOf(() => dropout({ rate: 1.5 })),
    codeOf(() => sequential({ layers: [dense({ units: 1, inputShape: [0] })] })),
    codeOf(() => sequential({ seed: -1 })),
    codeOf(() => dense({ units: 1 }).apply({ values: 1 } as never)),
    codeOf(() => {
      const m = sequential({ layers: [dense({ units: 1, inputShape: [2] })] });
      m.compile({ optimizer: 'adamm' as never, loss: 'meanSquaredError' });
    }),
  ]).toEqual([
    'NAME_TWICE',
    'SHAPE_EMPTY_OUTPUT',
    'GRAPH_INPUT',
    'LAYER_OPTION',
    'NAME_UNKNOWN',
    'LAYER_OPTION',
    'LAYER_OPTION',
    'LAYER_OPTION',
    'LAYER_INPUT_SHAPE',
    'RANDOM_SEED',
    'NOT_SYMBOLIC',
    'NAME_UNKNOWN',
  ]);
});
