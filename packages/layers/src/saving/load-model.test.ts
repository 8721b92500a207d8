/** Models that were saved and loaded: the same predictions, the same training, and nothing from a bad file. */
import { IsogradError, NdArray, setLogger } from '@isograd/core';
import { adam, cosineDecay, sgd } from '@isograd/optimizers';
import { describeBackends, seededValues } from '@isograd/testing';
import { memory, mul, type Tensor } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { Layer, type LayerConfig } from '../layer.js';
import { conv2d } from '../layers/convolution/conv2d.js';
import { dense } from '../layers/core/dense.js';
import { batchNormalization } from '../layers/normalization/batch-normalization.js';
import { dropout } from '../layers/regularization/dropout.js';
import { flatten } from '../layers/reshaping/flatten.js';
import { huber } from '../losses/huber.js';
import type { Loss } from '../losses/loss.js';
import { precision } from '../metrics/precision-recall.js';
import { model as functional } from '../models/functional.js';
import type { Model } from '../models/model.js';
import { sequential } from '../models/sequential.js';
import { input } from '../symbolic-tensor.js';
import type { CompileOptions } from '../training/objective.js';
import type { TensorList } from '../tensor-list.js';
import { loadModel, type LoadModelOptions } from './load-model.js';
import { memoryStorage } from './memory-storage.js';
import { encodeModel } from './model-file.js';
import { configFile, type ModelFiles, type ModelStorage, weightsFile } from './model-storage.js';
import { readSafetensors } from './safetensors.js';

const made: Model[] = [];

function tracked<M extends Model>(created: M): M {
  made.push(created);
  return created;
}

const load = async (storage: ModelStorage, options?: LoadModelOptions): Promise<Model> =>
  tracked(await loadModel(storage, options));

const images = new NdArray(Float32Array.from(seededValues(3, 40 * 16)), [40, 4, 4, 1]);
const labels = Int32Array.from({ length: 40 }, (_, row) => row % 3);

/** With moving statistics, dropout masks, clipping and a schedule: all that must come back. */
function classifier(): Model {
  const model = sequential({
    name: 'images',
    seed: 3,
    layers: [
      conv2d({ filters: 3, kernelSize: 3, useBias: false, inputShape: [4, 4, 1] }),
      batchNormalization(),
      flatten(),
      dropout({ rate: 0.3 }),
      dense({ units: 3, activation: 'softmax', kernelRegularizer: 'l2' }),
    ],
  });
  model.compile({
    optimizer: adam({ learningRate: cosineDecay({ initialLearningRate: 0.02, decaySteps: 20 }), clipNorm: 1 }),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
  });
  return tracked(model);
}

async function valuesOf(model: Model): Promise<number[][]> {
  return (await model.getWeights()).map(({ data }) => Array.from(data));
}

/** A storage with files that nobody saved. */
function holding(files: ModelFiles): ModelStorage {
  return { read: async () => files, write: async () => {} };
}

async function filesOf(model: Model): Promise<ModelFiles> {
  const storage = memoryStorage();
  await model.save(storage);
  return storage.read();
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(IsogradError);
  return (error as IsogradError).code;
}

