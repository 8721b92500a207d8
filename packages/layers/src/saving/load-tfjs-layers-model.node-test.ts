/** Models that tfjs-layers 4.22 made and saved compute here what they compute there, and train on. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NdArray } from '@isograd/core';
import { describeBackends, expectWithinTolerance, seededValues } from '@isograd/testing';
import * as core from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { loadTfjsLayersModel } from './load-tfjs-layers-model.js';
import type { ModelFiles, ModelStorage } from './model-storage.js';

const { io, memory, Tensor, tensor, tidy } = core;
type Tensor = core.Tensor;
const { layers } = tfl;

/** tfjs-layers calls ops as methods of tensors, which tfjs-core does not have in Node. */
const chained = {
  ...core,
  asType: core.cast,
  flatten: (x: Tensor) => core.reshape(x, [x.size]),
  toFloat: (x: Tensor) => core.cast(x, 'float32'),
};
for (const [name, op] of Object.entries(chained)) {
  if (typeof op !== 'function' || name in Tensor.prototype) continue;
  const run = op as (x: Tensor, ...rest: readonly unknown[]) => unknown;
  Object.defineProperty(Tensor.prototype, name, {
    value(this: Tensor, ...rest: readonly unknown[]) {
      return run(this, ...rest);
    },
  });
}

function holding(files: ModelFiles): ModelStorage {
  return { read: async () => files, write: async () => {} };
}

const encode = (json: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(json));

/** What tfjs-layers hands to its storages, as the files that they write. */
function filesOf({ modelTopology, weightSpecs, weightData }: core.io.ModelArtifacts): ModelFiles {
  const bytes = new Uint8Array(weightData as ArrayBuffer);
  const half = Math.floor(bytes.length / 8) * 4;
  const paths = ['group1-shard1of2.bin', 'group1-shard2of2.bin'] as const;
  const model = { format: 'layers-model', modelTopology, weightsManifest: [{ paths, weights: weightSpecs }] };
  return new Map([
    ['model.json', encode(model)],
    [paths[0], bytes.slice(0, half)],
    [paths[1], bytes.slice(half)],
  ]);
}

