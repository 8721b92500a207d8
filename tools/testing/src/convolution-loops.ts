/** Convolution of any number of axes by plain loops in float64: the reference for the ops, channels last. */
import { forEachTap, slideWindow, type WindowAxis } from './sliding-window.js';

/** A convolution by its axes and channels. */
export interface ConvolutionCase {
  readonly batch: number;
  readonly axes: readonly WindowAxis[];
  readonly channels: number;
  readonly filters: number;
  readonly groups: number;
}

/** Offsets of one product: y[out] takes x[input] · kernel[weight], for every batch entry, position, tap and channel. */
function forEachProduct(shape: ConvolutionCase, visit: (out: number, input: number, weight: number) => void): void {
  const { batch, axes, channels, filters, groups } = shape;
  const [perGroup, filtersPerGroup] = [channels / groups, filters / groups];
  const descend = (axis: number, out: number, input: number, tap: number): void => {
    const window = axes[axis];
    if (window !== undefined) {
      forEachTap(window, (outAt, tapAt, inputAt) =>
        descend(
          axis + 1,
          out * slideWindow(window).outSize + outAt,
          input * window.inSize + inputAt,
          tap * window.filterSize + tapAt,
        ),
      );
      return;
    }
    for (let filter = 0; filter < filters; filter++) {
      const group = Math.floor(filter / filtersPerGroup);
      for (let channel = 0; channel < perGroup; channel++) {
        const source = input * channels + group * perGroup + channel;
        visit(out * filters + filter, source, (tap * perGroup + channel) * filters + filter);
      }
    }
  };
  for (let example = 0; example < batch; example++) descend(0, example, example, 0);
}

/** Shapes of input, kernel and output. */
export function convolutionShapes({ batch, axes, channels, filters, groups }: ConvolutionCase): {
  readonly x: number[];
  readonly kernel: number[];
  readonly y: number[];
} {
  return {
    x: [batch, ...axes.map(({ inSize }) => inSize), channels],
    kernel: [...axes.map(({ filterSize }) => filterSize), channels / groups, filters],
    y: [batch, ...axes.map((axis) => slideWindow(axis).outSize), filters],
  };
}

/** Sums of products, with the sums of their magnitudes and the largest number of terms that one can have. */
export interface ExactSums {
  readonly exact: Float64Array;
  readonly magnitudes: Float64Array;
  readonly terms: number;
}

/** y = x * kernel. */
export function convolveByLoops(shape: ConvolutionCase, x: ArrayLike<number>, kernel: ArrayLike<number>): ExactSums {
  return sumProducts(shape, 'y', (add) =>
    forEachProduct(shape, (out, input, weight) => add(out, (x[input] as number) * (kernel[weight] as number))),
  );
}

/** The transpose: what `y` gives to the input of the convolution. */
export function transposeByLoops(shape: ConvolutionCase, y: ArrayLike<number>, kernel: ArrayLike<number>): ExactSums {
  return sumProducts(shape, 'x', (add) =>
    forEachProduct(shape, (out, input, weight) => add(input, (y[out] as number) * (kernel[weight] as number))),
  );
}

/** The gradient of the kernel, of Σ y · dy. */
export function filterGradientByLoops(shape: ConvolutionCase, x: ArrayLike<number>, dy: ArrayLike<number>): ExactSums {
  return sumProducts(shape, 'kernel', (add) =>
    forEachProduct(shape, (out, input, weight) => add(weight, (x[input] as number) * (dy[out] as number))),
  );
}

function sumProducts(
  shape: ConvolutionCase,
  target: 'x' | 'kernel' | 'y',
  run: (add: (index: number, term: number) => void) => void,
): ExactSums {
  const size = convolutionShapes(shape)[target].reduce((product, axis) => product * axis, 1);
  const [exact, magnitudes] = [new Float64Array(size), new Float64Array(size)];
  run((index, term) => {
    exact[index] = (exact[index] as number) + term;
    magnitudes[index] = (magnitudes[index] as number) + Math.abs(term);
  });
  const taps = shape.axes.reduce((product, { filterSize }) => product * filterSize, 1);
  const positions = shape.axes.reduce((product, axis) => product * slideWindow(axis).outSize, shape.batch);
  const termsOf = { x: taps * shape.filters, kernel: positions, y: taps * (shape.channels / shape.groups) };
  return { exact, magnitudes, terms: termsOf[target] };
}
