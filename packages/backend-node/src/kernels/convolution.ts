/** Convolutions of images and volumes, with bias and activation, and their gradients; channels last. */
import type { CoprocessorRuntime } from '@isograd/backend-wasm/internals';
import {
  asVolume,
  checkGradientShape,
  type ConvolutionAttributes,
  convolutionInfo,
  convolutionVolume,
  type Shape,
  type VolumeConvolutionAttributes,
  type VolumeInfo,
} from '@isograd/core';
import {
  Conv2D,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  Conv3D,
  Conv3DBackpropFilterV2,
  Conv3DBackpropInputV2,
  DepthwiseConv2dNative,
  DepthwiseConv2dNativeBackpropFilter,
  DepthwiseConv2dNativeBackpropInput,
  FusedConv2D,
  FusedDepthwiseConv2D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import {
  type ConvolutionSizes,
  convolutionWords,
  filterGradientWords,
  inputGradientWords,
} from '../native/instructions/convolution.js';
import type { Place } from '../native/instructions/instruction.js';
import { activationOf, type FusedAttributes, type FusedInputs, isPerChannel } from './epilogue.js';
import { areFloats, type NativeKernel } from './native-kernel.js';

/** One convolution: its sizes for an instruction, and the shapes that its tensors have. */
interface Geometry {
  readonly sizes: ConvolutionSizes;
  readonly inShape: Shape;
  readonly outShape: Shape;
  readonly filterShape: Shape;
}

type GeometryOf<Attributes> = (xShape: Shape, filterShape: Shape, attributes: Attributes) => Geometry;

interface ForwardInputs extends FusedInputs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
}

interface InputGradientInputs {
  readonly dy: TensorInfo;
  readonly filter: TensorInfo;
}

interface FilterGradientInputs {
  readonly x: TensorInfo;
  readonly dy: TensorInfo;
}

const images =
  (isDepthwise: boolean): GeometryOf<ConvolutionAttributes> =>
  (xShape, filterShape, attributes) => {
    const info = convolutionInfo(xShape, filterShape, attributes, isDepthwise);
    const { inShape, outShape, filterShape: shape } = info;
    return { sizes: sizesOf(asVolume(info), isDepthwise), inShape, outShape, filterShape: shape };
  };

const volumes: GeometryOf<VolumeConvolutionAttributes> = (xShape, filterShape, attributes) => {
  const info = convolutionVolume(xShape, filterShape, attributes);
  const { inShape, outShape, filterShape: shape } = info;
  return { sizes: sizesOf(info, false), inShape, outShape, filterShape: shape };
};

/** The kernels of all convolutions. */
export const convolutionKernels: readonly NativeKernel[] = [
  forward(Conv2D, images(false)),
  forward(FusedConv2D, images(false)),
  forward(DepthwiseConv2dNative, images(true)),
  forward(FusedDepthwiseConv2D, images(true)),
  forward(Conv3D, volumes),
  inputGradient(Conv2DBackpropInput, images(false)),
  inputGradient(DepthwiseConv2dNativeBackpropInput, images(true)),
  inputGradient(Conv3DBackpropInputV2, volumes),
  filterGradient(Conv2DBackpropFilter, images(false)),
  filterGradient(DepthwiseConv2dNativeBackpropFilter, images(true)),
  filterGradient(Conv3DBackpropFilterV2, volumes),
];

function forward<Attributes extends object>(
  kernelName: string,
  geometryOf: GeometryOf<Attributes>,
): NativeKernel<ForwardInputs, Attributes & FusedAttributes> {
  return {
    kernelName,
    serves: ({ x, filter, bias }, attributes) =>
      areFloats(x, filter, bias) &&
      isChannelsLast(attributes) &&
      activationOf(attributes) !== undefined &&
      (bias === undefined || isPerChannel(bias, geometryOf(x.shape, filter.shape, attributes).outShape.at(-1) ?? 0)),
    compute: (runtime, { x, filter, bias }, attributes) => {
      const { sizes, outShape } = geometryOf(x.shape, filter.shape, attributes);
      const y = runtime.output(outShape, 'float32');
      const activation = activationOf(attributes);
      const tensors = bias === undefined ? [x, filter, y] : [x, filter, y, bias];
      runtime.instruct(addressesOf(runtime, tensors), ([from, weights, to, added]) =>
        convolutionWords(sizes, {
          x: from as Place,
          filter: weights as Place,
          y: to as Place,
          ...(added && { bias: added }),
          ...(activation && { activation }),
        }),
      );
      return y;
    },
  };
}

function inputGradient<Attributes extends object>(
  kernelName: string,
  geometryOf: GeometryOf<Attributes>,
): NativeKernel<InputGradientInputs, Attributes & { readonly inputShape: Shape }> {
  return {
    kernelName,
    serves: ({ dy, filter }, attributes) => areFloats(dy, filter) && isChannelsLast(attributes),
    compute: (runtime, { dy, filter }, attributes) => {
      const geometry = geometryOf(attributes.inputShape, filter.shape, attributes);
      checkGradientShape(kernelName, dy.shape, geometry);
      const dx = runtime.output(geometry.inShape, 'float32');
      runtime.instruct(addressesOf(runtime, [dy, filter, dx]), ([from, weights, to]) =>
        inputGradientWords(geometry.sizes, { dy: from as Place, filter: weights as Place, dx: to as Place }),
      );
      return dx;
    },
  };
}

function filterGradient<Attributes extends object>(
  kernelName: string,
  geometryOf: GeometryOf<Attributes>,
): NativeKernel<FilterGradientInputs, Attributes & { readonly filterShape: Shape }> {
  return {
    kernelName,
    serves: ({ x, dy }, attributes) => areFloats(x, dy) && isChannelsLast(attributes),
    compute: (runtime, { x, dy }, attributes) => {
      const geometry = geometryOf(x.shape, attributes.filterShape, attributes);
      checkGradientShape(kernelName, dy.shape, geometry);
      const out = runtime.output(geometry.filterShape, 'float32');
      runtime.instruct(addressesOf(runtime, [x, dy, out]), ([from, gradient, to]) =>
        filterGradientWords(geometry.sizes, { x: from as Place, dy: gradient as Place, gradient: to as Place }),
      );
      return out;
    },
  };
}

function addressesOf(runtime: CoprocessorRuntime, tensors: readonly TensorInfo[]): number[] {
  return tensors.map((tensor) => runtime.address(tensor));
}

function isChannelsLast(attributes: object): boolean {
  return !('dataFormat' in attributes) || attributes.dataFormat !== 'NCHW';
}

function sizesOf(info: VolumeInfo, isDepthwise: boolean): ConvolutionSizes {
  const { batchSize, inChannels, outChannels, padInfo } = info;
  return {
    batch: batchSize,
    inSize: [info.inDepth, info.inHeight, info.inWidth],
    channels: inChannels,
    outSize: [info.outDepth, info.outHeight, info.outWidth],
    filters: outChannels,
    filterSize: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    padding: [padInfo.front, padInfo.top, padInfo.left],
    groups: isDepthwise ? inChannels : 1,
  };
}