async function saved(model: tfl.LayersModel): Promise<ModelFiles> {
  let files: ModelFiles = new Map();
  await model.save(
    io.withSaveHandler(async (artifacts) => {
      files = filesOf(artifacts);
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  return files;
}

/** Gives every weight, moving statistics too, values that tell weights of one shape apart. */
function drawWeights(model: tfl.LayersModel): void {
  const weights = model.weights.map((weight, index) => {
    const { shape, name } = weight as unknown as { shape: number[]; name: string };
    const size = shape.reduce((product, axis) => product * axis, 1);
    const values = seededValues(index + 1, size).map((value) =>
      /variance/.test(name) ? 0.5 + value ** 2 : 0.5 * value,
    );
    return tensor(Float32Array.from(values), shape);
  });
  model.setWeights(weights);
  for (const weight of weights) weight.dispose();
}

/** Its `dispose` leaves the weights of inner models. */
function disposeAll(model: tfl.LayersModel): void {
  const variables = model.weights.map((weight) => weight.read());
  model.dispose();
  for (const variable of variables) variable.dispose();
}

interface Case {
  readonly name: string;
  /** Called anew for every backend. */
  make(): tfl.LayersModel;
  /** Shape of each input with the batch; a number instead of values for ids below it. */
  readonly inputs: readonly { readonly shape: readonly number[]; readonly ids?: number }[];
}

const chain = (...list: tfl.layers.Layer[]): tfl.Sequential => tfl.sequential({ layers: list });

const cases: readonly Case[] = [
  {
    name: 'dense layers with activations',
    make: () =>
      chain(
        layers.dense({ units: 6, activation: 'hardSigmoid', inputShape: [5] }),
        layers.dense({ units: 5, activation: 'selu', kernelRegularizer: 'l1l2', kernelConstraint: 'maxNorm' }),
        layers.leakyReLU(),
        layers.dropout({ rate: 0.2 }),
        layers.gaussianNoise({ stddev: 0.1 }),
        layers.layerNormalization(),
        layers.elu(),
        layers.dense({ units: 3, activation: 'softmax', useBias: false }),
      ),
    inputs: [{ shape: [4, 5] }],
  },
  {
    name: 'leakyReLU with a slope, PReLU and further activations as layers',
    make: () =>
      chain(
        layers.dense({ units: 4, inputShape: [3] }),
        layers.leakyReLU({ alpha: 0.1 }),
        layers.prelu(),
        layers.activation({ activation: 'hardSigmoid' }),
        layers.reLU({ maxValue: 0.6 }),
        layers.softmax(),
        layers.repeatVector({ n: 3 }),
        layers.permute({ dims: [2, 1] }),
        layers.reshape({ targetShape: [2, 6] }),
      ),
    inputs: [{ shape: [4, 3] }],
  },
  {
    name: 'convolutions with batch normalization and pooling',
    make: () =>
      chain(
        layers.inputLayer({ inputShape: [8, 8, 2] }),
        layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', useBias: false }),
        layers.batchNormalization({ axis: -1, momentum: 0.9 }),
        layers.activation({ activation: 'relu' }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.zeroPadding2d({ padding: 1 }),
        layers.conv2d({ filters: 2, kernelSize: [3, 2], strides: 2, activation: 'tanh' }),
        layers.averagePooling2d({ poolSize: 2, strides: 1, padding: 'same' }),
        layers.flatten(),
        layers.dense({ units: 3 }),
      ),
    inputs: [{ shape: [3, 8, 8, 2] }],
  },
  {
    name: 'separable, depthwise and transposed convolutions',
    make: () =>
      chain(
        layers.separableConv2d({ filters: 4, kernelSize: 3, padding: 'same', inputShape: [6, 6, 2] }),
        layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, depthwiseRegularizer: 'l1l2' }),
        layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' }),
        layers.cropping2D({ cropping: 1 }),
        layers.upSampling2d({ size: [2, 2] }),
        layers.globalAveragePooling2d({}),
      ),
    inputs: [{ shape: [2, 6, 6, 2] }],
  },
  {
    name: 'convolutions of sequences and volumes',
    make: () => {
      const sequence = tfl.input({ shape: [7, 2] });
      const volume = tfl.input({ shape: [4, 4, 4, 1] });
      const causal = layers.conv1d({ filters: 3, kernelSize: 3, dilationRate: 2 }).apply(sequence);
      const pooled = layers.maxPooling1d({ poolSize: 2 }).apply(causal);
      const ofSequence = layers.globalMaxPooling1d().apply(pooled);
      const convolved = layers.conv3d({ filters: 2, kernelSize: 2 }).apply(volume);
      const grown = layers.conv3dTranspose({ filters: 1, kernelSize: 2, strides: 2, padding: 'same' }).apply(convolved);
      const ofVolume = layers.flatten().apply(layers.averagePooling3d({ poolSize: 2 }).apply(grown));
      const outputs = layers.concatenate().apply([ofSequence, ofVolume] as tfl.SymbolicTensor[]);
      return tfl.model({ inputs: [sequence, volume], outputs: outputs as tfl.SymbolicTensor });
    },
    inputs: [{ shape: [2, 7, 2] }, { shape: [2, 4, 4, 4, 1] }],
  },
  {
    name: 'LSTMs with the gates of tfjs-layers',
    make: () =>
      chain(
        layers.lstm({ units: 4, returnSequences: true, inputShape: [5, 3] }),
        layers.lstm({ units: 3, recurrentActivation: 'sigmoid', goBackwards: true }),
        layers.dense({ units: 2 }),
      ),
    inputs: [{ shape: [3, 5, 3] }],
  },
  {
    name: 'GRU and simple RNN',
    make: () =>
      chain(
        layers.gru({ units: 4, returnSequences: true, inputShape: [5, 3] }),
        layers.simpleRNN({ units: 3, returnSequences: true }),
        layers.timeDistributed({ layer: layers.dense({ units: 2 }) }),
      ),
    inputs: [{ shape: [3, 5, 3] }],
  },
  {
    name: 'bidirectional layers',
    make: () =>
      chain(
        layers.bidirectional({
          layer: layers.lstm({ units: 3, returnSequences: true }),
          mergeMode: 'concat',
          inputShape: [4, 2],
        }),
        layers.bidirectional({ layer: layers.gru({ units: 3 }), mergeMode: 'sum' }),
      ),
    inputs: [{ shape: [2, 4, 2] }],
  },
  {
    name: 'cells, stacked',
    make: () =>
      chain(
        layers.rnn({
          cell: [layers.lstmCell({ units: 3 }), layers.gruCell({ units: 2 }), layers.simpleRNNCell({ units: 3 })],
          inputShape: [4, 2],
        }),
      ),
    inputs: [{ shape: [2, 4, 2] }],
  },
  {
    name: 'a convolutional LSTM',
    make: () => chain(layers.convLstm2d({ filters: 2, kernelSize: 2, inputShape: [3, 4, 4, 1] }) as tfl.layers.Layer),
    inputs: [{ shape: [2, 3, 4, 4, 1] }],
  },
  {
    name: 'an embedding that masks',
    make: () =>
      chain(
        layers.embedding({ inputDim: 6, outputDim: 3, maskZero: true, inputLength: 5 }),
        layers.lstm({ units: 3 }),
        layers.dense({ units: 2 }),
      ),
    inputs: [{ shape: [4, 5], ids: 6 }],
  },
  {
    name: 'masking of values',
    make: () => chain(layers.masking({ maskValue: 0, inputShape: [4, 2] }), layers.gru({ units: 3 })),
    inputs: [{ shape: [3, 4, 2] }],
  },
  {
    name: 'a graph with shared layers, two inputs and two outputs',
    make: () => {
      const [a, b] = [tfl.input({ shape: [3], name: 'left' }), tfl.input({ shape: [3], name: 'right' })];
      const shared = layers.dense({ units: 4, activation: 'tanh' });
      const [first, second] = [shared.apply(a), shared.apply(b)] as tfl.SymbolicTensor[];
      const both = [first, second] as tfl.SymbolicTensor[];
      const merged = [
        layers.add().apply(both),
        layers.multiply().apply(both),
        layers.average().apply(both),
        layers.maximum().apply(both),
        layers.minimum().apply(both),
        layers.dot({ axes: 1, normalize: true }).apply(both),
      ] as tfl.SymbolicTensor[];
      const joined = layers.concatenate({ axis: -1 }).apply(merged);
      const outputs = [
        layers.dense({ units: 2 }).apply(joined),
        shared.apply(layers.dense({ units: 3 }).apply(second as tfl.SymbolicTensor)),
      ];
      return tfl.model({ inputs: [a, b], outputs: outputs as tfl.SymbolicTensor[] });
    },
    inputs: [{ shape: [2, 3] }, { shape: [2, 3] }],
  },
  {
    name: 'models within models, one of them used twice',
    make: () => {
      const encoder = chain(
        layers.dense({ units: 4, activation: 'relu', inputShape: [3] }),
        layers.batchNormalization(),
      );
      const inside = tfl.input({ shape: [4] });
      const head = tfl.model({
        inputs: inside,
        outputs: layers.dense({ units: 2 }).apply(inside) as tfl.SymbolicTensor,
      });
      const [a, b] = [tfl.input({ shape: [3] }), tfl.input({ shape: [3] })];
      const encoded = [encoder.apply(a), encoder.apply(b)] as tfl.SymbolicTensor[];
      const outputs = head.apply(layers.add().apply(encoded)) as tfl.SymbolicTensor;
      return tfl.model({ inputs: [a, b], outputs });
    },
    inputs: [{ shape: [2, 3] }, { shape: [2, 3] }],
  },
  {
    name: 'a chain of chains, with ids',
    make: () =>
      chain(
        chain(layers.embedding({ inputDim: 5, outputDim: 2, inputLength: 3 }), layers.flatten()) as tfl.layers.Layer,
        layers.dense({ units: 2 }),
      ),
    inputs: [{ shape: [4, 3], ids: 5 }],
  },
  {
    name: 'a state that is passed on',
    make: () => {
      const x = tfl.input({ shape: [3, 2] });
      const encoder = layers.lstm({ units: 3, returnState: true });
      const [, h, c] = encoder.apply(x) as tfl.SymbolicTensor[];
      const decoder = layers.lstm({ units: 3, returnSequences: true });
      const decoded = decoder.apply(x, { initialState: [h, c] as tfl.SymbolicTensor[] }) as tfl.SymbolicTensor;
      return tfl.model({ inputs: x, outputs: decoded });
    },
    inputs: [{ shape: [2, 3, 2] }],
  },
];

function inputsOf({ inputs }: Case): { readonly float: Float32Array; readonly ours: NdArray }[] {
  return inputs.map(({ shape, ids }, index) => {
    const values = seededValues(
      index + 11,
      shape.reduce((product, size) => product * size, 1),
    );
    if (ids === undefined) {
      const float = Float32Array.from(values, (value, place) => (place < 2 ? 0 : value)); // so that a mask has a step to leave out
      return { float, ours: new NdArray(float, shape) };
    }
    const numbers = Int32Array.from(values, (value) => Math.floor(Math.abs(value) * 1000) % ids);
    return { float: Float32Array.from(numbers), ours: new NdArray(numbers, shape) };
  });
}

describeBackends('models of tfjs-layers', () => {
  it.each(cases)('$name', async (each) => {
    const before = memory().numTensors;
    const reference = each.make();
    drawWeights(reference);
    const inputs = inputsOf(each);
    const outputs = tidy(() => {
      const tensors = inputs.map(({ float, ours }) => tensor(float, [...ours.shape]));
      return reference.predict(tensors.length === 1 ? (tensors[0] as Tensor) : tensors);
    });
    const expected = await Promise.all([outputs].flat().map((output) => output.data()));
    for (const output of [outputs].flat()) output.dispose();
    const files = await saved(reference);
    disposeAll(reference);

    const model = await loadTfjsLayersModel(holding(files));
    const x = inputs.map(({ ours }) => ours);
    const got = await model.predictOutputs(x.length === 1 ? (x[0] as NdArray) : x);
    expect(got).toHaveLength(expected.length);
    got.forEach(({ data, shape }, index) => {
      const values = Float64Array.from(expected[index] as Float32Array);
      expectWithinTolerance(data, { values, shape, dtype: 'float32' });
    });

    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const y = got.map(({ shape, size }) => new NdArray(Float32Array.from(seededValues(5, size)), shape));
    const data = [x.length === 1 ? (x[0] as NdArray) : x, y.length === 1 ? (y[0] as NdArray) : y] as const;
    const first = await model.evaluate(...data);
    for (let step = 0; step < 20; step++) await model.trainOnBatch(...data);
    const last = await model.evaluate(...data);
    expect(Number(last['loss'])).toBeLessThan(Number(first['loss']));
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('from a folder, by its path or that of a JSON file in it', async () => {
    const reference = chain(layers.dense({ units: 2, inputShape: [3] }));
    const files = await saved(reference);
    const expected = await (reference.getWeights()[0] as Tensor).data();
    disposeAll(reference);
    const folder = await mkdtemp(join(tmpdir(), 'isograd-'));
    try {
      for (const [name, bytes] of files) await writeFile(join(folder, name), bytes);
      await writeFile(join(folder, 'other.json'), files.get('model.json') ?? '');
      for (const location of [folder, `${folder}/`, join(folder, 'model.json'), `file://${folder}/other.json`]) {
        const model = await loadTfjsLayersModel(location);
        expect((await model.getWeights())[0]?.data).toEqual(expected);
        model.dispose();
      }
      await writeFile(join(folder, 'group1-shard2of2.bin'), new Uint8Array(1000));
      await expect(loadTfjsLayersModel(folder)).rejects.toMatchObject({ code: 'STORAGE_TOO_LARGE' });
      await rm(join(folder, 'group1-shard2of2.bin'));
      await expect(loadTfjsLayersModel(folder)).rejects.toMatchObject({ code: 'MODEL_FILE_MISSING' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
