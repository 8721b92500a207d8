/** Files of tfjs-layers written by hand: where they are found, how weights are stored, and what is refused. */
import { IsogradError, NdArray } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import { memory } from '@tensorflow/tfjs-core';
import { afterEach, expect, it, vi } from 'vitest';
import { Model } from '../models/model.js';
import { dense } from '../layers/core/dense.js';
import { browserFiles } from './browser-files.js';
import type { JsonObject } from './json-object.js';
import { loadTfjsLayersModel, type LoadTfjsLayersModelOptions } from './load-tfjs-layers-model.js';
import type { ModelFiles, ModelStorage } from './model-storage.js';

interface Stored {
  readonly spec: JsonObject;
  readonly bytes: readonly number[];
}

const floats = (name: string, shape: readonly number[], values: readonly number[]): Stored => ({
  spec: { name, shape, dtype: 'float32' },
  bytes: [...new Uint8Array(Float32Array.from(values).buffer)],
});

const layer = (className: string, name: string, config: JsonObject = {}, reads?: readonly unknown[]): JsonObject => ({
  class_name: className,
  name,
  config: { name, ...config },
  ...(reads && { inbound_nodes: [reads] }),
});

const sequentialOf = (...layers: readonly JsonObject[]): JsonObject => ({
  class_name: 'Sequential',
  config: { name: 'chain', layers },
});

const inputLayer = layer('InputLayer', 'x', { batch_input_shape: [null, 2], dtype: 'float32' }, []);

const graphOf = (layers: readonly JsonObject[], output: readonly unknown[]): JsonObject => ({
  class_name: 'Model',
  config: {
    name: 'graph',
    layers: [{ ...inputLayer, inbound_nodes: [] }, ...layers],
    input_layers: [['x', 0, 0]],
    output_layers: [output],
  },
});

const twoUnits = layer('Dense', 'head', { units: 2, batch_input_shape: [null, 2] });
const twoUnitWeights = [floats('head/kernel', [2, 2], [1, 2, 3, 4]), floats('head/bias', [2], [5, 6])];

interface Changes {
  readonly format?: string;
  readonly paths?: readonly unknown[];
  /** Bytes that are missing, or too many where negative. */
  readonly cut?: number;
}

function filesOf(modelTopology: unknown, stored: readonly Stored[], changes: Changes = {}): ModelFiles {
  const { format = 'layers-model', paths = ['weights 1.bin'], cut = 0 } = changes;
  const weightsManifest = [{ paths, weights: stored.map(({ spec }) => spec) }];
  const bytes = [...stored.flatMap((each) => each.bytes), ...Array.from({ length: Math.max(0, -cut) }, () => 0)];
  return new Map([
    ['model.json', encoder.encode(JSON.stringify({ format, modelTopology, weightsManifest }))],
    ['weights 1.bin', Uint8Array.from(bytes.slice(0, bytes.length - Math.max(0, cut)))],
  ]);
}

function holding(files: ModelFiles): ModelStorage {
  return { read: async () => files, write: async () => {} };
}

const loaded: Model[] = [];

async function load(
  location: ModelStorage | string | ModelFiles,
  options?: LoadTfjsLayersModelOptions,
): Promise<Model> {
  const model = await loadTfjsLayersModel(location instanceof Map ? holding(location) : (location as string), options);
  loaded.push(model);
  return model;
}

async function codeOf(files: ModelFiles): Promise<unknown> {
  const error = await load(files).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(IsogradError);
  return (error as IsogradError).code;
}

const encoder = new TextEncoder();

type Place = readonly (string | number)[];

/** Where values stand in a JSON value, its parts first. */
function pathsOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [...pathsOf(Reflect.get(value, key)).map((rest) => [key, ...rest]), [key]]);
}

function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return by;
  Reflect.set(value, key, replaced(Reflect.get(value, key), rest, by));
  return value;
}

const x = new NdArray(Float32Array.of(1, 2), [1, 2]);
const y = [1 * 1 + 2 * 3 + 5, 1 * 2 + 2 * 4 + 6];

