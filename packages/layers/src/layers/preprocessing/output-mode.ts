/** What comes out of layers that number categories: the numbers, or what they are turned into. */
import { type PartialShape, sizeOf } from '@isograd/core';
import {
  cast,
  denseBincount,
  less,
  oneHot,
  reshape,
  scalar,
  type Tensor,
  type Tensor2D,
  where,
  zeros,
} from '@tensorflow/tfjs-core';
import { wrongRank } from '../../messages.js';
import { camelCase } from '../../named-option.js';
import { oneOf } from '../../option-checks.js';

/**
 * `int`: the numbers; `oneHot`: a row for each, with 1 at its place (an axis of one number goes); `multiHot`: a row for
 * the whole last axis, with 1 at the place of each number that occurs; `count`: how often each occurs; `tfIdf`: that
 * times how rare it is.
 */
export type OutputMode = 'int' | 'oneHot' | 'multiHot' | 'count' | 'tfIdf';

/**
 * Reads an output mode, in the spelling of Keras too.
 *
 * @param where - Name of the factory, for messages.
 * @throws {ValueError} LAYER_OPTION
 */
export function outputModeOption<Mode extends OutputMode>(where: string, value: unknown, modes: readonly Mode[]): Mode {
  const inCamelCase = typeof value === 'string' ? camelCase(value.replace('-', '_')) : value;
  return oneOf(where, 'outputMode', inCamelCase === 'binary' ? 'multiHot' : inCamelCase, modes);
}

/**
 * Shape of what comes out.
 *
 * @param where - Label of the layer.
 * @param shape - Of the numbers.
 * @param depth - How many numbers there are.
 * @throws {ShapeError} SHAPE_RANK
 */
export function encodedShape(where: string, shape: PartialShape, mode: OutputMode, depth: number): PartialShape {
  if (mode === 'int') return shape;
  if (mode === 'oneHot')
    return shape.length > 1 && shape.at(-1) === 1 ? [...shape.slice(0, -1), depth] : [...shape, depth];
  if (shape.length < 2) {
    throw wrongRank(where, shape, '[batch, tokens]', 'add an axis of tokens: reshape({ targetShape: [1] }).');
  }
  return [...shape.slice(0, -1), depth];
}

/**
 * What the numbers are turned into. Numbers outside of [0, depth) count for nothing.
 *
 * @param label - Of the layer.
 * @param numbers - int32 `[batch, ..., tokens]`
 * @param weights - What each number counts, float32 of the same shape. Default: 1.
 * @returns int32 for `int`, else float32.
 */
export function encodeNumbers(
  label: string,
  numbers: Tensor,
  mode: OutputMode,
  depth: number,
  weights?: Tensor,
): Tensor {
  const shape = encodedShape(label, numbers.shape, mode, depth) as number[];
  if (mode === 'int') return numbers.clone();
  if (mode === 'oneHot') return cast(reshape(oneHot(reshape(numbers, [numbers.size]), depth), shape), 'float32');
  const rows: [number, number] = [sizeOf(numbers.shape.slice(0, -1)), numbers.shape.at(-1) ?? 1];
  const outside = scalar(depth, 'int32'); // numbers below 0 would be written before the first bin by some kernels
  const known = where(less(numbers, scalar(0, 'int32')), outside, numbers);
  const counts: Tensor = weights === undefined ? zeros([0]) : reshape(weights, rows);
  const counted = denseBincount(reshape(known, rows) as Tensor2D, counts as Tensor2D, depth, mode === 'multiHot');
  return reshape(counted, shape);
}
