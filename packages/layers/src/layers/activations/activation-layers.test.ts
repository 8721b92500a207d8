/** Activation layers: configs, masks of softmax, slopes of prelu, and options that a file may hold. */
import { keyData, type PartialShape } from '@isograd/core';
import { describeBackends } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../../layer.js';
import { layerReader, serializeLayer } from '../../serialization/layer-reader.js';
import { layerTable } from '../../serialization/layer-table.js';
import { activationCases } from '../../testing/layer-cases/activations.js';
import { asNonEmpty } from '../../tensor-list.js';
import { prelu } from './prelu.js';
import { softmax } from './softmax.js';

const read = layerReader('test', layerTable);
const context = { path: 'layer', key: keyData(0) };

/** Runs a layer once and disposes it. */
async function run(layer: Layer, inputs: tf.Tensor[], masks: WeakMap<tf.Tensor, tf.Tensor> = new WeakMap()) {
  const tensors = asNonEmpty(inputs);
  layer.ensureBuilt(asNonEmpty(inputs.map(({ shape }) => shape)), context);
  const y = layer.run(tensors, { training: false, masks }) as tf.Tensor;
  const values = Array.from(await y.data());
  tf.dispose([y, ...inputs]);
  layer.dispose();
  return values;
}

describe('activation layers', () => {
  it.each(activationCases.filter(({ name }) => name !== 'activation, a function'))('$name is read back', ({ make }) => {
    const layer = make() as Layer;
    const json = JSON.parse(JSON.stringify(serializeLayer(layer))) as unknown;
    expect(serializeLayer(read(json))).toEqual(json);
  });

  it("have Keras's defaults", () => {
    const configOf = (className: string): unknown => read({ className, config: {} }).getConfig();
    expect(configOf('LeakyReLU')).toMatchObject({ negativeSlope: 0.3 });
    expect(configOf('ReLU')).toEqual({ name: 're_lu', trainable: true, negativeSlope: 0, threshold: 0 });
    expect(configOf('ELU')).toMatchObject({ alpha: 1 });
    expect(configOf('Softmax')).toMatchObject({ axis: -1 });
    expect(configOf('PReLU')).toMatchObject({ alphaInitializer: { className: 'Zeros', config: {} }, sharedAxes: [] });
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['Activation', {}, /\[ACTIVATION_FORM\]$/],
    ['Activation', { activation: 'rellu' }, /write 'relu'[^]*\[NAME_UNKNOWN\]$/],
    ['ReLU', { maxValue: -1 }, /\[LAYER_OPTION\]$/],
    ['ReLU', { negativeSlope: '0' }, /\[LAYER_OPTION\]$/],
    ['ReLU', { threshold: true }, /\[LAYER_OPTION\]$/],
    ['LeakyReLU', { negativeSlope: -0.1 }, /\[LAYER_OPTION\]$/],
    ['ThresholdedReLU', { theta: [] }, /\[LAYER_OPTION\]$/],
    ['ELU', { alpha: {} }, /\[LAYER_OPTION\]$/],
    ['GELU', { approximate: 1 }, /\[LAYER_OPTION\]$/],
    ['PReLU', { sharedAxes: [0] }, /\[LAYER_OPTION\]$/],
    ['PReLU', { sharedAxes: 'time' }, /\[LAYER_OPTION\]$/],
    ['PReLU', { alphaInitializer: 3 }, /\[OPTION_FORM\]$/],
    ['PReLU', { alphaConstraint: { className: 'Zeros', config: {} } }, /\[NAME_UNKNOWN\]$/],
    ['Softmax', { axis: 0.5 }, /\[LAYER_OPTION\]$/],
    ['Softmax', { axis: [] }, /\[LAYER_OPTION\]$/],
    ['LogSoftmax', { axis: '1' }, /\[LAYER_OPTION\]$/],
  ])('%s refuses %j', (className, config, message) => {
    expect(() => read({ className, config })).toThrow(message);
  });

  it.each<[string, Layer, PartialShape[], RegExp]>([
    ['softmax of an axis too many', softmax({ axis: 2 }), [[null, 3]], /\[LAYER_OPTION\]$/],
    ['softmax of three inputs', softmax(), [[null, 3], [3], [3]], /\[INPUT_COUNT\]$/],
    ['softmax with a mask of another size', softmax(), [[null, 3], [2]], /\[MASK_SHAPE\]$/],
    [
      'softmax with a mask of more axes',
      softmax(),
      [
        [null, 3],
        [1, null, 3],
      ],
      /\[MASK_SHAPE\]$/,
    ],
    ['prelu of an unknown size', prelu(), [[null, null, 3]], /\[SHAPE_UNKNOWN_AXIS\]$/],
    ['prelu that shares an axis too many', prelu({ sharedAxes: 2 }), [[null, 3]], /\[LAYER_OPTION\]$/],
  ])('refuse %s', (_name, layer, shapes, message) => {
    expect(() => layer.computeOutputShape(asNonEmpty(shapes))).toThrow(message);
  });
});

