/** Laws of convolution as Keras's layers have it: in groups, with causal padding, and transposed. */
import { convolution, convolutionInputGradient } from './convolution.js';
import { at, type HostTensor, tabulate } from './host-tensor.js';
import type { Padding } from './window.js';

/** `x` is `[batch, ...space, channels]`. */
export type KerasConvolutionInputs = { readonly x: HostTensor; readonly kernel: HostTensor };

/** With a value for each spatial axis. */
export interface GroupedAttributes {
  readonly strides: readonly number[];
  readonly padding: 'valid' | 'same' | 'causal';
  readonly dilationRate: readonly number[];
  readonly groups: number;
}

/** Each group of neighbouring channels by its own neighbouring filters; kernel `[...window, channels / groups, filters]`. */
export function groupedConvolution({ x, kernel }: KerasConvolutionInputs, attributes: GroupedAttributes): HostTensor {
  const { strides, padding, dilationRate: dilations, groups } = attributes;
  const reach = ((kernel.shape[0] as number) - 1) * (dilations[0] as number);
  const pad: Padding =
    padding === 'causal'
      ? [
          [0, 0],
          [reach, 0],
          [0, 0],
        ]
      : padding;
  const filters = (kernel.shape.at(-1) as number) / groups;
  const parts = Array.from({ length: groups }, (_, group) =>
    convolution(
      {
        x: lastAxis(x, group * (kernel.shape.at(-2) as number), kernel.shape.at(-2) as number),
        filter: lastAxis(kernel, group * filters, filters),
      },
      { strides, pad, dilations },
    ),
  );
  const shape = [...(parts[0] as HostTensor).shape.slice(0, -1), filters * groups];
  return tabulate(shape, (index) => {
    const filter = index.at(-1) as number;
    return at(parts[Math.floor(filter / filters)] as HostTensor, [...index.slice(0, -1), filter % filters]);
  });
}

/** With a value for each spatial axis. */
export interface TransposedAttributes {
  readonly strides: readonly number[];
  readonly padding: 'valid' | 'same';
  readonly dilationRate: readonly number[];
}

/**
 * The gradient of a convolution in its input; kernel `[...window, filters, channels]`. An axis of n elements becomes
 * n s with 'same' padding, n s + max(k - s, 0) with 'valid', k being the reach of the window.
 */
export function transposedConvolution(
  { x, kernel }: KerasConvolutionInputs,
  { strides, padding, dilationRate: dilations }: TransposedAttributes,
): HostTensor {
  const space = strides.map((stride, axis) => {
    const reach = ((kernel.shape[axis] as number) - 1) * (dilations[axis] as number) + 1;
    const size = (x.shape[axis + 1] as number) * stride;
    return padding === 'same' ? size : size + Math.max(reach - stride, 0);
  });
  const inputShape = [x.shape[0] as number, ...space, kernel.shape.at(-2) as number];
  return convolutionInputGradient({ dy: x, filter: kernel }, { strides, pad: padding, dilations, inputShape });
}

/** `count` elements of the last axis, from `first` on. */
function lastAxis(tensor: HostTensor, first: number, count: number): HostTensor {
  return tabulate([...tensor.shape.slice(0, -1), count], (index) =>
    at(tensor, [...index.slice(0, -1), first + (index.at(-1) as number)]),
  );
}
