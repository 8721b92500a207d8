/** Laws of what orders and compares elements: the largest k, places in sorted rows, distinct slices. */
import { at, type HostTensor, indicesOf, tabulate } from './host-tensor.js';
import { axisFromStart, moveElements, withEntry } from './move.js';

/** Input of `topK` and `unique`. */
export type RankingInputs = { readonly x: HostTensor };

/** How many, and whether in order. */
export interface TopKAttributes {
  readonly k: number;
  readonly sorted: boolean;
}

/** Rows in ascending order, and rows of values to be placed in them. */
export type SearchInputs = { readonly sortedSequence: HostTensor; readonly values: HostTensor };

/** Before (`left`) or behind (`right`) equal elements. */
export interface SearchAttributes {
  readonly side: 'left' | 'right';
}

/**
 * The largest `k` of the last axis in descending order, and their places; of equals the one in front comes first.
 * Unsorted, their order is not defined, and neither is that of NaN.
 */
export function topK({ x }: RankingInputs, { k }: TopKAttributes): readonly [HostTensor, HostTensor] {
  const size = x.shape.at(-1) as number;
  const shape = [...x.shape.slice(0, -1), k];
  const places = tabulate(
    shape,
    (index) => {
      const row = index.slice(0, -1);
      const valueAt = (place: number): number => at(x, [...row, place]);
      const order = Array.from({ length: size }, (_, place) => place);
      order.sort((a, b) => valueAt(b) - valueAt(a) || a - b);
      return order[index.at(-1) as number] as number;
    },
    'int32',
  );
  const values = moveElements(x, shape, (index) => [...index.slice(0, -1), at(places, index)]);
  return [values, places];
}

/** How many elements of its row a value is behind: those less than it, or not greater with side `right`. */
export function searchSorted({ sortedSequence, values }: SearchInputs, { side }: SearchAttributes): HostTensor {
  const columns = sortedSequence.shape[1] as number;
  return tabulate(
    values.shape,
    (index) => {
      const [row = 0] = index;
      const value = at(values, index);
      let count = 0;
      for (let column = 0; column < columns; column++) {
        const element = at(sortedSequence, [row, column]);
        if (side === 'left' ? element < value : element <= value) count++;
      }
      return count;
    },
    'int32',
  );
}

/**
 * The distinct slices along an axis, in the order in which they first occur, and for each slice the place of its
 * equal among those. Whether NaN equals itself is not defined.
 */
export function unique({ x }: RankingInputs, attributes: { readonly axis: number }): readonly [HostTensor, HostTensor] {
  const axis = axisFromStart(attributes.axis, x.shape.length);
  const size = x.shape[axis] as number;
  const areEqual = (a: number, b: number): boolean => {
    for (const index of indicesOf(withEntry(x.shape, axis, 1))) {
      if (at(x, withEntry(index, axis, a)) !== at(x, withEntry(index, axis, b))) return false;
    }
    return true;
  };
  const firsts: number[] = [];
  const places = Array.from({ length: size }, (_, slice) => {
    const known = firsts.findIndex((first) => areEqual(first, slice));
    return known >= 0 ? known : firsts.push(slice) - 1;
  });
  const values = moveElements(x, withEntry(x.shape, axis, firsts.length), (index) =>
    withEntry(index, axis, firsts[index[axis] as number] as number),
  );
  return [values, { shape: [size], dtype: 'int32', values: Float64Array.from(places) }];
}
