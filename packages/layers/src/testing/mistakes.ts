/** The mistakes that are made most, as programs that end in an error. */
import { NdArray } from '@isograd/core';
import { sgd } from '@isograd/optimizers';
import * as tf from '@tensorflow/tfjs-core';
import { activation } from '../layers/activations/activation.js';
import { averagePooling2d } from '../layers/pooling/average-pooling.js';
import { maxPooling2d } from '../layers/pooling/max-pooling.js';
import { batchNormalization } from '../layers/normalization/batch-normalization.js';
import { conv1d } from '../layers/convolution/conv1d.js';
import { conv2d } from '../layers/convolution/conv2d.js';
import { dense } from '../layers/core/dense.js';
import { embedding } from '../layers/core/embedding.js';
import { dropout } from '../layers/regularization/dropout.js';
import { flatten } from '../layers/reshaping/flatten.js';
import { reshape } from '../layers/reshaping/reshape.js';
import type { Layer } from '../layer.js';
import { sparseCategoricalCrossentropy } from '../losses/crossentropy.js';
import { huber } from '../losses/huber.js';
import { model } from '../models/functional.js';
import { sequential } from '../models/sequential.js';
import { input } from '../symbolic-tensor.js';

/** A program that somebody may write by mistake. */
export interface Mistake {
  /** What is wrong with it. */
  readonly name: string;
  /** Runs it; it throws, or returns a promise that rejects. */
  readonly make: () => unknown;
}

const zeros = (...shape: number[]): NdArray => NdArray.zeros(shape);
const chain = (...layers: Layer[]): ReturnType<typeof sequential> => sequential({ layers, name: 'net', seed: 0 });
const classifier = (): ReturnType<typeof sequential> => {
  const net = chain(dense({ units: 3, name: 'head', inputShape: [4] }));
  net.compile({ optimizer: 'adam', loss: sparseCategoricalCrossentropy({ fromLogits: true }) });
  return net;
};
const regressor = (units = 1): ReturnType<typeof sequential> => {
  const net = chain(dense({ units, name: 'head', inputShape: [4] }));
  net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  return net;
};