describeBackends('softmax with a mask', () => {
  const half = [0.5, 0.5];

  it('shares among what is kept, and gives nothing where nothing is', async () => {
    const x = tf.tensor([1, 1, 9, 2, 5, 5], [2, 3]);
    const mask = tf.tensor([1, 1, 0, 0, 0, 0], [2, 3], 'bool');
    expect(await run(softmax(), [x, mask])).toEqual([...half, 0, 0, 0, 0]);
  });

  it('takes numbers as a mask, and one for all rows', async () => {
    expect(await run(softmax(), [tf.tensor([[7, 3, 3]]), tf.tensor([0.4, 0.6, 1])])).toEqual([0, ...half]);
    expect(await run(softmax(), [tf.tensor([[7, 3, 3]]), tf.tensor([0, 1, 1], [3], 'int32')])).toEqual([0, ...half]);
  });

  it('lets no NaN out of what is masked', async () => {
    expect(await run(softmax(), [tf.tensor([[Number.NaN, 3, 3]]), tf.tensor([0, 1, 1])])).toEqual([0, ...half]);
  });

  it('heeds the mask of a sequence where its axis is time, and there alone', async () => {
    const withMask = (x: tf.Tensor): [tf.Tensor, WeakMap<tf.Tensor, tf.Tensor>, tf.Tensor] => {
      const mask = tf.tensor([[1, 1, 0]], [1, 3], 'bool');
      return [x, new WeakMap([[x, mask]]), mask];
    };
    const [scores, masks, mask] = withMask(tf.tensor([[2, 2, 9]]));
    expect(await run(softmax(), [scores], masks)).toEqual([...half, 0]);
    mask.dispose();
    const [steps, stepMasks, stepMask] = withMask(tf.tensor([[[1], [1], [5]]]));
    expect(await run(softmax({ axis: 1 }), [steps], stepMasks)).toEqual([...half, 0]);
    stepMask.dispose();
    const [features, featureMasks, featureMask] = withMask(tf.tensor([[[1], [1], [5]]]));
    expect(await run(softmax(), [features], featureMasks)).toEqual([1, 1, 1]);
    featureMask.dispose();
  });
});

describeBackends('prelu', () => {
  it('has one slope an element, or one along shared axes', async () => {
    const constant = { alphaInitializer: { className: 'Constant', config: { value: 0.5 } } };
    expect(await run(prelu(constant), [tf.tensor([[-2, 4]])])).toEqual([-1, 4]);
    const layer = prelu({ ...constant, sharedAxes: [1] });
    layer.ensureBuilt([[null, null, 2]], context);
    expect(layer.weights.map(({ name, shape }) => [name, shape])).toEqual([['alpha', [1, 2]]]);
    expect(await run(layer, [tf.tensor([-2, 4, 6, -8], [1, 2, 2])])).toEqual([-1, 4, 6, -4]);
  });

  it('refuses examples of another shape than it was built for', () => {
    const layer = prelu();
    layer.ensureBuilt([[null, 3]], context);
    const x = tf.ones([1, 4]);
    expect(() => layer.run([x], { training: false })).toThrow(/\[PRELU_SHAPE\]$/);
    layer.dispose();
    x.dispose();
  });

  it('hands its regularizer and constraint on', () => {
    const layer = prelu({ alphaRegularizer: 'l2', alphaConstraint: 'nonNeg' });
    layer.ensureBuilt([[null, 3]], context);
    expect(layer.weights.map(({ regularizer, constraint }) => [regularizer?.className, constraint?.className])).toEqual(
      [['L2', 'NonNeg']],
    );
    layer.dispose();
  });
});
