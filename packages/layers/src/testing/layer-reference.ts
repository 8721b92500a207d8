/** A layer against a case of the fixtures: outputs, statistics and the gradient of every input and weight. */
import { keyData } from '@isograd/core';
import { camelCaseConfig, expectWithinTolerance, type FixtureCase, toTensor } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { Layer } from '../layer.js';
import { layerReader } from '../serialization/layer-reader.js';
import { layerTable } from '../serialization/layer-table.js';
import { asNonEmpty, toList } from '../tensor-list.js';
import type { Weight } from '../weight.js';
import { weightEntries } from '../weight-names.js';

/** How a case is run. */
export interface ReferenceOptions {
  /** Default: what the config says, or true. */
  readonly training?: boolean;
  /** Whether the weights are those that the layer has by itself, as the case lists none. Default: false. */
  readonly hasOwnWeights?: boolean;
  /** Names of the weights in the fixtures. Default: ours in snake case, those of layers inside with their path. */
  readonly nameOf?: (weight: Weight) => string;
  /** What the case expects of the layer's outputs. Default: the outputs themselves. */
  readonly combine?: (outputs: readonly tf.Tensor[]) => readonly tf.Tensor[];
}

const readLayer = layerReader('fixtures of Keras', layerTable);

/**
 * The layer of a case of Keras, made of its config.
 *
 * @param fixture - Weights are taken from it afterwards, so that its initializers do not matter.
 */
export function layerOfKeras({ op, config }: FixtureCase): Layer {
  return readLayer({ className: op, config: ourConfig(config) });
}

/** null is a value of `merge_mode` alone; elsewhere it says that an option was not given. */
function ourConfig(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.entries(camelCaseConfig(config)).filter(
    ([option, value]) => (value !== null || option === 'mergeMode') && !/Initializer$|^__/.test(option),
  );
  const { keepdims, ...options } = Object.fromEntries(given.map(([option, value]) => [option, layersWithin(value)]));
  return keepdims === undefined ? options : { ...options, keepDims: keepdims };
}

/** A value in which serialized layers are in our form. */
function layersWithin(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(layersWithin);
  if (typeof value !== 'object' || value === null || !('class_name' in value && 'config' in value)) return value;
  return { className: value.class_name, config: ourConfig(value.config as Record<string, unknown>) };
}

/** Runs a layer on the inputs of a case and compares everything that the case expects; disposes the layer. */
export async function expectReference(
  layer: Layer,
  fixture: FixtureCase,
  {
    training = isTraining(fixture),
    hasOwnWeights = false,
    nameOf,
    combine = (outputs) => outputs,
  }: ReferenceOptions = {},
): Promise<void> {
  const { mask, ...given } = fixture.inputs;
  const inputs = Object.entries(given).map(([name, value]) => ({
    name,
    variable: tf.tidy(() => tf.variable(toTensor(value))),
  }));
  const tensors = asNonEmpty(inputs.map(({ variable }) => variable));
  layer.ensureBuilt(asNonEmpty(tensors.map(({ shape }) => shape)), { path: 'layer', key: keyData(0) });
  const weights = weightEntries(layer)
    .filter(([, { name }]) => !hasOwnWeights && name !== 'seedGeneratorState')
    .map(([path, weight]) => ({ name: nameOf?.(weight) ?? snakeCase(path), variable: weight.variable }));
  expect(weights.map(({ name }) => name).sort()).toEqual(Object.keys(fixture.weights).sort());
  for (const { name, variable } of weights) tf.tidy(() => variable.assign(toTensor(fixture.weights[name])));

  const differentiable = [...inputs, ...weights].filter(({ name }) => name in fixture.grads);
  expect(differentiable.map(({ name }) => name).sort()).toEqual(Object.keys(fixture.grads).sort());
  const outputNames = Object.keys(fixture.upstream);
  const { mask: expectedMask, ...expectedOutputs } = fixture.outputs;
  expect(outputNames).toEqual(Object.keys(expectedOutputs).filter((name) => !name.startsWith('state_')));
  const results = tf.tidy(() => {
    const masks = new WeakMap<tf.Tensor, tf.Tensor>();
    if (mask !== undefined) masks.set(tensors[0], tf.cast(toTensor(mask), 'bool'));
    let outputs: readonly tf.Tensor[] = [];
    const { grads } = tf.variableGrads(
      () => {
        const losses: tf.Tensor[] = [];
        const computed = combine(toList(layer.run(tensors, { training, masks, losses })));
        outputs = [...computed, ...('loss' in fixture.outputs ? [tf.addN(losses)] : [])].map((output) =>
          tf.keep(output),
        );
        tf.dispose(losses);
        expect(outputs.length).toBe(outputNames.length);
        const madeMask = masks.get(computed[0] as tf.Tensor);
        if (expectedMask !== undefined)
          expect(Array.from(madeMask?.dataSync() ?? [])).toEqual([...expectedMask.values]);
        const terms = outputs.map((output, place) =>
          tf.sum(tf.mul(output, toTensor(fixture.upstream[outputNames[place] as string]))),
        );
        return tf.addN(terms) as tf.Scalar;
      },
      differentiable.map(({ variable }) => variable),
    );
    return [...outputs, ...differentiable.map(({ variable }) => grads[variable.name] as tf.Tensor)];
  });
  const names = [...outputNames, ...differentiable.map(({ name }) => name)];
  for (const [place, value] of results.entries()) {
    const name = names[place] as string;
    const reference = (place < outputNames.length ? fixture.outputs : fixture.grads)[name];
    expect(value.shape, `shape of ${name}`).toEqual(reference?.shape);
    expectWithinTolerance(await value.data(), reference);
    value.dispose();
  }
  for (const { name, variable } of weights) {
    const state = fixture.outputs[`state_${name}`];
    if (state !== undefined) expectWithinTolerance(await variable.data(), state);
  }
  layer.dispose();
  for (const { variable } of inputs) variable.dispose();
}

/** The mode that a case of PyTorch or Keras names. */
function isTraining({ config }: FixtureCase): boolean {
  return (config['training'] ?? config['__training'] ?? true) as boolean;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
