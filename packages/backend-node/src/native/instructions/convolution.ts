/** Convolutions and their gradients, of one to three axes. */
import { activationWords, type NativeActivation } from './activation.js';
import { instruction, type Place, placeWords } from './instruction.js';

/** Depth, height, width: an image has depth 1, a sequence depth and height 1. */
export type Axes = readonly [depth: number, height: number, width: number];

/** The sizes of a convolution, channels last; the filter is [depth, height, width, channels / groups, filters]. */
export interface ConvolutionSizes {
  readonly batch: number;
  readonly inSize: Axes;
  readonly channels: number;
  readonly outSize: Axes;
  readonly filters: number;
  readonly filterSize: Axes;
  readonly strides: Axes;
  readonly dilations: Axes;
  /** Zeros before the first element of each axis; those behind follow from the sizes. */
  readonly padding: Axes;
  readonly groups: number;
}

/** `y = activation(x * filter + bias)`. */
export interface Convolution {
  readonly x: Place;
  readonly filter: Place;
  readonly y: Place;
  /** One number for each filter. */
  readonly bias?: Place;
  readonly activation?: NativeActivation;
}

/** The gradient of the input; with a bias and an activation it is a transposed convolution. */
export interface ConvolutionInputGradient {
  readonly dy: Place;
  readonly filter: Place;
  readonly dx: Place;
  /** One number for each channel of `dx`. */
  readonly bias?: Place;
  readonly activation?: NativeActivation;
}

/** The gradient of the filter. */
export interface ConvolutionFilterGradient {
  readonly x: Place;
  readonly dy: Place;
  readonly gradient: Place;
}

/** The words of a convolution. */
export function convolutionWords(sizes: ConvolutionSizes, { x, filter, y, bias, activation }: Convolution): number[] {
  const tensors = [x, filter, y, bias].flatMap(placeWords);
  return instruction('convolution', [...sizeWords(sizes), ...activationWords(activation), ...tensors]);
}

/** The words of the gradient of its input. */
export function inputGradientWords(sizes: ConvolutionSizes, gradient: ConvolutionInputGradient): number[] {
  const { dy, filter, dx, bias, activation } = gradient;
  const tensors = [dy, filter, dx, bias].flatMap(placeWords);
  return instruction('convolutionInputGradient', [...sizeWords(sizes), ...activationWords(activation), ...tensors]);
}

/** The words of the gradient of its filter. */
export function filterGradientWords(sizes: ConvolutionSizes, gradient: ConvolutionFilterGradient): number[] {
  const { x, dy, gradient: out } = gradient;
  return instruction('convolutionFilterGradient', [...sizeWords(sizes), ...[x, dy, out].flatMap(placeWords)]);
}

function sizeWords(sizes: ConvolutionSizes): number[] {
  const { batch, inSize, channels, outSize, filters, filterSize, strides, dilations, padding, groups } = sizes;
  return [batch, ...inSize, channels, ...outSize, filters, ...filterSize, ...strides, ...dilations, ...padding, groups];
}
