/** Records of convolutions with a bias and an activation. */
import { FusedConv2D, FusedDepthwiseConv2D } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import type { FusedActivation } from '../oracle/fused-activation.js';
import { termsOf } from '../oracle/convolution.js';
import * as laws from '../oracle/fused-convolution.js';
import type { FusedConvolutionAttributes, FusedConvolutionInputs } from '../oracle/fused-convolution.js';
import type { Accuracy } from './accuracy.js';
import { floats, seeds } from './arbitrary.js';
import type { OpCase, OpRecord } from './op-record.js';

const family = 'convolution';

type FusedCase = OpCase<FusedConvolutionInputs, FusedConvolutionAttributes>;

const activations: readonly FusedActivation[] = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'prelu', 'leakyrelu'];

/** What a case says beside its sizes. */
interface Fusion {
  readonly activation: FusedActivation;
  /** Shape of the bias; undefined: none. */
  readonly bias?: readonly number[] | undefined;
  /** Shape of the weights of prelu. */
  readonly alpha?: readonly number[];
  readonly dataFormat?: 'NHWC' | 'NCHW';
}

/** A 3 x 3 convolution of `[2, 5, 4, 3]` to six channels: with filters or, depthwise, a multiplier of two. */
function fusedCase(lastOfFilter: number, fusion: Fusion, seed: number): FusedCase {
  const { activation, bias, alpha, dataFormat = 'NHWC' } = fusion;
  return {
    inputs: {
      x: floats(dataFormat === 'NHWC' ? [2, 5, 4, 3] : [2, 3, 5, 4], seed),
      filter: floats([3, 3, 3, lastOfFilter], seed + 1),
      ...(bias === undefined ? {} : { bias: floats(bias, seed + 2) }),
      ...(activation === 'prelu' ? { preluActivationWeights: floats(alpha ?? [6], seed + 3) } : {}),
    },
    attributes: {
      strides: [1, 1],
      pad: 'same',
      dataFormat,
      dilations: [1, 1],
      activation,
      leakyreluAlpha: 0.3,
    },
  };
}

/** Every activation with and without a bias; a bias and weights of every rank that broadcasts. */
function fusions(dataFormat: 'NHWC' | 'NCHW'): Fusion[] {
  const ofChannels = dataFormat === 'NHWC' ? [[1, 1, 6]] : [[6, 1, 1]];
  const whole = dataFormat === 'NHWC' ? [5, 4, 6] : [6, 5, 4];
  return [
    ...activations.flatMap((activation) => [
      { activation, dataFormat },
      { activation, bias: [6], dataFormat },
    ]),
    ...[[], [1], ...ofChannels].map((bias) => ({ activation: 'relu' as const, bias, dataFormat })),
    ...[[], [1], ...ofChannels, whole].map((alpha) => ({ activation: 'prelu' as const, bias: [6], alpha, dataFormat })),
  ];
}

/** The budget of a sum of as many terms as a convolution has, and an activation on top. */
function sumAndActivation(terms: (inputs: FusedConvolutionInputs) => number): Accuracy<FusedConvolutionInputs> {
  return { of: 'tensor', ulps: (inputs) => terms(inputs) + 16 };
}

function record(
  name: string,
  law: OpRecord<FusedConvolutionInputs, FusedConvolutionAttributes>['law'],
  lastOfFilter: number,
  formats: readonly ('NHWC' | 'NCHW')[],
): OpRecord<FusedConvolutionInputs, FusedConvolutionAttributes> {
  const all = formats.flatMap(fusions);
  return {
    name,
    family,
    law,
    accuracy: sumAndActivation(termsOf),
    gradient: {
      kind: 'refused',
      inputs: ['x', 'filter'],
      reason: 'the public op differentiates the convolution and the activation apart',
    },
    cases: all.map((fusion, seed) => fusedCase(lastOfFilter, fusion, seed)),
    random: fc.tuple(fc.constantFrom(...all), seeds).map(([fusion, seed]) => fusedCase(lastOfFilter, fusion, seed)),
  };
}

/** FusedConv2D and FusedDepthwiseConv2D. */
export const fusedConvolutionRecords: readonly OpRecord[] = [
  record(FusedConv2D, laws.fusedConvolution, 6, ['NHWC', 'NCHW']),
  record(FusedDepthwiseConv2D, laws.fusedDepthwiseConvolution, 2, ['NHWC']),
];
