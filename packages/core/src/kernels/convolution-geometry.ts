/** What tfjs passes to the kernels of 2-D convolution, and the sizes that follow: for the authors of kernels. */
import { backend_util } from '@tensorflow/tfjs-core';
import { wrongGradientShape } from '../messages.js';
import type { Shape } from '../shape.js';

/** Attributes of the convolution kernels; those of the gradients have no dilations, the depthwise ones no format. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof backend_util.computeConv2DInfo>[4];
  readonly dataFormat?: 'NHWC' | 'NCHW';
  /** tfjs hands on what its caller passed, null included. */
  readonly dilations?: number | [number, number] | null;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Sizes, strides and padding of one convolution, as tfjs computes them. */
export type ConvolutionInfo = ReturnType<typeof backend_util.computeConv2DInfo>;

/** Padding as the attributes have it. */
type Padding = ConvolutionAttributes['pad'];

type Shape4D = [number, number, number, number];

/**
 * Padding by a number as explicit padding: of a number tfjs makes both sizes of the output with the window and the
 * stride of the height.
 */
export function explicitPadding(pad: Padding, dataFormat: 'NHWC' | 'NCHW'): Padding {
  if (typeof pad !== 'number') return pad;
  const none: [number, number] = [0, 0];
  const both: [number, number] = [pad, pad];
  return dataFormat === 'NHWC' ? [none, both, both, none] : [none, none, both, both];
}

/**
 * The geometry of a convolution.
 *
 * @param xShape - `[batch, height, width, channels]`, or channels second with dataFormat NCHW.
 * @param filterShape - `[height, width, channels, filters]`, or a multiplier in place of filters.
 * @param attributes - As the kernel gets them.
 * @param isDepthwise - Whether each channel has filters of its own. Default: false.
 */
export function convolutionInfo(
  xShape: Shape,
  filterShape: Shape,
  attributes: ConvolutionAttributes,
  isDepthwise = false,
): ConvolutionInfo {
  const { strides, pad, dataFormat = 'NHWC', dilations, dimRoundingMode } = attributes;
  return backend_util.computeConv2DInfo(
    [...xShape] as Shape4D,
    [...filterShape] as Shape4D,
    strides,
    dilations ?? 1,
    explicitPadding(pad, dataFormat),
    dimRoundingMode,
    isDepthwise,
    backend_util.convertConv2DDataFormat(dataFormat),
  );
}

/**
 * Checks that the gradient of a convolution's output has the shape of the output. tfjs does not, and a kernel
 * that trusts it reads beyond the tensor.
 *
 * @param info - The geometry, of an image or of a volume.
 * @throws {ShapeError} CONVOLUTION_GRADIENT_SHAPE
 */
export function checkGradientShape(kernelName: string, dyShape: Shape, info: { readonly outShape: Shape }): void {
  const isRight =
    dyShape.length === info.outShape.length && dyShape.every((size, axis) => size === info.outShape[axis]);
  if (!isRight) throw wrongGradientShape(kernelName, dyShape, info.outShape);
}
