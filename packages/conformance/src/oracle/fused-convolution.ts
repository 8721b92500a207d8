/** Laws of convolutions with a bias and an activation in one kernel. */
import { biasAndActivation, type FusedAttributes, type FusedInputs } from './fused-activation.js';
import { convolution, type ConvolutionInputs, depthwiseConvolution } from './convolution.js';
import type { HostTensor } from './host-tensor.js';
import type { SlidingAttributes } from './window.js';

/** Of both kernels. */
export type FusedConvolutionInputs = ConvolutionInputs & FusedInputs;

/** Of both kernels. */
export type FusedConvolutionAttributes = SlidingAttributes & FusedAttributes;

/** activation(x ∗ filter + bias); vectors lie along the channels, wherever those are. */
export function fusedConvolution(inputs: FusedConvolutionInputs, attributes: FusedConvolutionAttributes): HostTensor {
  return withRest(convolution(inputs, attributes), inputs, attributes);
}

/** The same of a depthwise convolution. */
export function fusedDepthwiseConvolution(
  inputs: FusedConvolutionInputs,
  attributes: FusedConvolutionAttributes,
): HostTensor {
  return withRest(depthwiseConvolution(inputs, attributes), inputs, attributes);
}

function withRest(sum: HostTensor, inputs: FusedInputs, attributes: FusedConvolutionAttributes): HostTensor {
  const onChannels = (tensor: HostTensor): HostTensor =>
    attributes.dataFormat === 'NCHW' && tensor.shape.length === 1
      ? { ...tensor, shape: [tensor.shape[0] as number, 1, 1] }
      : tensor;
  const { bias, preluActivationWeights } = inputs;
  return biasAndActivation(
    sum,
    {
      ...(bias === undefined ? {} : { bias: onChannels(bias) }),
      ...(preluActivationWeights === undefined ? {} : { preluActivationWeights: onChannels(preluActivationWeights) }),
    },
    attributes,
  );
}
