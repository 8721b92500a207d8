import { describeBackends, expectWithinTolerance, type FixtureCase, loadFixtures, toTensor } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { logSoftmax } from '../ops/log-softmax.js';

interface LayerConfig {
  readonly activation?: string;
  readonly rank?: number;
  readonly groups?: number;
  readonly strides?: [number, number];
  readonly dilation?: [number, number];
  readonly padding?: 'same' | 'valid' | [number, number][];
  readonly mode?: 'max' | 'avg';
  readonly pool_size?: [number, number];
  readonly keepdims?: boolean;
  readonly training?: boolean;
  readonly epsilon?: number;
  readonly axes?: number[];
  readonly name?: string;
}

type LayerCase = FixtureCase<LayerConfig>;
type Tensors = { readonly [name: string]: tf.Tensor };

const { add, div, mul, sub } = tf;

/** The activations of the fixtures, by ops. */
const activations: { readonly [name: string]: (x: tf.Tensor) => tf.Tensor } = {
  linear: (x) => x,
  relu: tf.relu,
  relu6: tf.relu6,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  hard_sigmoid_keras3: (x) => div(tf.relu6(add(x, 3)), 6),
  hard_sigmoid_keras2: (x) => tf.clipByValue(add(mul(x, 0.2), 0.5), 0, 1),
  gelu_exact: (x) => mul(mul(x, 0.5), add(tf.erf(mul(x, Math.SQRT1_2)), 1)),
  gelu_tanh: (x) => mul(mul(x, 0.5), add(tf.tanh(mul(add(x, mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI))), 1)),
  silu: (x) => mul(x, tf.sigmoid(x)),
  elu: tf.elu,
  selu: tf.selu,
  hard_swish: (x) => mul(x, div(tf.relu6(add(x, 3)), 6)),
  'leaky_relu_0.2': (x) => tf.leakyRelu(x, 0.2),
  softplus: tf.softplus,
  mish: (x) => mul(x, tf.tanh(tf.softplus(x))),
  softsign: (x) => div(x, add(tf.abs(x), 1)),
  log_sigmoid: (x) => tf.neg(tf.softplus(tf.neg(x))),
  celu: tf.elu,
  hard_tanh: (x) => tf.clipByValue(x, -1, 1),
  softmax: (x) => tf.softmax(x),
  log_softmax: (x) => logSoftmax(x),
  tanh_shrink: (x) => sub(x, tf.tanh(x)),
};

function withBias(y: tf.Tensor, { bias }: Tensors): tf.Tensor {
  return bias === undefined ? y : add(y, bias);
}

function normalize(x: tf.Tensor, axes: number[], epsilon: number): tf.Tensor {
  const { mean, variance } = tf.moments(x, axes, true);
  return mul(sub(x, mean), tf.rsqrt(add(variance, epsilon)));
}

type Pad = 'same' | 'valid';

/** Explicit padding as tfjs takes it, for the two spatial axes of four. */
function tfjsPad(padding: LayerConfig['padding']): Pad {
  const pad = typeof padding === 'object' ? [[0, 0], ...padding, [0, 0]] : padding;
  return pad as Pad;
}

