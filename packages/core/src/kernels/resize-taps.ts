/** Where the pixels of a resized image come from, axis by axis: for the authors of kernels. */

/** An element of the input and its weight. */
export type ResizeTap = readonly [element: number, weight: number];

/** The options of resizing that say where a pixel lies. */
export interface ResizeConvention {
  readonly alignCorners: boolean;
  /** Default: false. */
  readonly halfPixelCenters?: boolean;
}

/** The lengths whose ratio is the number of input elements for each output element. */
export function resizeSpans(
  inputs: number,
  outputs: number,
  { alignCorners }: ResizeConvention,
): readonly [inputSpan: number, outputSpan: number] {
  return alignCorners && outputs > 1 ? [inputs - 1, outputs - 1] : [inputs, outputs];
}

/**
 * The two elements between which an output element lies, with their weights in linear interpolation.
 *
 * @param out - The output element.
 * @param inputs - Elements of the axis before.
 * @param outputs - Elements of the axis after.
 */
export function linearTaps(
  out: number,
  inputs: number,
  outputs: number,
  convention: ResizeConvention,
): readonly [ResizeTap, ResizeTap] {
  const [inputSpan, outputSpan] = resizeSpans(inputs, outputs, convention);
  const half = (convention.halfPixelCenters ?? false) ? 0.5 : 0;
  const position = ((out + half) * inputSpan) / outputSpan - half;
  const inside = Math.min(inputs - 1, Math.max(0, position));
  const low = Math.floor(inside);
  const fraction = inside - low;
  return [
    [low, 1 - fraction],
    [Math.min(inputs - 1, low + 1), fraction],
  ];
}
