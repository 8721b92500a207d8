/** Every layer of features, sounds and texts against Keras and TensorFlow: outputs, gradients, and what adapting finds. */
import { keyData, NdArray } from '@isograd/core';
import {
  camelCaseConfig,
  type DecodedTensor,
  describeBackends,
  expectWithinTolerance,
  type FixtureCase,
  loadFixtures,
  type ToleranceKind,
  toTensor,
} from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import type { Layer, LayerConfig } from '../../layer.js';
import { layerReader } from '../../serialization/layer-reader.js';
import { layerTable } from '../../serialization/layer-table.js';
import { textTransformerFromConfig } from '../../serialization/text-transformers.js';
import { asNonEmpty } from '../../tensor-list.js';
import { Discretization } from './discretization.js';
import { Hashing } from './hashing.js';
import { IntegerLookup } from './integer-lookup.js';
import { StringLookup } from './string-lookup.js';
import { TextVectorization } from './text-vectorization.js';
import type { Texts } from './texts.js';

const numeric = /^(Discretization|CategoryEncoding|IntegerLookup|STFTSpectrogram|MelSpectrogram)$/;
const textual = /^(StringLookup|TextVectorization|Hashing)$/;

const { cases } = await loadFixtures('layers', 'keras');
const ofNumbers = cases.filter(({ op }) => numeric.test(op));
const ofTexts = cases.filter(({ op }) => textual.test(op));

/** Options for which null is a value of its own. */
const nullable = ['window', 'scaling', 'standardize', 'split'];

/** The config of a case in our words, without what the layer is to learn. */
function configOf({ op, config, inputs, strings = {} }: FixtureCase): LayerConfig {
  const isAdapted = 'adapt' in inputs || 'adapt' in strings;
  const learned = ['vocabulary', 'binBoundaries', 'idfWeights'];
  return Object.fromEntries(
    Object.entries(camelCaseConfig(config)).filter(([option, value]) => {
      if (option === 'trainable' || (isAdapted && learned.includes(option))) return false;
      if (op === 'TextVectorization' && option === 'vocabulary' && value === null) return false;
      return value !== null || nullable.includes(option);
    }),
  );
}

/** A tensor of the fixtures as data. */
function asData(tensor: DecodedTensor | undefined): NdArray {
  const { values = [], shape = [], dtype } = tensor ?? {};
  return new NdArray(dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values), shape);
}

async function adapted(layer: Layer, fixture: FixtureCase): Promise<Layer> {
  if (!('adapt' in fixture.inputs)) return layer;
  const data = asData(fixture.inputs['adapt']);
  if (layer instanceof Discretization) {
    await layer.adapt(data);
    expectWithinTolerance(layer.binBoundaries ?? [], fixture.outputs['state_bin_boundaries']);
  } else if (layer instanceof IntegerLookup) {
    await layer.adapt(data);
    expect(layer.getVocabulary().map(String)).toEqual(fixture.strings?.['vocabulary']);
  }
  return layer;
}

/** Keras takes its mel weights in float32 in its float64 run too; mel-spectrogram.test.ts has exact ones. */
function kindOf({ op }: FixtureCase): { readonly kind: ToleranceKind } {
  return { kind: op === 'MelSpectrogram' ? 'trajectory' : 'default' };
}

it('covers every case', () => {
  expect(ofNumbers.length).toBe(37);
  expect(ofTexts.length).toBe(32);
});

describeBackends('preprocessing of numbers against Keras', () => {
  it.each(ofNumbers.map((fixture) => [fixture.name, fixture] as const))('%s', async (_name, fixture) => {
    const read = layerReader('fixtures of Keras', layerTable);
    const layer = await adapted(read({ className: fixture.op, config: configOf(fixture) }), fixture);
    const names = Object.keys(fixture.inputs).filter((name) => name !== 'adapt');
    const inputs = names.map((name) => tf.tidy(() => tf.variable(toTensor(fixture.inputs[name]))));
    const shapes = asNonEmpty(inputs.map(({ shape }) => shape));
    layer.ensureBuilt(shapes, { path: 'layer', key: keyData(0) });
    const run = (): tf.Tensor => layer.run(asNonEmpty(inputs), { training: true }) as tf.Tensor;
    const expected = fixture.outputs['y'] as DecodedTensor;
    const y = run();
    expect(y.shape).toEqual(expected.shape);
    expectWithinTolerance(await y.data(), expected, kindOf(fixture));
    y.dispose();
    const changing = names.filter((name) => name in fixture.grads && fixture.op !== 'Discretization');
    if (changing.length > 0) {
      const variables = changing.map((name) => inputs[names.indexOf(name)] as tf.Variable);
      const grads = tf.tidy(() => {
        const found = tf.variableGrads(() => tf.sum(tf.mul(run(), toTensor(fixture.upstream['y']))), variables);
        return variables.map(({ name }) => found.grads[name] as tf.Tensor);
      });
      for (const [index, name] of changing.entries()) {
        expectWithinTolerance(await (grads[index] as tf.Tensor).data(), fixture.grads[name], kindOf(fixture));
      }
      tf.dispose(grads);
    }
    layer.dispose();
    tf.dispose(inputs);
  });
});

it.each(ofTexts.map((fixture) => [fixture.name, fixture] as const))('%s against TensorFlow', async (_name, fixture) => {
  const made = textTransformerFromConfig({ className: fixture.op, config: configOf(fixture) });
  const { adapt, vocabulary, x } = fixture.strings ?? {};
  if (adapt !== undefined && (made instanceof StringLookup || made instanceof TextVectorization)) {
    await made.adapt(adapt as Texts);
    expect(made.getVocabulary()).toEqual(vocabulary);
  }
  const written = JSON.stringify({ className: made.className, config: made.getConfig() });
  const again = textTransformerFromConfig(JSON.parse(written) as { className: string; config: LayerConfig });
  expect(again.getConfig()).toEqual(made.getConfig());
  for (const transformer of [made, again]) {
    const y =
      transformer instanceof Hashing && x === undefined
        ? transformer.transform(asData(fixture.inputs['x']))
        : transformer.transform(x as Texts);
    expect(y.shape).toEqual(fixture.outputs['y']?.shape);
    expectWithinTolerance(y.data, fixture.outputs['y']);
  }
});
