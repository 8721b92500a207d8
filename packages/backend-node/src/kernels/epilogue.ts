/** Bias and activation of the fused kernels, as far as they go with the results of a product into memory. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '@isograd/core';
import type { NativeActivation } from '../native/instructions/activation.js';

/** Inputs that the fused kernels have beside those of the plain ones. */
export interface FusedInputs {
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

/** Attributes that the fused kernels have beside those of the plain ones. */
export interface FusedAttributes {
  readonly activation?: string;
  /** Slope of `leakyrelu` below zero. Default: 0.2, as of tfjs's `leakyRelu`. */
  readonly leakyreluAlpha?: number;
}

/** Whether a bias is missing or has a number for each of the channels, which are the last axis. */
export function isPerChannel(bias: TensorInfo | undefined, channels: number): boolean {
  if (bias === undefined) return true;
  return sizeOf(bias.shape) === channels && bias.shape.at(-1) === channels;
}

/** The activation of a fused kernel; undefined for one that instructions do not have. */
export function activationOf({
  activation = 'linear',
  leakyreluAlpha = 0.2,
}: FusedAttributes): NativeActivation | undefined {
  if (activation === 'linear') return { kind: 'none' };
  if (activation === 'leakyrelu') return { kind: 'leakyRelu', alpha: leakyreluAlpha };
  return isFunction(activation) ? { kind: activation } : undefined;
}

/** Whether tfjs fuses it, and an instruction has it under the same name. */
function isFunction(activation: string): activation is 'relu' | 'relu6' | 'elu' | 'sigmoid' {
  return ['relu', 'relu6', 'elu', 'sigmoid'].includes(activation);
}
