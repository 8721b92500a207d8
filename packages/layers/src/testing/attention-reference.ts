/** Layers with queries, keys and masks against a case of the fixtures: outputs, scores and gradients. */
import { keyData } from '@isograd/core';
import { type DecodedTensor, expectWithinTolerance, type FixtureCase, toTensor } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { Layer } from '../layer.js';
import { asNonEmpty, type TensorList, toList } from '../tensor-list.js';
import { weightEntries } from '../weight-names.js';

/** A row of an output `[batch, time, features]`. */
export type Row = readonly [batch: number, time: number];

/** How a case is run. */
export interface AttentionReferenceOptions {
  /** Names of the weights in the fixtures. Default: ours in snake case. */
  readonly nameOf?: (name: string) => string;
  /** Rows whose outputs, and with them the gradients, are not compared. Default: none. */
  readonly without?: readonly Row[];
  /** Of those, rows in which the heads give zeros, which leaves the bias of the projection back. Default: none. */
  readonly zeros?: readonly Row[];
  /** Names of gradients that are not compared. Default: none. */
  readonly uncompared?: readonly string[];
}

/** The inputs of a case in their order, and the masks that travel with them. */
function arrange(
  variables: Readonly<Record<string, tf.Tensor>>,
  masks: Readonly<Record<string, DecodedTensor>>,
): { inputs: TensorList; masks: WeakMap<tf.Tensor, tf.Tensor> } {
  const { query = variables['x'] as tf.Tensor, value = query, key = value } = variables;
  const toMask = (given: DecodedTensor): tf.Tensor => tf.cast(toTensor(given), 'bool');
  const travelling = new WeakMap<tf.Tensor, tf.Tensor>();
  for (const [name, x] of Object.entries({ query, value, key })) {
    const mask = masks[`${name}_mask`];
    if (mask !== undefined) travelling.set(x, toMask(mask));
  }
  const lengths = masks['key_lengths'];
  if (lengths !== undefined) {
    const steps = tf.range(0, value.shape[1] ?? 0, 1, 'int32');
    travelling.set(value, tf.less(steps, tf.expandDims(toTensor(lengths), 1)));
  }
  const { attention_mask: pairs } = masks;
  if (pairs !== undefined) return { inputs: [query, value, key, toMask(pairs)], masks: travelling };
  const names = ['query', 'value', 'key'].filter((name) => name in variables);
  const inputs = names.length === 0 ? [query] : names.map((name) => variables[name] as tf.Tensor);
  return { inputs: asNonEmpty(inputs), masks: travelling };
}

/** Runs a layer on a case and compares outputs and gradients; disposes the layer. */
export async function expectAttention(
  layer: Layer,
  fixture: FixtureCase,
  { nameOf = snakeCase, without = [], zeros = [], uncompared = [] }: AttentionReferenceOptions = {},
): Promise<void> {
  const isMask = (name: string): boolean => /_mask$|_lengths$/.test(name);
  const givenMasks = Object.fromEntries(Object.entries(fixture.inputs).filter(([name]) => isMask(name)));
  const variables = Object.fromEntries(
    Object.entries(fixture.inputs)
      .filter(([name]) => !isMask(name))
      .map(([name, value]) => [name, tf.tidy(() => tf.variable(toTensor(value)))]),
  );
  const shapes = tf.tidy(() => arrange(variables, givenMasks).inputs.map(({ shape }) => shape));
  layer.ensureBuilt(asNonEmpty(shapes), { path: 'layer', key: keyData(0) });
  const weights = Object.fromEntries(weightEntries(layer).map(([name, { variable }]) => [nameOf(name), variable]));
  expect(Object.keys(weights).sort()).toEqual(Object.keys(fixture.weights).sort());
  for (const [name, variable] of Object.entries(weights))
    tf.tidy(() => variable.assign(toTensor(fixture.weights[name])));

  const differentiable = Object.entries({ ...variables, ...weights }).filter(([name]) => name in fixture.grads);
  expect(differentiable.map(([name]) => name).sort()).toEqual(Object.keys(fixture.grads).sort());
  let outputs: readonly tf.Tensor[] = [];
  const grads = tf.tidy(() => {
    const arranged = arrange(variables, givenMasks);
    const computed = tf.variableGrads(
      () => {
        outputs = toList(layer.run(arranged.inputs, { training: false, masks: arranged.masks })).map(tf.keep);
        const terms = outputs.map((y, place) =>
          tf.sum(tf.mul(y, toTensor(fixture.upstream[nameOfOutput(place, outputs)]))),
        );
        return tf.addN(terms) as tf.Scalar;
      },
      differentiable.map(([, variable]) => variable),
    );
    return differentiable.map(([, variable]) => computed.grads[variable.name] ?? tf.zerosLike(variable)); // null where it plays no part
  });
  for (const [place, y] of outputs.entries()) {
    const reference = fixture.outputs[nameOfOutput(place, outputs)];
    expect(y.shape).toEqual(reference?.shape);
    await expectRows(y, reference, without);
  }
  for (const [index, [name]] of differentiable.entries()) {
    const grad = grads[index] as tf.Tensor;
    expect(grad.shape).toEqual(fixture.grads[name]?.shape);
    if (without.length === 0 && !uncompared.includes(name))
      expectWithinTolerance(await grad.data(), fixture.grads[name]);
  }
  if (zeros.length > 0) await expectBias(outputs[0] as tf.Tensor, zeros, fixture);
  tf.dispose([...outputs, ...grads, variables]);
  layer.dispose();
}

function nameOfOutput(place: number, outputs: readonly unknown[]): string {
  return outputs.length === 1 ? 'y' : `y${place}`;
}

/** Compares all rows but some. */
async function expectRows(y: tf.Tensor, reference: DecodedTensor | undefined, without: readonly Row[]): Promise<void> {
  const values = await y.data();
  const [, time = 1, features = 1] = y.shape;
  const got = Float64Array.from(values);
  for (const [batch, step] of without) {
    const from = (batch * time + step) * features;
    for (let at = from; at < from + features; at++) got[at] = reference?.values[at] ?? Number.NaN;
  }
  expectWithinTolerance(got, reference);
}

/** Heads that give zeros leave the bias of the projection back. */
async function expectBias(y: tf.Tensor, rows: readonly Row[], { weights }: FixtureCase): Promise<void> {
  const values = await y.data();
  const [, time = 1, features = 1] = y.shape;
  for (const [batch, step] of rows) {
    const from = (batch * time + step) * features;
    expectWithinTolerance(values.slice(from, from + features), weights['attention_output/bias']);
  }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
