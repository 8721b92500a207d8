/**
 * Trees of arrays as columns: every leaf one array, whose first axis counts the elements.
 *
 * A plain array that holds nothing but numbers, booleans and strings, at any depth, is itself a leaf; an array
 * that holds anything else, such as `[x, y]` with an NdArray each, is a tree.
 */
import { type HostData, hostZeros, NdArray, sizeOf, type Tree, treeEntries, treeMap } from '@isograd/core';
import { emptyData, leadingSizesDiffer, notAnArray, raggedArray } from './messages.js';

/** The typed arrays that a dtype holds exactly, or to float32 precision. */
export type NumericArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array;

/** Rows of numbers, at any depth. */
export type NestedNumbers = readonly (readonly number[] | NestedNumbers)[];

/** What one element of a tree of arrays looks like. */
export type ElementOf<T> = T extends NdArray | NumericArray | NestedNumbers
  ? NdArray
  : T extends readonly number[]
    ? number
    : T extends readonly boolean[]
      ? boolean
      : T extends readonly string[]
        ? string
        : { readonly [K in keyof T]: ElementOf<T[K]> };

/** The same tree of arrays with other elements chosen: numeric leaves as NdArray, lists as lists. */
export type SelectionOf<T> = T extends NdArray | NumericArray | NestedNumbers
  ? NdArray
  : T extends readonly number[] | readonly boolean[] | readonly string[]
    ? T
    : { readonly [K in keyof T]: SelectionOf<T[K]> };

type Scalar = number | boolean | string;

/** One leaf: an array with at least one axis, or a list of scalars. */
export class Column {
  readonly values: NdArray | readonly Scalar[];

  constructor(values: NdArray | readonly Scalar[]) {
    this.values = values;
  }

  /** Size of the first axis. */
  get length(): number {
    return this.values instanceof NdArray ? (this.values.shape[0] as number) : this.values.length;
  }

  /** Element `index`, a copy. */
  at(index: number): NdArray | Scalar {
    if (!(this.values instanceof NdArray)) return this.values[index] as Scalar;
    const shape = this.values.shape.slice(1);
    const size = sizeOf(shape);
    return new NdArray(this.values.data.slice(index * size, (index + 1) * size), shape);
  }

  /** The elements at `indices`, copied, in that order. */
  select(indices: readonly number[]): NdArray | readonly Scalar[] {
    const { values } = this;
    if (!(values instanceof NdArray)) return indices.map((index) => values[index] as Scalar);
    const shape = values.shape.slice(1);
    const size = sizeOf(shape);
    const data: HostData = hostZeros(values.dtype, indices.length * size);
    indices.forEach((index, row) => data.set(values.data.subarray(index * size, (index + 1) * size), row * size));
    return new NdArray(data, [indices.length, ...shape]);
  }
}

/**
 * Reads a tree of arrays.
 *
 * @param where - The function that was called, for messages.
 * @returns The columns and their common length, which is at least 1.
 * @throws {ShapeError} DATA_LEADING_SIZE or DATA_RAGGED, {DTypeError} DATA_ARRAY, {ValueError} DATA_EMPTY.
 */
export function readColumns(where: string, arrays: unknown): { columns: Tree<Column>; length: number } {
  const columns = toColumns(where, arrays, '');
  const entries = treeEntries(columns);
  const [path, column] = entries[0] ?? [];
  if (path === undefined || column === undefined || column.length === 0) throw emptyData(where);
  const { length } = column;
  for (const [otherPath, other] of entries) {
    if (other.length !== length) {
      throw leadingSizesDiffer(where, { path: otherPath, size: other.length }, { path, size: length });
    }
  }
  return { columns, length };
}

/** Element `index` of every column. */
export function elementAt<T>(columns: Tree<Column>, index: number): ElementOf<T> {
  return treeMap(([column]) => column.at(index), columns) as ElementOf<T>;
}

/** The elements at `indices` of every column. */
export function selectElements<T>(columns: Tree<Column>, indices: readonly number[]): SelectionOf<T> {
  return treeMap(([column]) => column.select(indices), columns) as SelectionOf<T>;
}

function toColumns(where: string, node: unknown, path: string): Tree<Column> {
  const below = (key: string | number): string => (path === '' ? String(key) : `${path}/${key}`);
  if (node instanceof NdArray) {
    if (node.shape.length === 0) throw notAnArray(where, path, node);
    return new Column(node);
  }
  if (ArrayBuffer.isView(node)) {
    const data = hostData(node);
    if (data === undefined) throw notAnArray(where, path, node);
    return new Column(new NdArray(data, [data.length]));
  }
  if (Array.isArray(node)) {
    const list: readonly unknown[] = node;
    if (holdsScalars(list)) return listColumn(where, path, list);
    return list.map((child, index) => toColumns(where, child, below(index)));
  }
  if (isPlainObject(node)) {
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, toColumns(where, child, below(key))]));
  }
  throw notAnArray(where, path, node);
}

/** Whether an array, at any depth, holds scalars only: then it is data, not a tree. */
function holdsScalars(list: readonly unknown[]): boolean {
  return list.every((item) => (Array.isArray(item) ? holdsScalars(item) : isScalar(item)));
}

function listColumn(where: string, path: string, list: readonly unknown[]): Column {
  if (!Array.isArray(list[0])) {
    const kind = typeof list[0];
    const odd = list.findIndex((item) => typeof item !== kind);
    if (odd >= 0) throw raggedArray(where, path, { index: odd, received: list[odd], expected: `a ${kind}` });
    return new Column(list as readonly Scalar[]);
  }
  const shape: number[] = [];
  for (let item: unknown = list; Array.isArray(item); item = item[0]) shape.push(item.length);
  const data = new Float32Array(sizeOf(shape));
  let next = 0;
  const copy = (item: unknown, axis: number, index: number): void => {
    if (axis === shape.length) {
      if (typeof item !== 'number') throw raggedArray(where, path, { index, received: item, expected: 'a number' });
      data[next++] = item;
      return;
    }
    const expected = `an array of ${shape[axis]}`;
    if (!Array.isArray(item) || item.length !== shape[axis]) {
      throw raggedArray(where, path, { index, received: item, expected });
    }
    for (const inner of item) copy(inner, axis + 1, index);
  };
  list.forEach((row, index) => copy(row, 1, index));
  return new Column(new NdArray(data, shape));
}

/** Numbers of a typed array as float32 or int32; undefined for one whose numbers int32 cannot hold. */
function hostData(view: ArrayBufferView): HostData | undefined {
  if (view instanceof Float32Array || view instanceof Int32Array) return view;
  if (view instanceof Float64Array) return Float32Array.from(view);
  const integers =
    view instanceof Int8Array ||
    view instanceof Int16Array ||
    view instanceof Uint8Array ||
    view instanceof Uint8ClampedArray ||
    view instanceof Uint16Array;
  return integers ? Int32Array.from(view) : undefined;
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
