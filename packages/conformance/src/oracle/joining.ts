/** Laws of kernels that put tensors together. */
import type { HostInputs, HostTensor } from './host-tensor.js';
import { axisFromStart, moveElements, withEntry } from './move.js';
import { expandDims } from './rearrangement.js';

/** One tensor behind the other along an axis. */
export function concat(inputs: HostInputs, { axis }: { readonly axis: number }): HostTensor {
  const [first, ...rest] = Object.values(inputs) as [HostTensor, ...HostTensor[]];
  return rest.reduce((joined, part) => concatPair(joined, part, axisFromStart(axis, first.shape.length)), first);
}

/** Tensors of one shape side by side along a new axis. */
export function pack(inputs: HostInputs, { axis }: { readonly axis: number }): HostTensor {
  const expanded = Object.entries(inputs).map(([name, input]) => [name, expandDims({ input }, { dim: axis })]);
  return concat(Object.fromEntries(expanded), { axis });
}

function concatPair(a: HostTensor, b: HostTensor, axis: number): HostTensor {
  const [sizeOfA, sizeOfB] = [a.shape[axis] as number, b.shape[axis] as number];
  const shape = withEntry(a.shape, axis, sizeOfA + sizeOfB);
  const fromA = moveElements(a, shape, (index) => ((index[axis] as number) < sizeOfA ? index : undefined));
  const fromB = moveElements(b, shape, (index) => {
    const entry = (index[axis] as number) - sizeOfA;
    return entry >= 0 ? withEntry(index, axis, entry) : undefined;
  });
  // each place has zero in one of the two
  return { ...fromA, values: fromA.values.map((value, place) => value + (fromB.values[place] as number)) };
}