describeBackends('saved models', () => {
  afterEach(() => {
    for (const model of made.splice(0)) model.dispose();
  });

  it('predict the same, bit by bit', async () => {
    const model = classifier();
    await model.fit(images, labels, { epochs: 1 });
    const storage = memoryStorage();
    await model.save(storage);
    const again = await load(storage);
    expect(await valuesOf(again)).toEqual(await valuesOf(model));
    expect((await again.predict(images)).data).toEqual((await model.predict(images)).data);
    expect(await again.evaluate(images, labels)).toEqual(await model.evaluate(images, labels));
    expect(again.getConfig()).toEqual(model.getConfig());
  });

  it('train on as if nothing had happened, bit by bit', async () => {
    const whole = classifier();
    const uninterrupted = await whole.fit(images, labels, { epochs: 5 });
    const first = classifier();
    await first.fit(images, labels, { epochs: 2 });
    const storage = memoryStorage();
    await first.save(storage);
    const second = await load(storage);
    const rest = await second.fit(images, labels, { epochs: 5, initialEpoch: 2 });
    expect(rest.history['loss']).toEqual(uninterrupted.history['loss']?.slice(2));
    expect(await valuesOf(second)).toEqual(await valuesOf(whole));
  });

  it('may leave the state of the optimizer out', async () => {
    const model = classifier();
    await model.fit(images, labels, { epochs: 1 });
    const storage = memoryStorage();
    await model.save(storage, { includeOptimizer: false });
    expect([...(await storage.read()).keys()]).toEqual([weightsFile, configFile]);
    const again = await load(storage);
    expect(again.optimizerState).toBeUndefined();
    expect((await again.predict(images)).data).toEqual((await model.predict(images)).data);
  });

  it('may have shared layers, several inputs and outputs, and models inside', async () => {
    const left = input({ shape: [2], name: 'left' });
    const right = input({ shape: [2], name: 'right' });
    const shared = sequential({ name: 'shared', layers: [dense({ units: 4, inputShape: [2] })] });
    const head = dense({ units: 1, name: 'head' });
    const outputs = [head.apply(shared.apply(left)), dense({ units: 2, name: 'tail' }).apply(shared.apply(right))];
    const model = tracked(functional({ inputs: [left, right], outputs, seed: 1 }));
    model.compile({ optimizer: sgd(), loss: { head: huber({ delta: 2 }), tail: null }, lossWeights: [2, 1] });
    const again = await load(holding(await filesOf(model)));
    const x = [new NdArray(Float32Array.of(1, 2), [1, 2]), new NdArray(Float32Array.of(3, 4), [1, 2])];
    expect(await again.predictOutputs(x)).toEqual(await model.predictOutputs(x));
    expect([...readSafetensors((await filesOf(again)).get(weightsFile) ?? new Uint8Array()).tensors.keys()]).toEqual([
      'shared/dense/kernel',
      'shared/dense/bias',
      'head/kernel',
      'head/bias',
      'tail/kernel',
      'tail/bias',
    ]);
    const y = [new NdArray(Float32Array.of(1), [1, 1])];
    expect(await again.evaluate(x, y)).toEqual(await model.evaluate(x, y));
  });

  it('take weights from each other, or from a file of weights', async () => {
    const [a, b] = [classifier(), classifier()];
    await a.fit(images, labels, { epochs: 1 });
    const storage = memoryStorage();
    await a.saveWeights(storage);
    await b.loadWeights(storage);
    expect(await valuesOf(b)).toEqual(await valuesOf(a));
    expect(await codeOf(loadModel(storage))).toBe('MODEL_WEIGHTS_ONLY');
    await b.fit(images, labels, { epochs: 1 });
    await a.save(storage);
    await b.loadWeights(storage);
    expect(await valuesOf(b)).toEqual(await valuesOf(a));
  });

  it('keep their weights where those of a file do not fit', async () => {
    const model = classifier();
    const before = await valuesOf(model);
    const entries = readSafetensors((await filesOf(model)).get(weightsFile) ?? new Uint8Array()).tensors;
    const kernel = 'dense/kernel';
    const codeWith = (weights: ReadonlyMap<string, NdArray>): Promise<string> =>
      codeOf(
        model.loadWeights(
          holding(encodeModel({ model: undefined, compile: undefined, weights, optimizer: undefined })),
        ),
      );
    const other = new NdArray(Float32Array.of(9), [1]);
    expect(await codeWith(new Map([...entries].filter(([name]) => name !== kernel)))).toBe('WEIGHT_MISSING');
    expect(await codeWith(new Map([...entries, ['more', other]]))).toBe('WEIGHT_EXTRA');
    expect(await codeWith(new Map([...entries, [kernel, other]]))).toBe('WEIGHT_SHAPE');
    const shape = entries.get(kernel)?.shape ?? [];
    expect(await codeWith(new Map([...entries, [kernel, NdArray.zeros(shape, 'int32')]]))).toBe('WEIGHT_SHAPE');
    expect(await valuesOf(model)).toEqual(before);
    await expect(codeWith(new Map())).resolves.toBe('WEIGHT_MISSING');
  });

  it('compile as they were, or as they are told', async () => {
    const model = tracked(
      sequential({ layers: [dense({ units: 1, activation: 'sigmoid', inputShape: [2] })], seed: 1 }),
    );
    const options: CompileOptions = {
      optimizer: 'rmsprop',
      loss: 'bce',
      metrics: ['accuracy', precision()],
      jit: false,
    };
    model.compile(options);
    const storage = holding(await filesOf(model));
    expect(Object.keys(await (await load(storage)).evaluate(new NdArray(Float32Array.of(1, 2), [1, 2]), [1]))).toEqual([
      'loss',
      'accuracy',
      'precision',
    ]);
    const uncompiled = await load(storage, { compile: null });
    expect(await codeOf(uncompiled.trainOnBatch(images, labels))).toBe('MODEL_NOT_COMPILED');
  });

  it('are saved with a loss that no file can hold, and say so', async () => {
    const loss: Loss = { ...huber(), className: 'MyLoss', name: 'myLoss' };
    const options: CompileOptions = { optimizer: sgd({ momentum: 0.9 }), loss };
    const model = tracked(sequential({ name: 'own', layers: [dense({ units: 1, inputShape: [2] })], seed: 1 }));
    model.compile(options);
    const x = new NdArray(Float32Array.of(1, 2, 3, 4), [2, 2]);
    await model.fit(x, [1, 2]);
    const said: string[] = [];
    const previous = setLogger((message) => void said.push(message));
    const files = await filesOf(model).finally(() => void setLogger(previous));
    if (said.length > 0) expect(said[0]).toContain('MyLoss'); // said once, on the first backend
    expect(await codeOf((await load(holding(files))).fit(x, [1, 2]))).toBe('MODEL_NOT_COMPILED');
    const again = await load(holding(files), { compile: options });
    expect(await again.trainOnBatch(x, [1, 2])).toEqual(await model.trainOnBatch(x, [1, 2]));
    expect(await valuesOf(again)).toEqual(await valuesOf(model)); // the momentum came back too
  });

  it('may have layers of the program', async () => {
    class Twice extends Layer {
      readonly className: string = 'Twice';
      override computeOutputShape(shapes: Parameters<Layer['computeOutputShape']>[0]) {
        return shapes[0];
      }
      override call([x]: TensorList): Tensor {
        return mul(x, 2);
      }
    }
    const model = tracked(sequential({ layers: [dense({ units: 1, inputShape: [2] }), new Twice()], seed: 1 }));
    const storage = holding(await filesOf(model));
    expect(await codeOf(loadModel(storage))).toBe('CONFIG_CLASS');
    const again = await load(storage, { customLayers: { Twice: (config: LayerConfig) => new Twice(config) } });
    const x = new NdArray(Float32Array.of(1, 2), [1, 2]);
    expect(await again.predict(x)).toEqual(await model.predict(x));
  });

  it('leave nothing behind when they cannot be loaded', async () => {
    const model = classifier();
    await model.fit(images, labels, { epochs: 1 });
    const files = await filesOf(model);
    const config = JSON.parse(new TextDecoder().decode(files.get(configFile))) as {
      model: { config: { layers: unknown[] } };
    };
    const withLayers = (layers: readonly unknown[]): ModelStorage => {
      const changed = { ...config, model: { ...config.model, config: { ...config.model.config, layers } } };
      return holding(new Map([...files, [configFile, new TextEncoder().encode(JSON.stringify(changed))]]));
    };
    const before = memory().numTensors;
    const { layers } = config.model.config;
    expect(await codeOf(loadModel(withLayers(layers.slice(0, -1))))).toBe('WEIGHT_EXTRA');
    expect(await codeOf(loadModel(withLayers([...layers, { className: 'Evil', config: {} }])))).toBe('CONFIG_CLASS');
    const huge = [{ className: 'Dense', config: { units: 2 ** 40, inputShape: [2 ** 40] } }];
    expect(await codeOf(loadModel(withLayers(huge)))).toBe('WEIGHT_TOTAL');
    const optimizer = { ...config, compile: { optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy' } };
    const another = new Map([...files, [configFile, new TextEncoder().encode(JSON.stringify(optimizer))]]);
    expect(await codeOf(loadModel(holding(another)))).toMatch(/^WEIGHT_/);
    const bad = { ...config, compile: { optimizer: 'adam', loss: 5 } };
    const badCompile = new Map([...files, [configFile, new TextEncoder().encode(JSON.stringify(bad))]]);
    expect(await codeOf(loadModel(holding(badCompile)))).toBe('CONFIG_KIND');
    expect(memory().numTensors).toBe(before);
  });
});

/** What may stand in the place of anything. */
const garbage: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  0.5,
  3,
  2 ** 31,
  1e300,
  '',
  'relu',
  'constructor',
  '__proto__',
  [],
  [null],
  [[]],
  {},
  { className: 'Dense', config: {} },
  { className: 'toString', config: {} },
];

/** Every path into a JSON value. */
function pathsOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  const below = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...below.flatMap(([key, inner]) => pathsOf(inner, [...path, key]))];
}

