/** Windows that slide over the axes of an image or volume: how many, where, and over what. */

/** Padding of the spatial axes as tfjs's kernels get it: explicit pairs are given for all axes of the input. */
export type Padding = 'same' | 'valid' | number | readonly (readonly [before: number, after: number])[];

/** What rounds the number of windows when they do not fit. */
export type Rounding = 'floor' | 'round' | 'ceil';

/** How windows slide, in the words of the kernels: one number stands for every axis. */
export interface SlidingAttributes {
  readonly strides: number | readonly number[];
  readonly pad: Padding;
  readonly dilations?: number | readonly number[];
  readonly dimRoundingMode?: Rounding;
  readonly dataFormat?: 'NHWC' | 'NCHW' | 'NDHWC';
}

/** The windows along one axis. */
export interface WindowAxis {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Elements of a window. */
  readonly windowSize: number;
  readonly stride: number;
  /** Distance of neighbouring elements of a window. */
  readonly dilation: number;
  /** Elements of padding before the first of the input. */
  readonly before: number;
}

/**
 * The windows along each spatial axis, after TensorFlow: 'valid' takes the windows that lie within the input;
 * 'same' takes ceil(input / stride) of them and pads evenly, the odd element after the end; a number pads both
 * ends by it.
 *
 * @param inputSizes - Of the spatial axes.
 * @param windowSizes - Of the same axes.
 * @param attributes - Explicit padding names every axis of the input, channels last but for NCHW.
 */
export function windowAxes(
  inputSizes: readonly number[],
  windowSizes: readonly number[],
  attributes: SlidingAttributes,
): WindowAxis[] {
  const { strides, pad, dilations = 1, dimRoundingMode = 'floor', dataFormat = 'NHWC' } = attributes;
  return inputSizes.map((inputSize, axis) => {
    const windowSize = windowSizes[axis] as number;
    const stride = ofAxis(strides, axis);
    const dilation = ofAxis(dilations, axis);
    const reach = (windowSize - 1) * dilation + 1;
    const common = { inputSize, windowSize, stride, dilation };
    if (pad === 'same') {
      const outputSize = Math.ceil(inputSize / stride);
      const padding = Math.max((outputSize - 1) * stride + reach - inputSize, 0);
      return { ...common, outputSize, before: Math.floor(padding / 2) };
    }
    const [before, after] = paddingOf(pad, axis, dataFormat);
    const outputSize = Math[dimRoundingMode]((inputSize + before + after - reach) / stride) + 1;
    return { ...common, outputSize: Math.max(outputSize, 0), before };
  });
}

/** Where in the input element `tap` of window `position` lies; outside of it: in the padding. */
export function inputPosition({ stride, dilation, before }: WindowAxis, position: number, tap: number): number {
  return position * stride + tap * dilation - before;
}

/** Whether a position of each axis lies in the input, not in the padding. */
export function isInside(axes: readonly WindowAxis[], positions: readonly number[]): boolean {
  return axes.every(({ inputSize }, axis) => {
    const position = positions[axis] as number;
    return position >= 0 && position < inputSize;
  });
}

/** A number for every axis, or that of the axis. */
function ofAxis(value: number | readonly number[], axis: number): number {
  return typeof value === 'number' ? value : (value[axis] as number);
}

function paddingOf(
  pad: Exclude<Padding, 'same'>,
  axis: number,
  dataFormat: NonNullable<SlidingAttributes['dataFormat']>,
): readonly [number, number] {
  if (pad === 'valid') return [0, 0];
  if (typeof pad === 'number') return [pad, pad];
  return pad[axis + (dataFormat === 'NCHW' ? 2 : 1)] as readonly [number, number];
}
