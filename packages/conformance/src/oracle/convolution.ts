/**
 * Laws of convolution in one to three dimensions, and of its two gradients.
 *
 * All are the one sum y[b, p, f] = Σ x[b, s p + d t - before, c] w[t, c, f] over the taps t of the window and the
 * channels c, of which each law leaves another factor free. Channels are last; `NCHW` is put in that order first.
 */
import { sizeOf } from '@isograd/core';
import { type HostTensor, indicesOf, positionOf, tabulate } from './host-tensor.js';
import { inputPosition, isInside, type SlidingAttributes, type WindowAxis, windowAxes } from './window.js';

/** `x` is `[batch, ...space, channels]`, `filter` `[...window, channels, filters]`. */
export type ConvolutionInputs = { readonly x: HostTensor; readonly filter: HostTensor };

/** One product of the sum: the positions, row-major, of its two factors and of the element it is added to. */
interface Term {
  readonly x: number;
  readonly filter: number;
  readonly y: number;
}

/** Sizes of a convolution whose channels are last. */
interface Geometry {
  readonly xShape: readonly number[];
  readonly filterShape: readonly number[];
  readonly axes: readonly WindowAxis[];
  readonly yShape: readonly number[];
  /** Each channel has filters of its own, and output `channel * multiplier + m`. */
  readonly isDepthwise: boolean;
}

/** y = x ∗ filter */
export function convolution({ x, filter }: ConvolutionInputs, attributes: SlidingAttributes): HostTensor {
  const image = channelsLast(x, attributes);
  const geometry = geometryOf(image.shape, filter.shape, attributes, false);
  return inFormat(sumOver(geometry, 'y', image, filter), attributes);
}

/** y[b, p, c M + m] = Σₜ x[b, s p + d t - before, c] filter[t, c, m] */
export function depthwiseConvolution({ x, filter }: ConvolutionInputs, attributes: SlidingAttributes): HostTensor {
  const image = channelsLast(x, attributes);
  const geometry = geometryOf(image.shape, filter.shape, attributes, true);
  return inFormat(sumOver(geometry, 'y', image, filter), attributes);
}

/** The transpose of convolution in x: dx = Σ dy filter. `inputShape` is that of x. */
export function convolutionInputGradient(
  { dy, filter }: { readonly dy: HostTensor; readonly filter: HostTensor },
  attributes: SlidingAttributes & { readonly inputShape: readonly number[] },
): HostTensor {
  const xShape = shapeChannelsLast(attributes.inputShape, attributes);
  const geometry = geometryOf(xShape, filter.shape, attributes, false);
  return inFormat(sumOver(geometry, 'x', filter, channelsLast(dy, attributes)), attributes);
}

/** The transpose of convolution in the filter: dw = Σ x dy. */
export function convolutionFilterGradient(
  { x, dy }: { readonly x: HostTensor; readonly dy: HostTensor },
  attributes: SlidingAttributes & { readonly filterShape: readonly number[] },
): HostTensor {
  const image = channelsLast(x, attributes);
  const geometry = geometryOf(image.shape, attributes.filterShape, attributes, false);
  return sumOver(geometry, 'filter', image, channelsLast(dy, attributes));
}

/** The transpose of depthwise convolution in x. */
export function depthwiseInputGradient(
  { dy, filter }: { readonly dy: HostTensor; readonly filter: HostTensor },
  attributes: SlidingAttributes & { readonly inputShape: readonly number[] },
): HostTensor {
  const geometry = geometryOf(attributes.inputShape, filter.shape, attributes, true);
  return sumOver(geometry, 'x', filter, dy);
}

/** The transpose of depthwise convolution in the filter. */
export function depthwiseFilterGradient(
  { x, dy }: { readonly x: HostTensor; readonly dy: HostTensor },
  attributes: SlidingAttributes & { readonly filterShape: readonly number[] },
): HostTensor {
  return sumOver(geometryOf(x.shape, attributes.filterShape, attributes, true), 'filter', x, dy);
}