/** The value with another one at a path; undefined takes the entry away. */
function withValueAt(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  const copy = Array.isArray(value) ? [...(value as readonly unknown[])] : { ...(value as object) };
  Reflect.set(copy, key, withValueAt(Reflect.get(copy, key), rest, other));
  return copy;
}

describeBackends('configs that were changed in any one place', () => {
  afterEach(() => {
    for (const model of made.splice(0)) model.dispose();
  });

  it('give a model or an error of ours, soon, and leave nothing behind', async () => {
    const x = input({ shape: [4, 4, 1], name: 'x' });
    const convolved = conv2d({ filters: 2, kernelSize: 2, kernelRegularizer: 'l2' }).apply(x);
    const inner = sequential({ name: 'inner', layers: [flatten(), dropout({ rate: 0.1 }), dense({ units: 2 })] });
    const outputs = inner.apply(batchNormalization().apply(convolved));
    const model = tracked(functional({ inputs: x, outputs, seed: 1 }));
    model.compile({ optimizer: adam({ clipNorm: 1 }), loss: huber(), metrics: ['mae', precision()] });
    const files = await filesOf(model);
    const config: unknown = JSON.parse(new TextDecoder().decode(files.get(configFile)));
    const paths = pathsOf(config).filter(([entry]) => entry === 'model' || entry === 'compile');
    expect(paths.length).toBeGreaterThan(100);
    const before = memory().numTensors;
    for (const path of paths) {
      for (const value of [undefined, ...garbage]) {
        const text = JSON.stringify(withValueAt(config, path, value));
        const storage = holding(new Map([...files, [configFile, new TextEncoder().encode(text)]]));
        const start = performance.now();
        const outcome = await loadModel(storage).then(
          (loaded) => loaded.dispose(),
          (error: unknown) => error,
        );
        const what = `${path.join('/')} = ${JSON.stringify(value)}`;
        if (outcome !== undefined && !(outcome instanceof IsogradError)) throw new Error(what, { cause: outcome });
        expect(performance.now() - start, what).toBeLessThan(2_000);
        expect(memory().numTensors, what).toBe(before);
      }
    }
  });
});