describeBackends('files of tfjs-layers', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    for (const model of loaded.splice(0)) model.dispose();
  });

  it('are found beside model.json on a server, with its query, and nowhere else', async () => {
    const asked: string[] = [];
    const files = filesOf(sequentialOf(twoUnits), twoUnitWeights);
    vi.stubGlobal('fetch', async (address: string) => {
      asked.push(address);
      const name = decodeURIComponent(/([^/]*)\?v=1$/.exec(address)?.[1] ?? '');
      return new Response(files.get(name) ?? null, { status: files.has(name) ? 200 : 404 });
    });
    for (const location of ['https://example.com/m/model.json?v=1', 'https://example.com/m?v=1']) {
      const model = await load(location);
      expect([...(await model.predict(x)).data]).toEqual(y);
      expect(asked.splice(0)).toEqual([
        'https://example.com/m/model.json?v=1',
        'https://example.com/m/weights%201.bin?v=1',
      ]);
    }
    await expect(load('https://example.com/m/other.json?v=1')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  it('may be chosen by a user', async () => {
    const files = filesOf(sequentialOf(twoUnits), twoUnitWeights);
    const chosen = [...files].map(([name, bytes]) => new File([bytes], name));
    expect([...(await (await load(browserFiles(chosen))).predict(x)).data]).toEqual(y);
    await expect(load(browserFiles(chosen.slice(0, 1)))).rejects.toMatchObject({ code: 'MODEL_FILE_MISSING' });
    const long = browserFiles([chosen[0] as File, new File([new Uint8Array(25)], 'weights 1.bin')]);
    await expect(load(long)).rejects.toMatchObject({ code: 'STORAGE_TOO_LARGE' });
  });

  it('may hold fewer bits: stored · scale + min, and half precision', async () => {
    const stored: readonly Stored[] = [
      {
        spec: {
          name: 'a/kernel',
          shape: [2, 2],
          dtype: 'float32',
          quantization: { dtype: 'uint8', scale: 0.5, min: -2 },
        },
        bytes: [0, 1, 100, 255],
      },
      {
        spec: { name: 'a/bias', shape: [2], dtype: 'float32', quantization: { dtype: 'uint16', scale: 0.25, min: 1 } },
        bytes: [0, 0, 1, 2], // 0 and 513
      },
      {
        spec: { name: 'b/kernel', shape: [2, 1], dtype: 'float32', quantization: { dtype: 'float16' } },
        bytes: [0x00, 0x3c, 0x00, 0xc1], // 1 and -2.5
      },
      { spec: { name: 'Adam/b/kernel/m', shape: [], dtype: 'float32', group: 'optimizer' }, bytes: [1, 2, 3, 4] },
    ];
    const first = layer('Dense', 'a', { units: 2, batch_input_shape: [null, 2] });
    const model = await load(filesOf(sequentialOf(first, layer('Dense', 'b', { units: 1, use_bias: false })), stored));
    expect((await model.getWeights()).map(({ data }) => [...data])).toEqual([
      [-2, -1.5, 48, 125.5],
      [1, 129.25],
      [1, -2.5],
    ]);
  });

  it("may be those of Keras's converter", async () => {
    const half = 2 ** -1;
    const chain = [
      inputLayer,
      layer('Dense', 'block/dense', { units: 2, activation: 'linear', dtype: { class_name: 'Policy' } }),
      layer('BatchNormalization', 'norm', { axis: [1], epsilon: 0.25, momentum: 0.9 }),
      layer('LeakyReLU', 'leaky', { alpha: half }),
      layer('Reshape', 'two', { target_shape: [null, 1] }),
    ];
    const topology = { keras_version: '2.15.0', backend: 'tensorflow', model_config: sequentialOf(...chain) };
    const weights = [
      floats('chain/block/dense/kernel', [2, 2], [1, 0, 0, -1]),
      floats('chain/block/dense/bias', [2], [0, 0]),
      floats('chain/norm/gamma', [2], [2, 2]),
      floats('chain/norm/beta', [2], [1, 0]),
      floats('chain/norm/moving_mean', [2], [0, 0]),
      floats('chain/norm/moving_variance', [2], [0.75, 0.75]),
    ];
    const model = await load(filesOf(topology, weights));
    const output = await model.predict(x);
    expect(output.shape).toEqual([1, 2, 1]);
    expect([...output.data]).toEqual([3, -2]); // 2 · 1 + 1, and half of 2 · -2
  });

  it('may hold a layer that keeps its state, and one that is frozen', async () => {
    const rnn = layer('SimpleRNN', 'sum', {
      units: 1,
      activation: 'linear',
      stateful: true,
      trainable: false,
      batch_input_shape: [1, 2, 1],
    });
    const weights = [
      floats('sum/simple_rnn_cell/kernel', [1, 1], [1]),
      floats('sum/simple_rnn_cell/recurrent_kernel', [1, 1], [1]),
      floats('sum/simple_rnn_cell/bias', [1], [0]),
    ];
    const model = await load(filesOf(sequentialOf(rnn), weights));
    const sequence = new NdArray(Float32Array.of(1, 2), [1, 2, 1]);
    expect([...(await model.predict(sequence)).data]).toEqual([3]);
    expect([...(await model.predict(sequence)).data]).toEqual([6]);
    expect(model.trainableWeights).toEqual([]);
  });

  it('may name a class of your own', async () => {
    const files = filesOf(sequentialOf({ ...twoUnits, class_name: 'Mine' }), twoUnitWeights);
    await expect(load(files)).rejects.toMatchObject({ code: 'CONFIG_CLASS' });
    const customLayers = { Mine: (config: object) => dense({ units: 2, ...config }) };
    expect([...(await (await load(files, { customLayers })).predict(x)).data]).toEqual(y);
  });

  const act = (name: string, ...reads: readonly unknown[]): JsonObject =>
    layer('Activation', name, { activation: 'relu' }, reads);
  const circle = Array.from({ length: 5000 }, (_, index) => act(`a${index}`, [`a${(index + 1) % 5000}`, 0, 0, {}]));

  it.each<[problem: string, code: string, files: ModelFiles]>([
    ['a layer that reads itself', 'CONFIG_GRAPH', filesOf(graphOf([act('a', ['a', 0, 0])], ['a', 0, 0]), [])],
    ['a circle', 'CONFIG_GRAPH', filesOf(graphOf(circle, ['a0', 0, 0]), [])],
    ['an unknown layer', 'CONFIG_GRAPH', filesOf(graphOf([act('a', ['b', 0, 0])], ['a', 0, 0]), [])],
    ['a call that is not there', 'CONFIG_GRAPH', filesOf(graphOf([act('a', ['x', 7, 0])], ['a', 0, 0]), [])],
    ['an output that is not there', 'CONFIG_GRAPH', filesOf(graphOf([act('a', ['x', 0, 1])], ['a', 0, 0]), [])],
    ['a call below 0', 'CONFIG_GRAPH', filesOf(graphOf([act('a', ['x', 0, 0])], ['a', -1, 0]), [])],
    ['a call of nothing', 'CONFIG_GRAPH', filesOf(graphOf([act('a')], ['a', 0, 0]), [])],
    ['a reference that is none', 'CONFIG_GRAPH', filesOf(graphOf([act('a', 'x')], ['a', 0, 0]), [])],
    ['two layers of one name', 'CONFIG_GRAPH', filesOf(graphOf([act('x', ['x', 0, 0])], ['x', 0, 0]), [])],
    ['an unknown class', 'CONFIG_CLASS', filesOf(sequentialOf(layer('constructor', 'c')), [])],
    ['a layer without a class', 'CONFIG_GRAPH', filesOf(sequentialOf({ config: {} }), [])],
    ['a layer alone', 'MODEL_CLASS', filesOf(twoUnits, twoUnitWeights)],
    ['a bad shape', 'CONFIG_GRAPH', filesOf(sequentialOf(layer('Dense', 'a', { batch_input_shape: 'x' })), [])],
    ['a bad option', 'LAYER_OPTION', filesOf(sequentialOf(layer('Dense', 'a', { units: '7' })), [])],
    [
      'channels first',
      'DATA_FORMAT',
      filesOf(sequentialOf(layer('Flatten', 'a', { data_format: 'channels_first' })), []),
    ],
    ['a weight too few', 'WEIGHT_MISSING', filesOf(sequentialOf(twoUnits), twoUnitWeights.slice(1))],
    [
      'a weight too many',
      'WEIGHT_EXTRA',
      filesOf(sequentialOf(twoUnits), [...twoUnitWeights, floats('a/b', [1], [1])]),
    ],
    ['a weight twice', 'TFJS_MANIFEST', filesOf(sequentialOf(twoUnits), [...twoUnitWeights, ...twoUnitWeights])],
    [
      'another shape',
      'WEIGHT_SHAPE',
      filesOf(sequentialOf(layer('Dense', 'head', { units: 3, batch_input_shape: [null, 2] })), twoUnitWeights),
    ],
    [
      'terabytes',
      'WEIGHT_TOTAL',
      filesOf(sequentialOf(layer('Dense', 'head', { units: 1e12, batch_input_shape: [null, 2] })), twoUnitWeights),
    ],
    ['a file too short', 'TFJS_SIZE', filesOf(sequentialOf(twoUnits), twoUnitWeights, { cut: 1 })],
    ['a file too long', 'TFJS_SIZE', filesOf(sequentialOf(twoUnits), twoUnitWeights, { cut: -4 })],
    [
      'a shape without end',
      'TFJS_SIZE',
      filesOf(sequentialOf(twoUnits), [{ spec: { name: 'a', shape: [1e9, 1e9], dtype: 'bool' }, bytes: [] }]),
    ],
    [
      'a dtype that is none',
      'TFJS_MANIFEST',
      filesOf(sequentialOf(twoUnits), [{ spec: { name: 'a', shape: [1], dtype: 'string' }, bytes: [] }]),
    ],
    [
      'a bool of 2',
      'TFJS_MANIFEST',
      filesOf(sequentialOf(twoUnits), [{ spec: { name: 'a', shape: [1], dtype: 'bool' }, bytes: [2] }]),
    ],
    [
      'a bad quantization',
      'TFJS_MANIFEST',
      filesOf(sequentialOf(twoUnits), [
        { spec: { name: 'a', shape: [1], dtype: 'float32', quantization: { dtype: 'uint8', scale: 'x' } }, bytes: [2] },
      ]),
    ],
    ['a path upwards', 'TFJS_MANIFEST', filesOf(sequentialOf(twoUnits), twoUnitWeights, { paths: ['../weights.bin'] })],
    [
      'a path in a folder',
      'TFJS_MANIFEST',
      filesOf(sequentialOf(twoUnits), twoUnitWeights, { paths: ['a\\weights.bin'] }),
    ],
    [
      'an address',
      'TFJS_MANIFEST',
      filesOf(sequentialOf(twoUnits), twoUnitWeights, { paths: ['https://example.com/w'] }),
    ],
    ['a hidden file', 'TFJS_MANIFEST', filesOf(sequentialOf(twoUnits), twoUnitWeights, { paths: ['.env'] })],
    [
      'a file that is not there',
      'MODEL_FILE_MISSING',
      filesOf(sequentialOf(twoUnits), twoUnitWeights, { paths: ['other.bin'] }),
    ],
    ['a graph model', 'TFJS_FORMAT', filesOf(sequentialOf(twoUnits), twoUnitWeights, { format: 'graph-model' })],
    ['no topology', 'TFJS_FORMAT', filesOf(7, [])],
    ['a page', 'TFJS_FORMAT', new Map([['model.json', encoder.encode('<!doctype html>')]])],
    ['no file', 'MODEL_FILE_MISSING', new Map()],
  ])('are refused for %s', { timeout: 10_000 }, async (_, code, files) => {
    const before = memory().numTensors;
    expect(await codeOf(files)).toBe(code);
    expect(memory().numTensors).toBe(before);
  });

  it('end in a model or an error of ours, whatever one value is replaced by', async () => {
    const list = [
      layer('Embedding', 'ids', { input_dim: 3, output_dim: 2, mask_zero: true, input_length: 2 }, [['x', 0, 0, {}]]),
      layer('Bidirectional', 'both', { layer: layer('GRU', 'gru', { units: 1, stateful: false }), merge_mode: 'sum' }, [
        ['ids', 0, 0, {}],
      ]),
      layer('BatchNormalization', 'norm', { axis: [1], gamma_initializer: { class_name: 'Ones', config: {} } }, [
        ['both', 0, 0, {}],
      ]),
      layer('Model', 'inner', graphOf([], ['x', 0, 0])['config'] as JsonObject, [['norm', 0, 0, {}]]),
    ];
    const text = JSON.stringify({
      format: 'layers-model',
      modelTopology: graphOf(list, ['norm', 0, 0]),
      weightsManifest: [
        {
          paths: ['w'],
          weights: [
            { name: 'norm/gamma', shape: [1], dtype: 'float32', quantization: { dtype: 'uint8', scale: 1, min: 0 } },
          ],
        },
      ],
    });
    const places = pathsOf(JSON.parse(text));
    expect(places.length).toBeGreaterThan(100);
    const others: string[] = [];
    for (const place of places) {
      for (const value of [null, -1, 1e9, 'x', '', true, [], {}, [null], [[]], { class_name: 'x', config: [] }]) {
        const json = encoder.encode(JSON.stringify(replaced(JSON.parse(text), place, value)));
        const files = new Map([
          ['model.json', json],
          ['w', new Uint8Array(1)],
        ]);
        const error = await load(files).catch((reason: unknown) => reason);
        const isOurs = error instanceof Model || error instanceof IsogradError;
        if (!isOurs) others.push(`${place.join('/')} = ${JSON.stringify(value)}: ${String(error)}`);
      }
    }
    expect(others).toEqual([]);
  });
});
