/** The options of every layer that Keras has too: their names, and what they are when left out. */
import { loadKerasDefaults } from '@isograd/testing';
import { expect, it } from 'vitest';
import { camelCase } from '../named-option.js';
import { layerReader } from '../serialization/layer-reader.js';
import { layerTable } from '../serialization/layer-table.js';

const readLayer = layerReader('defaults of Keras', layerTable);
const { modules } = await loadKerasDefaults();

/** Values for parameters that have no default, by name. */
const required: Readonly<Record<string, unknown>> = {
  activation: 'relu',
  axes: 1,
  cells: [{ className: 'LSTMCell', config: { units: 2 } }],
  cell: { className: 'LSTMCell', config: { units: 2 } },
  dims: [2, 1],
  equation: 'ab,bc->ac',
  factor: 0.5,
  filters: 2,
  head_dim: 2,
  height: 4,
  input_dim: 5,
  kernel_size: 3,
  key_dim: 2,
  layer: { className: 'Dense', config: { units: 2 } },
  n: 2,
  num_bins: 4,
  num_heads: 2,
  num_key_value_heads: 1,
  num_query_heads: 2,
  output_dim: 3,
  output_shape: [3],
  output_size: 2,
  pool_size: 2,
  rate: 0.25,
  scale: 2,
  stddev: 0.1,
  target_shape: [4],
  units: 3,
  width: 4,
};

/** Layers that need something else. */
const requiredOf: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  CategoryEncoding: { num_tokens: 4 },
  Discretization: { num_bins: 4 },
  RandomPosterization: { factor: 4 },
  RandomTranslation: { height_factor: 0.5, width_factor: 0.5 },
  RandomZoom: { height_factor: 0.5 },
  Bidirectional: { layer: { className: 'LSTM', config: { units: 2 } } },
};

/** Parameters that mean nothing here: base options, formats that are refused, and what TensorFlow alone has. */
const leftOut: readonly string[] = [
  'data_format',
  'dtype',
  'name',
  'trainable',
  'weights',
  'sparse',
  'ragged',
  'encoding',
];

/** Parameters whose null stands for something that our config writes down. */
const meanings: Readonly<Record<string, string>> = {
  'AveragePooling1D.strides': 'poolSize',
  'AveragePooling2D.strides': 'poolSize',
  'AveragePooling3D.strides': 'poolSize',
  'MaxPooling1D.strides': 'poolSize',
  'MaxPooling2D.strides': 'poolSize',
  'MaxPooling3D.strides': 'poolSize',
  'MelSpectrogram.sequence_length': 'fftLength',
  'MultiHeadAttention.value_dim': 'keyDim',
};

/** Parameters that are not compared, and why. */
const differing: Readonly<Record<string, string>> = {
  'BatchNormalization.renorm_clipping': 'an empty object and null both mean no clipping',
  'GRU.use_cudnn': 'chooses a kernel of CUDA',
  'LSTM.use_cudnn': 'chooses a kernel of CUDA',
  'IntegerLookup.vocabulary_dtype': 'integers are int32 here',
  'MelSpectrogram.max_freq': 'null stands for half of samplingRate, which our config writes down',
  'PReLU.shared_axes': 'an empty list and null both mean no shared axes',
  'STFTSpectrogram.fft_length': 'null stands for frameLength, which our config writes down',
  'STFTSpectrogram.frame_step': 'null stands for half of frameLength, which our config writes down',
};

/** Keras's other names of initializers. */
const synonyms: Readonly<Record<string, string>> = { uniform: 'randomUniform', Zeros: 'zeros' };

/** Classes of Keras that are no layers here, and why. */
const absent: Readonly<Record<string, string>> = {
  AugMix: 'a policy of several augmentations: put them one after another',
  ContrastLimitedAdaptiveHistogramEqualization: 'histograms of tiles',
  FlaxLayer: 'of another framework',
  HashedCrossing: 'of texts of two columns',
  Hashing: 'of texts, on the host: a function of rows for pipelines, not a layer',
  InputLayer: 'input() makes a symbolic tensor',
  InputSpec: 'not a layer',
  JaxLayer: 'of another framework',
  Lambda: 'holds a function, which no file can',
  Layer: 'the base class',
  MaxNumBoundingBoxes: 'of bounding boxes',
  Pipeline: 'sequential does the same',
  RandAugment: 'a policy of several augmentations: put them one after another',
  RandomElasticTransform: 'a field of displacements for each image',
  RandomPerspective: 'a projection for each image',
  StringLookup: 'of texts, on the host: a function of rows for pipelines, not a layer',
  TFSMLayer: 'of another framework',
  TextVectorization: 'of texts, on the host: a function of rows for pipelines, not a layer',
  TorchModuleWrapper: 'of another framework',
  Wrapper: 'a base class',
};

/** Keras's way to write a default, in ours: camelCase names, lists where all axes are the same. */
function ours(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const name = camelCase(value);
  return synonyms[name] ?? name;
}

/** A value of our config without what Keras leaves out of its own: classes of initializers become names. */
function simplified(value: unknown): unknown {
  if (typeof value === 'object' && value !== null && 'className' in value && 'config' in value) {
    const { className } = value as { readonly className: string };
    return className.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  }
  if (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((entry) => JSON.stringify(entry) === JSON.stringify(value[0]))
  ) {
    return simplified(value[0]);
  }
  return value;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === 'linear';
}

const known = Object.entries(modules.layers).filter(([className]) => Object.hasOwn(layerTable, className));

it('has every layer of Keras but those that are named', () => {
  const missing = Object.keys(modules.layers).filter((className) => !Object.hasOwn(layerTable, className));
  expect(missing.sort()).toEqual(Object.keys(absent).sort());
});

it.each(known)('%s has the options of Keras, and their defaults', (className, { parameters }) => {
  const needed = parameters
    .filter((parameter) => parameter.required === true)
    .map(({ name }) => [name, required[name]]);
  const given = { ...Object.fromEntries(needed), ...requiredOf[className] } as Readonly<Record<string, unknown>>;
  const config = Object.fromEntries(Object.entries(given).map(([name, value]) => [camelCase(name), value]));
  const written = readLayer({ className, config }).getConfig();
  for (const parameter of parameters) {
    const key = `${className}.${parameter.name}`;
    if (Object.hasOwn(given, parameter.name) || leftOut.includes(parameter.name) || Object.hasOwn(differing, key))
      continue;
    const meaning = meanings[key];
    const usual = 'default' in parameter ? parameter.default : undefined;
    const expected = simplified(meaning === undefined ? ours(usual) : written[meaning]);
    const got = simplified(written[camelCase(parameter.name)]);
    if (isAbsent(expected) && isAbsent(got)) continue;
    expect(got, key).toEqual(expected);
  }
});
