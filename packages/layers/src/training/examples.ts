/** Examples that a model can compute with: checked, in the dtypes and ranks it expects. */
import { type DType, type HostData, NdArray, type PartialShape, shapesMatch } from '@isograd/core';
import { wrongInput, wrongInputCount, wrongInputDType } from '../messages.js';
import { emptyData, notFinite, sizesDiffer } from './data-messages.js';
import type { Loss } from '../losses/loss.js';
import type { Layer } from '../layer.js';
import type { LoggedMetric } from './metric-states.js';

/** Inputs, targets and weights of some examples; all arrays have the same first axis. */
export interface Examples {
  readonly x: readonly NdArray[];
  readonly y: readonly NdArray[];
  /** float32 `[batch]` or with more leading axes, one an output; empty where every example counts the same. */
  readonly sampleWeights: readonly NdArray[];
}

/** What a model expects of one input. */
export interface InputSpec {
  readonly name: string;
  readonly shape: PartialShape;
  readonly dtype: DType;
  /** Layers that read it directly and may refuse values. */
  readonly readers: readonly Layer[];
}

/** What a model makes of one output, and what judges it. */
export interface OutputSpec {
  readonly name: string;
  readonly shape: PartialShape;
  readonly loss: Loss;
  readonly metrics: readonly LoggedMetric[];
}

/** Number of examples. */
export function exampleCount(examples: Examples): number {
  return examples.x[0]?.shape[0] ?? 0;
}

/**
 * Checks inputs, once and on the host, and brings them into the dtype and rank of the model.
 *
 * @throws {ShapeError} INPUT_COUNT, INPUT_SHAPE, DATA_SIZES @throws {DTypeError} INPUT_DTYPE
 * @throws {ValueError} DATA_EMPTY, DATA_NOT_FINITE, EMBEDDING_RANGE
 */
export function checkInputs(where: string, x: readonly NdArray[], specs: readonly InputSpec[]): NdArray[] {
  if (x.length !== specs.length) throw wrongInputCount(where, x.length, specs.length);
  const count = x[0]?.shape[0] ?? 0;
  if (count === 0) throw emptyData(where);
  return x.map((array, index) => {
    const spec = specs[index] as InputSpec;
    if (array.shape[0] !== count) throw sizesDiffer(where, count, array.shape[0] ?? 0);
    const aligned = alignRank(array, spec.shape);
    if (!shapesMatch(aligned.shape, spec.shape)) throw wrongInput(where, spec.name, array, spec);
    const converted = convert(where, aligned, spec.dtype);
    checkFinite(where, `input "${spec.name}"`, converted);
    for (const reader of spec.readers) reader.checkInputData(where, converted);
    return converted;
  });
}

/**
 * Checks inputs, targets and weights.
 *
 * @throws {ShapeError} also TARGET_SHAPE @throws {ValueError} also LABEL_RANGE, TARGET_RANGE
 */
export function checkExamples(
  where: string,
  examples: Examples,
  inputs: readonly InputSpec[],
  outputs: readonly OutputSpec[],
): Examples {
  const x = checkInputs(where, examples.x, inputs);
  const count = x[0]?.shape[0] ?? 0;
  if (examples.y.length !== outputs.length)
    throw wrongInputCount(`${where}, targets`, examples.y.length, outputs.length);
  const y = examples.y.map((array, index) => {
    const { name, shape, loss, metrics } = outputs[index] as OutputSpec;
    if (array.shape[0] !== count) throw sizesDiffer(where, count, array.shape[0] ?? 0);
    checkFinite(where, `target "${name}"`, array);
    const aligned = shape.at(-1) === 1 ? alignRank(array, shape) : array;
    loss.checkTargets?.(`${where}, ${loss.name}`, aligned, shape);
    for (const { name: key, metric } of metrics) metric.checkTargets?.(`${where}, ${key}`, aligned, shape);
    return aligned.dtype === 'bool' ? convert(where, aligned, 'float32') : aligned;
  });
  return { x, y, sampleWeights: checkWeights(where, examples.sampleWeights, count, outputs.length) };
}

/** One array serves every output. */
function checkWeights(where: string, weights: readonly NdArray[], count: number, outputs: number): NdArray[] {
  if (weights.length === 0) return [];
  if (weights.length !== 1 && weights.length !== outputs) {
    throw wrongInputCount(`${where}, sampleWeight`, weights.length, outputs);
  }
  const checked = weights.map((array) => {
    if (array.shape[0] !== count) throw sizesDiffer(where, count, array.shape[0] ?? 0);
    checkFinite(where, 'sampleWeight', array);
    return convert(where, array, 'float32');
  });
  return Array.from({ length: outputs }, (_, index) => (checked[index] ?? checked[0]) as NdArray);
}

/** `[n]` becomes `[n, 1]` where one number an example is expected (Keras does the same). */
function alignRank(array: NdArray, shape: PartialShape): NdArray {
  const isFlat = array.shape.length === shape.length - 1 && shape.at(-1) === 1;
  return isFlat ? new NdArray(array.data, [...array.shape, 1]) : array;
}

function convert(where: string, array: NdArray, dtype: DType): NdArray {
  if (array.dtype === dtype) return array;
  if (dtype === 'float32') return new NdArray(Float32Array.from(array.data), array.shape);
  if (array.data.every(Number.isInteger)) return new NdArray(Int32Array.from(array.data), array.shape);
  throw wrongInputDType(where, 'numbers with fractions', 'integers', 'round them, or use a layer that takes float32.');
}

function checkFinite(where: string, name: string, array: NdArray): void {
  if (array.dtype !== 'float32') return;
  const { data, shape } = array;
  if (isAllFinite(data)) return;
  let first = -1;
  let count = 0;
  for (let index = 0; index < data.length; index++) {
    if (Number.isFinite(data[index])) continue;
    if (first < 0) first = index;
    count++;
  }
  if (count > 0) throw notFinite(where, name, data[first] ?? Number.NaN, positionOf(first, shape), count);
}

/** By their sum, four at a time: in doubles no sum of finite singles overflows, and none of others is finite. */
function isAllFinite(data: HostData): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = data.length - (data.length % 4);
  for (let index = 0; index < whole; index += 4) {
    a += data[index] as number;
    b += data[index + 1] as number;
    c += data[index + 2] as number;
    d += data[index + 3] as number;
  }
  for (let index = whole; index < data.length; index++) a += data[index] as number;
  return Number.isFinite(a + b + c + d);
}

/** Position along each axis of an element given by its number. */
function positionOf(index: number, shape: readonly number[]): number[] {
  const position: number[] = [];
  let rest = index;
  for (const size of shape.toReversed()) {
    position.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return position;
}
