/** Kernels that cannot be differentiated, and say so by name, at the moment that a gradient would go through them. */
import * as tf from '@tensorflow/tfjs-core';
import { gradientMissing } from '../messages.js';

/** Entries whose gradients throw. */
function refuse(kernelNames: readonly string[], received: string, expected: string): tf.GradConfig[] {
  return kernelNames.map((kernelName) => ({
    kernelName,
    gradFunc: () => {
      throw gradientMissing(kernelName, received, expected);
    },
  }));
}

/** Kernels that compute gradients, and fused ones: tfjs's public ops put neither on a tape. */
const internalKernels = [tf.EluGrad, tf.FusedConv2D, tf.FusedDepthwiseConv2D, tf._FusedMatMul, tf.LRNGrad];

/** Names of tfjs that no backend has a kernel for: the ops of these names are made of others. */
const namesWithoutKernel = [
  tf.BroadcastTo,
  tf.LogSoftmax,
  tf.LogicalXor,
  tf.LowerBound,
  tf.MatrixBandPart,
  tf.Pool,
  tf.UpperBound,
];

/** Kernels that make tensors out of attributes and pictures. */
const sources = [tf.Draw, tf.Fill, tf.FromPixels, tf.LinSpace, tf.Range];

const stringKernels = [tf.StaticRegexReplace, tf.StringNGrams, tf.StringSplit, tf.StringToHashBucketFast];

const raggedKernels = [tf.RaggedGather, tf.RaggedRange, tf.RaggedTensorToTensor];

/** Entries that throw UnsupportedError GRADIENT_MISSING. */
export const refusedGradients: readonly tf.GradConfig[] = [
  ...refuse(internalKernels, 'a call of the kernel itself', 'the public op, which has a gradient'),
  ...refuse(namesWithoutKernel, 'a kernel of another library', 'the public op, which is made of other kernels'),
  ...refuse(sources, 'a kernel that takes no numbers of a tensor', 'ops on tensors'),
  ...refuse(stringKernels, 'text', 'numbers'),
  ...refuse(raggedKernels, 'ragged tensors, which are host data', 'dense tensors'),
];
