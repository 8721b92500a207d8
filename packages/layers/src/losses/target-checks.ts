/** Checks of targets on the host that several losses share. */
import { formatShape, type NdArray, type PartialShape, shapesMatch } from '@isograd/core';
import {
  axisOutOfRange,
  labelOutOfRange,
  probabilityOutOfRange,
  targetOutOfRange,
  targetShape,
} from './loss-messages.js';

/** Targets must have the shape of the output. */
export function checkSameShape(where: string, yTrue: NdArray, outputShape: PartialShape): void {
  if (shapesMatch(yTrue.shape, outputShape)) return;
  throw targetShape(where, yTrue.shape, formatShape(outputShape), 'give targets the shape of the output of the model.');
}

/** Targets of the shape of the output, each of them accepted. */
export function checkValues(
  where: string,
  yTrue: NdArray,
  outputShape: PartialShape,
  { isFine, expected, fix }: { isFine(value: number): boolean; readonly expected: string; readonly fix: string },
): void {
  checkSameShape(where, yTrue, outputShape);
  const index = yTrue.data.findIndex((value) => !isFine(value));
  if (index >= 0) {
    throw targetOutOfRange(where, yTrue.data[index] ?? Number.NaN, exampleOf(yTrue, index), expected, fix);
  }
}

/** Numbers from 0 to 1, in the shape of the output. */
export function checkProbabilities(where: string, yTrue: NdArray, outputShape: PartialShape): void {
  checkSameShape(where, yTrue, outputShape);
  const index = yTrue.data.findIndex((value) => !(value >= 0 && value <= 1));
  if (index >= 0) throw probabilityOutOfRange(where, yTrue.data[index] ?? Number.NaN, exampleOf(yTrue, index));
}

/** Numbers of at least 0, in the shape of the output. */
export function checkNonNegative(where: string, yTrue: NdArray, outputShape: PartialShape): void {
  checkValues(where, yTrue, outputShape, {
    isFine: (value) => value >= 0,
    expected: 'numbers of at least 0',
    fix: 'shift or clip the targets, or use meanSquaredError.',
  });
}

/** Overlaps and pairs: 0, 1 or, for overlaps, what lies between. */
export function checkBinary(where: string, yTrue: NdArray, outputShape: PartialShape): void {
  checkValues(where, yTrue, outputShape, {
    isFine: (value) => value === 0 || value === 1,
    expected: '0 or 1',
    fix: 'turn the targets into 0 and 1.',
  });
}

/**
 * Class numbers: the shape of the output without the axis of classes, or with one of size 1 in its place.
 *
 * @param options - `axis`: of the classes; `ignoreClass`: a label that is no class.
 */
export function checkLabels(
  where: string,
  yTrue: NdArray,
  outputShape: PartialShape,
  options: { readonly axis?: number; readonly ignoreClass?: number | undefined } = {},
): void {
  const axis = classAxis(where, options.axis ?? -1, outputShape);
  checkLabelShape(where, yTrue, outputShape, axis);
  const classes = outputShape[axis] ?? 0;
  const index = yTrue.data.findIndex(
    (label) => label !== options.ignoreClass && !(Number.isInteger(label) && label >= 0 && label < classes),
  );
  if (index >= 0) {
    throw labelOutOfRange(where, yTrue.data[index] ?? Number.NaN, exampleOf(yTrue, index), classes);
  }
}

/** The shape of the output without the axis of classes, or with one of size 1 in its place. */
export function checkLabelShape(where: string, yTrue: NdArray, outputShape: PartialShape, axis: number): void {
  const without = outputShape.filter((_, index) => index !== axis);
  const withOne = outputShape.map((size, index) => (index === axis ? 1 : size));
  if (shapesMatch(yTrue.shape, without) || shapesMatch(yTrue.shape, withOne)) return;
  throw targetShape(
    where,
    yTrue.shape,
    `${formatShape(without)} (class numbers for an output of ${formatShape(outputShape)})`,
    'pass one integer an example, or use categoricalCrossentropy for one-hot rows.',
  );
}

/**
 * The axis of classes, counted from 0.
 *
 * @throws {ShapeError} AXIS_RANGE
 */
export function classAxis(where: string, axis: number, shape: PartialShape): number {
  const fromStart = axis < 0 ? axis + shape.length : axis;
  if (fromStart >= 0 && fromStart < shape.length) return fromStart;
  throw axisOutOfRange(where, axis, shape);
}

/** The example that an element belongs to. */
function exampleOf(yTrue: NdArray, index: number): number {
  return Math.floor(index / (yTrue.size / (yTrue.shape[0] ?? 1)));
}
