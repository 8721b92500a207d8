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

/** How a case is run. */
export interface ReferenceOptions {
  /** Default: true. */
  readonly training?: boolean;
  /** Names of the weights in the fixtures. Default: ours in snake case. */
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
  const given = Object.entries(camelCaseConfig(config)).filter(
    ([option, value]) => value !== null && !/Initializer$|^__/.test(option),
  );
  const { keepdims, ...options } = Object.fromEntries(given);
  return readLayer({ className: op, config: keepdims === undefined ? options : { ...options, keepDims: keepdims } });
}

/** Runs a layer on the inputs of a case and compares everything that the case expects; disposes the layer. */
export async function expectReference(
  layer: Layer,
  fixture: FixtureCase,
  {
    training = true,
    nameOf = (weight) => snakeCase(weight.name),
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
  const weights = layer.weights.map((weight) => ({ name: nameOf(weight), variable: weight.variable }));
  expect(weights.map(({ name }) => name).sort()).toEqual(Object.keys(fixture.weights).sort());
  for (const { name, variable } of weights) tf.tidy(() => variable.assign(toTensor(fixture.weights[name])));

  const differentiable = [...inputs, ...weights].filter(({ name }) => name in fixture.grads);
  expect(differentiable.map(({ name }) => name).sort()).toEqual(Object.keys(fixture.grads).sort());
  const outputNames = Object.keys(fixture.upstream);
  expect(outputNames).toEqual(Object.keys(fixture.outputs).filter((name) => !name.startsWith('state_')));
  const results = tf.tidy(() => {
    const masks = new WeakMap<tf.Tensor, tf.Tensor>();
    if (mask !== undefined) masks.set(tensors[0], tf.cast(toTensor(mask), 'bool'));
    let outputs: readonly tf.Tensor[] = [];
    const { grads } = tf.variableGrads(
      () => {
        outputs = combine(toList(layer.run(tensors, { training, masks }))).map((output) => tf.keep(output));
        expect(outputs.length).toBe(outputNames.length);
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

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