describe('configs that somebody tampered with', () => {
  const weights = new Map<string, NdArray>();
  const storageOf = (model: unknown): ModelStorage =>
    holding(encodeModel({ model: model as never, compile: undefined, weights, optimizer: undefined }));

  const graph = (calls: unknown, outputs: unknown = [[1, 0]]): unknown => ({
    className: 'Functional',
    config: {
      name: 'm',
      inputs: [{ name: 'x', shape: [2], dtype: 'float32' }],
      layers: [{ className: 'Dense', config: { units: 1 } }],
      calls,
      outputs,
    },
  });

  it.each<[what: string, model: unknown]>([
    ['a layer that reads itself', graph([{ layer: 0, inputs: [[1, 0]] }])],
    [
      'a layer that reads a later one',
      graph([
        { layer: 0, inputs: [[2, 0]] },
        { layer: 0, inputs: [[0, 0]] },
      ]),
    ],
    ['an unknown layer', graph([{ layer: 7, inputs: [[0, 0]] }])],
    ['an unknown input', graph([{ layer: 0, inputs: [[-1, 0]] }])],
    ['an output that does not exist', graph([{ layer: 0, inputs: [[0, 0]] }], [[1, 3]])],
    ['a layer that is text', graph([{ layer: 'Dense', inputs: [[0, 0]] }])],
    ['an input that is __proto__', graph([{ layer: 0, inputs: [['__proto__', 0]] }])],
    ['no calls', graph([])],
    [
      'models in models without end',
      Array.from({ length: 90 }).reduce<unknown>(
        (inner) => ({ className: 'Sequential', config: { layers: [inner] } }),
        { className: 'Dense', config: { units: 1 } },
      ),
    ],
  ])('are refused for %s, within a second', async (_what, model) => {
    const start = performance.now();
    expect(await codeOf(loadModel(storageOf(model)))).toMatch(/^(CONFIG|MODEL|NAME)_/);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