/** A tensor with its channels last, wherever `dataFormat` has them. */
export function channelsLast(x: HostTensor, { dataFormat = 'NHWC' }: SlidingAttributes): HostTensor {
  if (dataFormat !== 'NCHW') return x;
  const shape = shapeChannelsLast(x.shape, { dataFormat });
  return tabulate(
    shape,
    (index) => {
      const [batch, ...rest] = index as [number, ...number[]];
      return x.values[positionOf(x.shape, [batch, rest.at(-1) as number, ...rest.slice(0, -1)])] as number;
    },
    x.dtype,
  );
}

/** The inverse of `channelsLast`. */
export function inFormat(y: HostTensor, { dataFormat = 'NHWC' }: { readonly dataFormat?: string }): HostTensor {
  if (dataFormat !== 'NCHW') return y;
  const [batch, ...rest] = y.shape as [number, ...number[]];
  return tabulate(
    [batch, rest.at(-1) as number, ...rest.slice(0, -1)],
    ([sample, channel, ...place]) =>
      y.values[positionOf(y.shape, [sample as number, ...place, channel as number])] as number,
    y.dtype,
  );
}

/** Number of products that are added up to one element of the output. */
export function termsOf({ filter }: { readonly filter: HostTensor }): number {
  return filter.shape.slice(0, -1).reduce((product, size) => product * size, 1);
}

function shapeChannelsLast(shape: readonly number[], { dataFormat }: { readonly dataFormat?: string }): number[] {
  const [batch, channels, ...space] = shape as [number, number, ...number[]];
  return dataFormat === 'NCHW' ? [batch, ...space, channels] : [...shape];
}

function geometryOf(
  xShape: readonly number[],
  filterShape: readonly number[],
  attributes: SlidingAttributes,
  isDepthwise: boolean,
): Geometry {
  const axes = windowAxes(xShape.slice(1, -1), filterShape.slice(0, -2), attributes);
  const [channels, last] = filterShape.slice(-2) as [number, number];
  const yShape = [
    xShape[0] as number,
    ...axes.map(({ outputSize }) => outputSize),
    isDepthwise ? channels * last : last,
  ];
  return { xShape, filterShape, axes, yShape, isDepthwise };
}

/** The sum, collected by one of its three tensors; `a` and `b` are the others, in the order x, filter, y. */
function sumOver(geometry: Geometry, target: keyof Term, a: HostTensor, b: HostTensor): HostTensor {
  const { xShape, filterShape, yShape } = geometry;
  const shape = { x: xShape, filter: filterShape, y: yShape }[target];
  const [ofA, ofB] = (['x', 'filter', 'y'] as const).filter((factor) => factor !== target) as [keyof Term, keyof Term];
  const values = new Float64Array(sizeOf(shape));
  for (const term of terms(geometry)) {
    const product = (a.values[term[ofA]] as number) * (b.values[term[ofB]] as number);
    values[term[target]] = (values[term[target]] as number) + product;
  }
  return { shape, dtype: 'float32', values };
}

function* terms({ xShape, filterShape, axes, yShape, isDepthwise }: Geometry): Generator<Term> {
  const window = filterShape.slice(0, -2);
  const [channels, filters] = filterShape.slice(-2) as [number, number];
  for (const index of indicesOf(yShape.slice(0, -1))) {
    const [batch, ...place] = index as [number, ...number[]];
    for (const tap of indicesOf(window)) {
      const from = axes.map((axis, d) => inputPosition(axis, place[d] as number, tap[d] as number));
      if (!isInside(axes, from)) continue;
      for (let channel = 0; channel < channels; channel++) {
        for (let filter = 0; filter < filters; filter++) {
          yield {
            x: positionOf(xShape, [batch, ...from, channel]),
            filter: positionOf(filterShape, [...tap, channel, filter]),
            y: positionOf(yShape, [...index, isDepthwise ? channel * filters + filter : filter]),
          };
        }
      }
    }
  }
}