export const mistakes: readonly Mistake[] = [
  // Options of layers
  { name: 'units left out', make: () => dense({} as never) },
  { name: 'no units', make: () => dense({ units: 0 }) },
  { name: 'units with a fraction', make: () => dense({ units: 2.5 }) },
  { name: 'units as a text', make: () => dense({ units: '10' as never }) },
  { name: 'a misspelt activation', make: () => dense({ units: 1, activation: 'rleu' as never }) },
  { name: 'a misspelt initializer', make: () => dense({ units: 1, kernelInitializer: 'glorotNorml' as never }) },
  { name: 'a misspelt regularizer', make: () => dense({ units: 1, kernelRegularizer: 'l3' as never }) },
  { name: 'a bias switch that is a number', make: () => dense({ units: 1, useBias: 0 as never }) },
  { name: 'a batch axis in inputShape', make: () => dense({ units: 1, inputShape: [-1, 4] }) },
  { name: 'inputShape as a number', make: () => dense({ units: 1, inputShape: 4 as never }) },
  { name: 'a kernel without a size', make: () => conv2d({ filters: 4 } as never) },
  { name: 'a kernel of three sizes in 2-D', make: () => conv2d({ filters: 4, kernelSize: [3, 3, 3] as never }) },
  { name: 'a padding that there is not', make: () => conv2d({ filters: 4, kernelSize: 3, padding: 'full' as never }) },
  { name: 'causal padding of images', make: () => conv2d({ filters: 4, kernelSize: 3, padding: 'causal' as never }) },
  { name: 'strides and dilation', make: () => conv2d({ filters: 4, kernelSize: 3, strides: 2, dilationRate: 2 }) },
  { name: 'groups that do not divide the filters', make: () => conv2d({ filters: 4, kernelSize: 3, groups: 3 }) },
  { name: 'a rate of dropout in percent', make: () => dropout({ rate: 50 }) },
  { name: 'a vocabulary without a size', make: () => embedding({ outputDim: 8 } as never) },
  { name: 'a momentum above 1', make: () => batchNormalization({ momentum: 99 }) },
  { name: 'two free axes', make: () => reshape({ targetShape: [-1, -1] }) },
  // Shapes between layers
  { name: 'images into dense', make: () => chain(conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 8] })) },
  { name: 'a window larger than the image', make: () => chain(maxPooling2d({ poolSize: 4, inputShape: [3, 3, 1] })) },
  {
    name: 'a flat input into a convolution',
    make: () => chain(flatten({ inputShape: [8, 8, 1] }), conv2d({ filters: 4, kernelSize: 3 })),
  },
  { name: 'an image into conv1d', make: () => chain(conv1d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 1] })) },
  { name: 'a reshape of another size', make: () => chain(reshape({ targetShape: [5, 5], inputShape: [24] })) },
  {
    name: 'groups that do not divide the channels',
    make: () => chain(conv2d({ filters: 4, kernelSize: 1, groups: 2, inputShape: [4, 4, 3] })),
  },
  { name: 'too many poolings', make: () => chain(averagePooling2d({ inputShape: [2, 2, 1] }), averagePooling2d()) },
  {
    name: 'a layer that was built for another size',
    make: async () => {
      const shared = dense({ units: 2, name: 'shared' });
      await chain(shared, flatten()).predict(zeros(1, 4));
      return sequential({ layers: [shared], inputShape: [5] });
    },
  },
  // Models
  { name: 'a model without layers', make: () => sequential().predict(zeros(1, 2)) },
  { name: 'a list of lists of layers', make: () => sequential({ layers: [[dense({ units: 1 })]] as never }) },
  { name: 'a summary before the shape is known', make: () => chain(dense({ units: 1 })).summary() },
  {
    name: 'training before compile',
    make: () => chain(dense({ units: 1, inputShape: [4] })).fit(zeros(2, 4), zeros(2, 1)),
  },
  {
    name: 'two layers of one name',
    make: () => chain(dense({ units: 1, name: 'a', inputShape: [2] }), dense({ units: 1, name: 'a' })),
  },
  {
    name: 'a layer added to a built model',
    make: () => {
      const net = chain(dense({ units: 1, inputShape: [2] }));
      net.initialize();
      net.add(dense({ units: 1 }));
    },
  },
  {
    name: 'an output that needs another input',
    make: () => {
      const [a, b] = [input({ shape: [2], name: 'a' }), input({ shape: [2], name: 'b' })];
      return model({ inputs: a, outputs: dense({ units: 1 }).apply(b) });
    },
  },
  {
    name: 'a tensor where a symbolic one belongs',
    make: () => dense({ units: 1 }).apply('x' as never),
  },
  { name: 'a layer that is no part of the model', make: () => classifier().getLayer('tail') },
  {
    name: 'a layer run before it is built',
    make: () => tf.tidy(() => dense({ units: 1, name: 'lone' }).run([tf.zeros([1, 2])], { training: false })),
  },
  {
    name: 'a model used after dispose',
    make: () => {
      const net = classifier();
      net.initialize();
      net.dispose();
      return net.predict(zeros(1, 4));
    },
  },
  // compile
  {
    name: 'a misspelt loss',
    make: () =>
      chain(dense({ units: 1, inputShape: [2] })).compile({ optimizer: 'adam', loss: 'meanSquareError' as never }),
  },
  {
    name: 'a misspelt optimizer',
    make: () =>
      chain(dense({ units: 1, inputShape: [2] })).compile({ optimizer: 'admm' as never, loss: 'meanSquaredError' }),
  },
  {
    name: 'a misspelt metric',
    make: () =>
      chain(dense({ units: 1, inputShape: [2] })).compile({
        optimizer: 'adam',
        loss: 'meanSquaredError',
        metrics: ['acuracy' as never],
      }),
  },
  {
    name: 'a loss for an output that is not there',
    make: () =>
      chain(dense({ units: 1, name: 'head', inputShape: [2] })).compile({
        optimizer: 'adam',
        loss: { tail: 'meanSquaredError' } as never,
      }),
  },
  {
    name: 'more losses than outputs',
    make: () =>
      chain(dense({ units: 1, inputShape: [2] })).compile({
        optimizer: 'adam',
        loss: ['meanSquaredError', 'meanSquaredError'],
      }),
  },
  { name: 'a negative learning rate', make: () => sgd({ learningRate: -0.1 }) },
  { name: 'a negative delta', make: () => huber({ delta: -1 }) },
  // Data
  { name: 'an input of another width', make: () => classifier().fit(zeros(2, 5), Int32Array.of(0, 1)) },
  { name: 'an input without a batch axis', make: () => classifier().predict(zeros(4)) },
  { name: 'targets of another number', make: () => classifier().fit(zeros(3, 4), Int32Array.of(0, 1)) },
  { name: 'one-hot rows for a sparse loss', make: () => classifier().fit(zeros(2, 4), zeros(2, 3)) },
  { name: 'labels that count from 1', make: () => classifier().fit(zeros(3, 4), Int32Array.of(1, 2, 3)) },
  {
    name: 'class numbers for a loss of one-hot rows',
    make: () => {
      const net = chain(dense({ units: 3, activation: 'softmax', inputShape: [4] }));
      net.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
      return net.fit(zeros(2, 4), Int32Array.of(0, 1));
    },
  },
  {
    name: 'targets above 1 for a binary loss',
    make: () => {
      const net = chain(dense({ units: 1, activation: 'sigmoid', inputShape: [4] }));
      net.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
      return net.fit(zeros(2, 4), [0, 255]);
    },
  },
  {
    name: 'a missing value',
    make: () => regressor().fit(new NdArray(Float32Array.of(0, 1, Number.NaN, 3), [1, 4]), [1]),
  },
  { name: 'targets of another width', make: () => regressor(2).fit(zeros(3, 4), zeros(3, 5)) },
  { name: 'no examples', make: () => regressor().fit(zeros(0, 4), zeros(0, 1)) },
  { name: 'nested lists as data', make: () => regressor().fit([[1, 2, 3, 4]] as never, [1]) },
  { name: 'two inputs for a model of one', make: () => regressor().fit([zeros(2, 4), zeros(2, 4)], zeros(2, 1)) },
  {
    name: 'an unknown token',
    make: () =>
      chain(embedding({ inputDim: 10, outputDim: 2, inputShape: [3] })).predict(
        Int32Array.of(1, 2, 10) && new NdArray(Int32Array.of(1, 2, 10), [1, 3]),
      ),
  },
  {
    name: 'tokens with fractions',
    make: () =>
      chain(embedding({ inputDim: 10, outputDim: 2, inputShape: [1] })).predict(
        new NdArray(Float32Array.of(1.5), [1, 1]),
      ),
  },
  { name: 'an empty batch size', make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { batchSize: 0 }) },
  { name: 'all examples held back', make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { validationSplit: 1 }) },
  { name: 'weights of another number', make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { sampleWeight: [1] }) },
  {
    name: 'a class weight for numbers',
    make: () => regressor().fit(zeros(2, 4), zeros(2, 1), { classWeight: { 0: -1 } }),
  },
  {
    name: 'a rate that diverges',
    make: () => {
      const net = chain(dense({ units: 1, inputShape: [1] }));
      net.compile({ optimizer: sgd({ learningRate: 1e30 }), loss: 'meanSquaredError' });
      return net.fit([1, 2, 3, 4], [1e3, -1e3, 1e3, -1e3], { epochs: 5, batchSize: 1 });
    },
  },
  {
    name: 'weights in another order',
    make: () => {
      const net = classifier();
      net.initialize();
      net.setWeights([zeros(3), zeros(4, 3)]);
    },
  },
  { name: 'weights of another model', make: () => classifier().setWeights([zeros(4, 3)]) },
  { name: 'an activation layer without a name', make: () => activation({} as never) },
];
