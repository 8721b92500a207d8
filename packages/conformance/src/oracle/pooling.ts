/** Laws of pooling over images and volumes, channels last, and of its gradients. */
import { sizeOf } from '@isograd/core';
import { at, type HostTensor, indicesOf, positionOf, tabulate } from './host-tensor.js';
import { inputPosition, isInside, type SlidingAttributes, type WindowAxis, windowAxes } from './window.js';

/** How a window slides, and its size. */
export type PoolingAttributes = SlidingAttributes & { readonly filterSize: number | readonly number[] };

/** `x` is `[batch, ...space, channels]`. */
export type PoolingInputs = { readonly x: HostTensor };

/** The mean of each window, of what lies in the input; padding counts for nothing. */
export function averagePooling({ x }: PoolingInputs, attributes: PoolingAttributes): HostTensor {
  return reduceWindows(x, attributes, (values) => values.reduce((sum, value) => sum + value, 0) / values.length);
}

/** The largest element of each window; NaN where there is one. */
export function maxPooling({ x }: PoolingInputs, attributes: PoolingAttributes): HostTensor {
  return reduceWindows(x, attributes, (values) => Math.max(...values));
}

/** The transpose of average pooling: each window shares its dy among its elements in the input. */
export function averagePoolingGradient(
  { dy, input }: { readonly dy: HostTensor; readonly input: HostTensor },
  attributes: PoolingAttributes,
): HostTensor {
  return scatterToWindows(dy, input, attributes, (places, gradient, add) => {
    for (const place of places) add(place, gradient / places.length);
  });
}

/** The gradient of max pooling: each window gives its dy to the first of its maxima. */
export function maxPoolingGradient(
  { dy, input }: { readonly dy: HostTensor; readonly input: HostTensor; readonly output: HostTensor },
  attributes: PoolingAttributes,
): HostTensor {
  return scatterToWindows(dy, input, attributes, (places, gradient, add) => {
    if (places.length > 0) add(firstMaximum(input, places), gradient);
  });
}

/** The largest element of each window and where it lies: row-major in its sample, or in the batch. */
export function maxPoolingWithArgmax(
  { x }: PoolingInputs,
  attributes: PoolingAttributes & { readonly includeBatchInIndex: boolean },
): HostTensor[] {
  const axes = axesOf(x, attributes);
  const sampleSize = sizeOf(x.shape.slice(1));
  const shape = outputShape(x, axes);
  const argmax = tabulate(
    shape,
    (index) => {
      const places = placesOf(x, axes, index);
      const winner = firstMaximum(x, places);
      return attributes.includeBatchInIndex ? winner : winner % sampleSize;
    },
    'int32',
  );
  return [maxPooling({ x }, attributes), argmax];
}

/** The first of the places whose element is largest. */
function firstMaximum({ values }: HostTensor, places: readonly number[]): number {
  return places.reduce((best, place) => ((values[place] as number) > (values[best] as number) ? place : best));
}

/** Number of elements of a window. */
export function windowSizeOf({ filterSize }: PoolingAttributes, rank: number): number {
  return typeof filterSize === 'number' ? filterSize ** rank : sizeOf(filterSize);
}

function reduceWindows(x: HostTensor, attributes: PoolingAttributes, reduce: (values: number[]) => number): HostTensor {
  const axes = axesOf(x, attributes);
  return tabulate(outputShape(x, axes), (index) =>
    reduce(placesOf(x, axes, index).map((place) => x.values[place] as number)),
  );
}

/** A gradient of the shape of `input`, to which `scatter` adds what each window has to give. */
function scatterToWindows(
  dy: HostTensor,
  input: HostTensor,
  attributes: PoolingAttributes,
  scatter: (places: number[], gradient: number, add: (place: number, value: number) => void) => void,
): HostTensor {
  const axes = axesOf(input, attributes);
  const values = new Float64Array(sizeOf(input.shape));
  for (const index of indicesOf(dy.shape)) {
    scatter(placesOf(input, axes, index), at(dy, index), (place, value) => {
      values[place] = (values[place] as number) + value;
    });
  }
  return { shape: input.shape, dtype: 'float32', values };
}

function axesOf({ shape }: HostTensor, attributes: PoolingAttributes): WindowAxis[] {
  const space = shape.slice(1, -1);
  const { filterSize } = attributes;
  return windowAxes(space, typeof filterSize === 'number' ? space.map(() => filterSize) : filterSize, attributes);
}

function outputShape({ shape }: HostTensor, axes: readonly WindowAxis[]): number[] {
  return [shape[0] as number, ...axes.map(({ outputSize }) => outputSize), shape.at(-1) as number];
}

/** Row-major positions in the input of the elements of one window that are not padding. */
function placesOf({ shape }: HostTensor, axes: readonly WindowAxis[], index: readonly number[]): number[] {
  const [batch, ...rest] = index as [number, ...number[]];
  const channel = rest.at(-1) as number;
  const places: number[] = [];
  for (const tap of indicesOf(axes.map(({ windowSize }) => windowSize))) {
    const from = axes.map((axis, d) => inputPosition(axis, rest[d] as number, tap[d] as number));
    if (isInside(axes, from)) places.push(positionOf(shape, [batch, ...from, channel]));
  }
  return places;
}
