/** Laws of running sums and products along one axis. */
import { at, type HostTensor, tabulate } from './host-tensor.js';
import { axisFromStart, withEntry } from './move.js';

/** Input of both laws. */
export type CumulativeInputs = { readonly x: HostTensor };

/** Along which axis, whether without the element itself, and whether from the end. */
export interface CumulativeAttributes {
  readonly axis: number;
  readonly exclusive: boolean;
  readonly reverse: boolean;
}

/** y[i] = Σ x[j] over j ≤ i; over j < i if exclusive; over j ≥ i or j > i in reverse. int32 wraps. */
export function cumsum({ x }: CumulativeInputs, attributes: CumulativeAttributes): HostTensor {
  return accumulate(x, attributes, 0, x.dtype === 'int32' ? (a, b) => (a + b) | 0 : (a, b) => a + b);
}

/** y[i] = Π x[j], over the elements that `cumsum` adds. */
export function cumprod({ x }: CumulativeInputs, attributes: CumulativeAttributes): HostTensor {
  return accumulate(x, attributes, 1, x.dtype === 'int32' ? Math.imul : (a, b) => a * b);
}

function accumulate(
  x: HostTensor,
  { axis, exclusive, reverse }: CumulativeAttributes,
  start: number,
  combine: (a: number, b: number) => number,
): HostTensor {
  const place = axisFromStart(axis, x.shape.length);
  const size = x.shape[place] as number;
  return tabulate(
    x.shape,
    (index) => {
      const own = index[place] as number;
      const distance = reverse ? size - 1 - own : own; // from the end where it begins
      const count = exclusive ? distance : distance + 1;
      let total = start;
      for (let step = 0; step < count; step++) {
        total = combine(total, at(x, withEntry(index, place, reverse ? size - 1 - step : step)));
      }
      return total;
    },
    x.dtype,
  );
}