/** The layers that are a few ops: from the tensors of a case to its output. */
const layers: { readonly [op: string]: (tensors: Tensors, config: LayerConfig, x: tf.Tensor) => tf.Tensor } = {
  dense: (tensors, { activation = 'linear' }, x) => {
    const { kernel } = tensors as { kernel: tf.Tensor };
    const [inputs = 0, units = 0] = kernel.shape;
    const product = tf.matMul(tf.reshape(x, [-1, inputs]), kernel as tf.Tensor2D);
    const y = tf.reshape(product, [...x.shape.slice(0, -1), units]);
    return (activations[activation] as (y: tf.Tensor) => tf.Tensor)(withBias(y, tensors));
  },
  conv: (tensors, { strides, dilation, padding }, x) => {
    const { kernel } = tensors as { kernel: tf.Tensor4D };
    const y = tf.conv2d(x as tf.Tensor4D, kernel, strides as [number, number], tfjsPad(padding), 'NHWC', dilation);
    return withBias(y, tensors);
  },
  depthwise_conv2d: (tensors, { strides, padding }, x) => {
    const { depthwise_kernel: kernel } = tensors as { depthwise_kernel: tf.Tensor4D };
    return withBias(tf.depthwiseConv2d(x as tf.Tensor4D, kernel, strides as [number, number], padding as Pad), tensors);
  },
  separable_conv2d: (tensors, { strides, padding }, x) => {
    const { depthwise_kernel: depthwise, pointwise_kernel: pointwise } = tensors as {
      depthwise_kernel: tf.Tensor4D;
      pointwise_kernel: tf.Tensor4D;
    };
    const y = tf.separableConv2d(x as tf.Tensor4D, depthwise, pointwise, strides as [number, number], padding as Pad);
    return withBias(y, tensors);
  },
  conv_transpose: (tensors, { strides = [1, 1], padding }, x) => {
    const { kernel } = tensors as { kernel: tf.Tensor4D };
    const [batch = 0, height = 0, width = 0] = x.shape;
    const [kernelHeight, kernelWidth, filters] = kernel.shape;
    const extra = (size: number, stride: number): number => (padding === 'valid' ? Math.max(size - stride, 0) : 0);
    const shape: [number, number, number, number] = [
      batch,
      height * strides[0] + extra(kernelHeight, strides[0]),
      width * strides[1] + extra(kernelWidth, strides[1]),
      filters,
    ];
    return withBias(tf.conv2dTranspose(x as tf.Tensor4D, kernel, shape, strides, padding as Pad), tensors);
  },
  pool: (_tensors, { mode, pool_size: size, strides, padding }, x) =>
    (mode === 'max' ? tf.maxPool : tf.avgPool)(
      x as tf.Tensor4D,
      size as [number, number],
      strides as [number, number],
      padding as Pad,
    ),
  global_pool: (_tensors, { mode, keepdims }, x) => {
    const axes = Array.from({ length: x.rank - 2 }, (_, axis) => axis + 1);
    return (mode === 'max' ? tf.max : tf.mean)(x, axes, keepdims);
  },
  batch_norm: (tensors, { training, epsilon = 0 }, x) => {
    const { gamma, beta, moving_mean, moving_variance } = tensors as { [name: string]: tf.Tensor1D };
    if (!training) {
      return tf.batchNorm(x, moving_mean as tf.Tensor1D, moving_variance as tf.Tensor1D, beta, gamma, epsilon);
    }
    const axes = x.shape.slice(0, -1).map((_, axis) => axis);
    return add(mul(normalize(x, axes, epsilon), gamma as tf.Tensor), beta as tf.Tensor);
  },
  layer_norm: ({ gamma, beta }, { axes = [], epsilon = 0 }, x) =>
    add(mul(normalize(x, axes, epsilon), gamma as tf.Tensor), beta as tf.Tensor),
  rms_norm: ({ gamma }, { epsilon = 0 }, x) =>
    mul(mul(x, tf.rsqrt(add(tf.mean(tf.square(x), -1, true), epsilon))), gamma as tf.Tensor),
  embedding: ({ embeddings, ids }) => tf.gather(embeddings as tf.Tensor, ids as tf.Tensor),
  prelu: ({ alpha }, _config, x) => tf.prelu(x, alpha as tf.Tensor),
  activation: (_tensors, { name = '' }, x) => (activations[name] as (y: tf.Tensor) => tf.Tensor)(x),
};

/** Cases that a few ops make: not the recurrent and attention layers, nor other ranks than 2-D. */
function isOfOps({ op, config }: LayerCase): boolean {
  return op in layers && (config.rank ?? 2) === 2 && (config.groups ?? 1) === 1;
}

const { cases } = await loadFixtures<LayerConfig>('layers');
const casesOfOps = cases.filter(isOfOps);

it('finds the cases', () => {
  expect(casesOfOps.length).toBe(54);
});

describeBackends('layers by ops', () => {
  it.each(casesOfOps.map((fixture) => [fixture.name, fixture] as const))('%s equals PyTorch', (_name, fixture) => {
    tf.tidy(() => {
      const { inputs, weights, upstream, outputs, grads, config, op } = fixture;
      const tensors = Object.fromEntries(
        Object.entries({ ...inputs, ...weights }).map(([name, decoded]) => [name, toTensor(decoded)]),
      );
      const layer = layers[op] as (tensors: Tensors, config: LayerConfig, x: tf.Tensor) => tf.Tensor;
      const forward = (all: Tensors): tf.Tensor => layer(all, config, all['x'] as tf.Tensor);

      const y = forward(tensors);
      expect(y.shape).toEqual(outputs['y']?.shape);
      expectWithinTolerance(y.dataSync(), outputs['y']);

      const names = Object.keys(grads);
      const lossOf = (...at: tf.Tensor[]): tf.Tensor => {
        const replaced = Object.fromEntries(names.map((name, index) => [name, at[index] as tf.Tensor]));
        return tf.sum(mul(forward({ ...tensors, ...replaced }), toTensor(upstream['y'])));
      };
      const gradients = tf.grads(lossOf)(names.map((name) => tensors[name] as tf.Tensor));
      names.forEach((name, index) => {
        expect(gradients[index]?.shape, name).toEqual(grads[name]?.shape);
        expectWithinTolerance((gradients[index] as tf.Tensor).dataSync(), grads[name]);
      });
    });
  });
});
