/** Laws of grey-scale morphological dilation of images, and of its gradients. */
import { sizeOf } from '@isograd/core';
import { at, type HostTensor, indicesOf, positionOf, tabulate } from './host-tensor.js';
import { inputPosition, isInside, type SlidingAttributes, type WindowAxis, windowAxes } from './window.js';

/** `x` is `[batch, height, width, channels]`, `filter` `[height, width, channels]`. */
export type DilationInputs = { readonly x: HostTensor; readonly filter: HostTensor };

/** The position in x and in the filter of the sum that wins in one window. */
interface Winner {
  readonly x: number;
  readonly filter: number;
  readonly value: number;
}

/** y[b, p, c] = max over taps t of x[b, s p + d t - before, c] + filter[t, c] */
export function dilation2d(inputs: DilationInputs, attributes: SlidingAttributes): HostTensor {
  const axes = axesOf(inputs, attributes);
  return tabulate(outputShape(inputs.x, axes), (index) => winnerOf(inputs, axes, index).value);
}

/** Each dy at the element of x that won in its window. */
export function dilation2dInputGradient(
  { dy, ...inputs }: DilationInputs & { readonly dy: HostTensor },
  attributes: SlidingAttributes,
): HostTensor {
  return scatterToWinners(dy, inputs, attributes, 'x');
}

/** Each dy at the element of the filter that won in its window. */
export function dilation2dFilterGradient(
  { dy, ...inputs }: DilationInputs & { readonly dy: HostTensor },
  attributes: SlidingAttributes,
): HostTensor {
  return scatterToWinners(dy, inputs, attributes, 'filter');
}

function scatterToWinners(
  dy: HostTensor,
  inputs: DilationInputs,
  attributes: SlidingAttributes,
  target: 'x' | 'filter',
): HostTensor {
  const axes = axesOf(inputs, attributes);
  const { shape } = inputs[target];
  const values = new Float64Array(sizeOf(shape));
  for (const index of indicesOf(dy.shape)) {
    const place = winnerOf(inputs, axes, index)[target];
    values[place] = (values[place] as number) + at(dy, index);
  }
  return { shape, dtype: 'float32', values };
}

function axesOf({ x, filter }: DilationInputs, attributes: SlidingAttributes): WindowAxis[] {
  return windowAxes(x.shape.slice(1, 3), filter.shape.slice(0, 2), attributes);
}

function outputShape({ shape }: HostTensor, axes: readonly WindowAxis[]): number[] {
  return [shape[0] as number, ...axes.map(({ outputSize }) => outputSize), shape[3] as number];
}

/** The first of the largest sums of a window. */
function winnerOf({ x, filter }: DilationInputs, axes: readonly WindowAxis[], index: readonly number[]): Winner {
  const [sample, row, column, channel] = index as [number, number, number, number];
  let winner: Winner = { x: 0, filter: 0, value: Number.NEGATIVE_INFINITY };
  for (const tap of indicesOf(filter.shape.slice(0, 2))) {
    const from = axes.map((axis, d) => inputPosition(axis, [row, column][d] as number, tap[d] as number));
    if (!isInside(axes, from)) continue;
    const [inX, inFilter] = [
      [sample, ...from, channel],
      [...tap, channel],
    ];
    const value = at(x, inX) + at(filter, inFilter);
    if (value > winner.value) {
      winner = { x: positionOf(x.shape, inX), filter: positionOf(filter.shape, inFilter), value };
    }
  }
  return winner;
}
