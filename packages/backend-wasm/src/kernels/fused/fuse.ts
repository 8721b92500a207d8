/**
 * Bias and activation of the fused kernels.
 *
 * A bias for each channel and the limits of relu and relu6 go with the outputs into memory. A bias of another shape, and
 * the activations that are more than a limit, are passes of their own.
 */
import { type Shape, sizeOf } from '@isograd/core';
import { Add, Elu, LeakyRelu, Sigmoid, type TensorInfo } from '@tensorflow/tfjs-core';
import { kernelCaseMissing } from '../../messages.js';
import type { Runtime } from '../../runtime.js';
import type { WasmFunction } from '../../wasm-function.js';
import { broadcast } from '../broadcast.js';
import { requireFloats } from '../require-floats.js';
import { type Epilogue, finishRows, noEpilogue, preluRows } from './epilogue.js';

/** Inputs that the fused kernels have beside those of the plain ones. */
export interface FusedInputs {
  /** float32, broadcasts against the output; of rank 1 it has a number for each channel. */
  readonly bias?: TensorInfo;
  /** float32, the same, for the activation `prelu`. */
  readonly preluActivationWeights?: TensorInfo;
}

/** Attributes that the fused kernels have beside those of the plain ones. */
export interface FusedAttributes {
  readonly activation?: string;
  /** Slope of `leakyrelu` below zero. Default: 0.2, as of tfjs's `leakyRelu`. */
  readonly leakyreluAlpha?: number;
}

/** What the bias and the activation of a kernel are applied to. */
interface Target {
  readonly kernelName: string;
  readonly outShape: Shape;
  readonly isChannelsFirst: boolean;
}

/** Functions that `fuse` runs. */
export const fuseFunctions: readonly WasmFunction[] = [finishRows, preluRows];

/** Activations that are limits. */
const limits: Readonly<Record<string, readonly [lowest: number, highest: number]>> = {
  linear: [noEpilogue.lowest, noEpilogue.highest],
  relu: [0, noEpilogue.highest],
  relu6: [0, 6],
};

const activations = [...Object.keys(limits), 'elu', 'leakyrelu', 'prelu', 'sigmoid'];

/**
 * The output of `compute` with bias and activation.
 *
 * @param compute - Makes a new output, which it puts through the epilogue that it gets.
 * @throws {UnsupportedError} WASM_KERNEL_CASE for an activation that tfjs does not fuse, or operands that are not float32.
 */
export function fuse(
  runtime: Runtime,
  target: Target,
  inputs: FusedInputs,
  attributes: FusedAttributes,
  compute: (epilogue: Epilogue) => TensorInfo,
): TensorInfo {
  const { activation = 'linear' } = attributes;
  if (!activations.includes(activation))
    throw kernelCaseMissing(target.kernelName, `activation ${activation}`, activations.join(', '));
  if (activation === 'prelu' && inputs.preluActivationWeights === undefined)
    throw kernelCaseMissing(target.kernelName, 'prelu without preluActivationWeights', 'a tensor of weights');
  const [lowest, highest] = limits[activation] ?? [noEpilogue.lowest, noEpilogue.highest];
  const { bias } = inputs;
  requireFloats(target.kernelName, ...Object.values(inputs).filter((input) => input !== undefined));
  let y: TensorInfo;
  if (bias === undefined) {
    y = compute({ bias: 0, lowest, highest });
  } else if (isPerChannel(bias, target)) {
    y = compute({ bias: runtime.address(bias), lowest, highest });
  } else {
    const aligned = align(runtime, bias, target);
    try {
      if (isPerChannel(aligned, target)) {
        y = compute({ bias: runtime.address(aligned), lowest, highest });
      } else {
        const sum = replace(runtime, compute(noEpilogue), (a) => runtime.call(Add, { a, b: aligned }, {}));
        runtime.run(finishRows, {
          out: runtime.address(sum),
          rows: 1,
          columns: sizeOf(sum.shape),
          bias: 0,
          lowest,
          highest,
        });
        y = sum;
      }
    } finally {
      runtime.dispose(aligned);
    }
  }
  return activate(runtime, target, y, inputs, attributes);
}

function activate(
  runtime: Runtime,
  target: Target,
  y: TensorInfo,
  { preluActivationWeights }: FusedInputs,
  { activation, leakyreluAlpha: alpha = 0.2 }: FusedAttributes,
): TensorInfo {
  if (activation === 'elu') return replace(runtime, y, (x) => runtime.call(Elu, { x }, {}));
  if (activation === 'sigmoid') return replace(runtime, y, (x) => runtime.call(Sigmoid, { x }, {}));
  if (activation === 'leakyrelu') return replace(runtime, y, (x) => runtime.call(LeakyRelu, { x }, { alpha }));
  if (activation !== 'prelu' || preluActivationWeights === undefined || sizeOf(y.shape) === 0) return y;
  const aligned = align(runtime, preluActivationWeights, target);
  const weights = isSuffix(aligned, y)
    ? runtime.alias(aligned, aligned.shape, 'float32')
    : broadcast(runtime, aligned, y.shape);
  const columns = sizeOf(weights.shape);
  runtime.run(preluRows, {
    out: runtime.address(y),
    rows: sizeOf(y.shape) / columns,
    columns,
    alpha: runtime.address(weights),
  });
  runtime.dispose(aligned);
  runtime.dispose(weights);
  return y;
}

/** `next` of `tensor`, which is given up. */
function replace(runtime: Runtime, tensor: TensorInfo, next: (tensor: TensorInfo) => TensorInfo): TensorInfo {
  const result = next(tensor);
  runtime.dispose(tensor);
  return result;
}

/**
 * An operand in a shape that broadcasts against the output: one of rank 1 has a number for each channel, also where
 * the channels are not the last axis; a single number is repeated for the channels of the last.
 */
function align(runtime: Runtime, operand: TensorInfo, { outShape, isChannelsFirst }: Target): TensorInfo {
  if (sizeOf(operand.shape) === 1 && !isChannelsFirst) {
    const one = runtime.alias(operand, [1], 'float32');
    return replace(runtime, one, (x) => broadcast(runtime, x, outShape.slice(-1)));
  }
  const isRow = operand.shape.length === 1 && isChannelsFirst && sizeOf(operand.shape) > 1;
  return runtime.alias(operand, isRow ? [...operand.shape, 1, 1] : operand.shape, 'float32');
}

/** Whether an operand has a number for each channel, in their order. */
function isPerChannel({ shape }: TensorInfo, { outShape, isChannelsFirst }: Target): boolean {
  const channelAxis = isChannelsFirst ? -3 : -1;
  const channels = outShape.at(channelAxis);
  return sizeOf(shape) === channels && (shape.length === 1 || shape.at(channelAxis) === channels);
}

/** Whether the elements of `operand` lie as those of the last axes of `y`. */
function isSuffix(operand: TensorInfo, y: TensorInfo): boolean {
  const significant = operand.shape.slice(
    Math.max(
      0,
      operand.shape.findIndex((size) => size !== 1),
    ),
  );
  return significant.every((size, axis) => size === y.shape[y.shape.length - significant.length + axis]);
}
