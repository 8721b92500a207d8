/**
 * Kernels of two tensors that broadcast, element by element.
 *
 * Axes on which both tensors run on alike are joined; what is left are rows, in which each side is a row too or one
 * element.
 */
import { type Shape, sizeOf } from '@isograd/core';
import { broadcast_util, type DataType, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Runtime } from '../../runtime.js';
import type { WasmFunction } from '../../wasm-function.js';
import { broadcastStrides } from '../broadcast-strides.js';
import { copyRows } from '../copy-rows.js';
import { joinAxes } from '../join-axes.js';
import type { PairMap } from './pair-map.js';

/** The functions that a kernel runs with `mapPairs`. */
export function functionsOf(map: PairMap): readonly WasmFunction[] {
  return [map, copyRows];
}

/** A new tensor: `map` of every pair of elements, in the broadcast shape. */
export function mapPairs(runtime: Runtime, map: PairMap, a: TensorInfo, b: TensorInfo, dtype: DataType): TensorInfo {
  return (
    mapUsual(runtime, map, a, b, dtype) ??
    mapUsual(runtime, map, b, a, dtype, true) ??
    mapByAxes(runtime, map, a, b, dtype)
  );
}

/** Where `one` is a single element, or goes on as `many` ends: without a plan, which costs more than small tensors. */
function mapUsual(
  runtime: Runtime,
  map: PairMap,
  many: TensorInfo,
  one: TensorInfo,
  dtype: DataType,
  isSwapped = false,
): TensorInfo | undefined {
  const size = sizeOf(many.shape);
  const oneSize = sizeOf(one.shape);
  const isElement = oneSize === 1 && one.shape.length <= many.shape.length;
  if (!isElement && !endsWith(many.shape, one.shape)) return undefined;
  const out = runtime.output(many.shape, dtype);
  if (size === 0) return out;
  const row = isElement ? size : oneSize;
  const step = isElement ? 0 : 1;
  const manyFrom = runtime.address(many);
  const oneFrom = runtime.address(one);
  const to = runtime.address(out);
  if (isSwapped) {
    mapRows(
      runtime,
      map,
      { a: oneFrom, b: manyFrom, out: to },
      { size: size / row, a: 0, b: row },
      { size: row, a: step, b: 1 },
    );
  } else {
    mapRows(
      runtime,
      map,
      { a: manyFrom, b: oneFrom, out: to },
      { size: size / row, a: row, b: 0 },
      { size: row, a: 1, b: step },
    );
  }
  return out;
}

/** Whether the last axes of `shape` are those of `end`. */
function endsWith(shape: Shape, end: Shape): boolean {
  const before = shape.length - end.length;
  if (before < 0) return false;
  for (let axis = 0; axis < end.length; axis++) if (end[axis] !== shape[before + axis]) return false;
  return true;
}

function mapByAxes(runtime: Runtime, map: PairMap, a: TensorInfo, b: TensorInfo, dtype: DataType): TensorInfo {
  const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const out = runtime.output(shape, dtype);
  if (sizeOf(shape) === 0) return out;
  const axes = joinedAxes(shape, a.shape, b.shape);
  const row = axes.pop() ?? oneElement;
  const rows = axes.pop() ?? oneElement;
  let end = runtime.address(out);
  const mapFrom = (axis: number, aFrom: number, bFrom: number): void => {
    const outer = axes[axis];
    if (outer === undefined) {
      mapRows(runtime, map, { a: aFrom, b: bFrom, out: end }, rows, row);
      end += 4 * rows.size * row.size;
      return;
    }
    for (let place = 0; place < outer.size; place++) {
      mapFrom(axis + 1, aFrom + 4 * place * outer.a, bFrom + 4 * place * outer.b);
    }
  };
  mapFrom(0, runtime.address(a), runtime.address(b));
  return out;
}

interface Addresses {
  readonly a: number;
  readonly b: number;
  readonly out: number;
}

/** Elements in a row below which its end is felt, and in one to which such rows are joined. */
const shortRow = 64;
const longRow = 2048;

function mapRows(runtime: Runtime, map: PairMap, from: Addresses, rows: Axis, row: Axis): void {
  const isRepeated = row.a === 1 && row.b === 1 && (rows.a === 0 || rows.b === 0);
  if (isRepeated && row.size < shortRow && rows.size * row.size >= 4 * longRow) {
    mapJoinedRows(runtime, map, from, rows, row.size);
  } else {
    // Written out: to spread `from` would take longer than a small tensor does.
    runtime.run(map, {
      a: from.a,
      b: from.b,
      out: from.out,
      rows: rows.size,
      size: row.size,
      aStep: row.a,
      bStep: row.b,
      aRow: 4 * rows.a,
      bRow: 4 * rows.b,
    });
  }
}

/** Short rows of one side with the same row of the other: many of them at a time, with as many copies of that one. */
function mapJoinedRows(runtime: Runtime, map: PairMap, from: Addresses, rows: Axis, size: number): void {
  const times = Math.ceil(longRow / size);
  const rowBytes = 4 * size;
  runtime.withScratch(times * rowBytes, (copies) => {
    const repeated = rows.a === 0 ? from.a : from.b;
    runtime.run(copyRows, { from: repeated, fromRow: 0, to: copies, toRow: rowBytes, rows: times, rowBytes });
    /** `count` long rows of `length` elements, behind those that are done. */
    const mapRows = (done: number, count: number, length: number): void =>
      runtime.run(map, {
        a: rows.a === 0 ? copies : from.a + done * rowBytes,
        b: rows.b === 0 ? copies : from.b + done * rowBytes,
        out: from.out + done * rowBytes,
        rows: count,
        size: length,
        aStep: 1,
        bStep: 1,
        aRow: Math.sign(rows.a) * times * rowBytes,
        bRow: Math.sign(rows.b) * times * rowBytes,
      });
    const whole = Math.floor(rows.size / times);
    mapRows(0, whole, times * size);
    mapRows(whole * times, 1, (rows.size % times) * size);
  });
}

/** An axis of the result: its size, and the distance of neighbours in each tensor, in elements. */
interface Axis {
  readonly size: number;
  readonly a: number;
  readonly b: number;
}

const oneElement: Axis = { size: 1, a: 0, b: 0 };

/** The axes of the result, outermost first, with every axis joined to the one within it that goes on like it. */
function joinedAxes(shape: Shape, aShape: Shape, bShape: Shape): Axis[] {
  const strides = [aShape, bShape].map((each) => broadcastStrides(each, shape.length));
  return joinAxes(shape, strides).map(({ size, strides: [a = 0, b = 0] }) => ({ size, a, b }));
}
