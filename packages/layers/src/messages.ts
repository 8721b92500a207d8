/**
 * The catalogue of the error messages of layers: one function a message, each with its code. Those of one family stand
 * beside it, in a file `...-messages.ts`.
 */
import {
  DTypeError,
  describeTensor,
  describeValue,
  formatShape,
  type PartialShape,
  ShapeError,
  StateError,
  UnsupportedError,
  ValueError,
} from '@isograd/core';
import { nearestName } from './nearest-name.js';

interface Described {
  readonly dtype: string;
  readonly shape: PartialShape;
}

export function lastAxisMismatch(
  where: string,
  received: PartialShape,
  expected: number,
  kernel: PartialShape,
): ShapeError {
  return new ShapeError({
    code: 'SHAPE_LAST_AXIS',
    where,
    problem: `the last axis of its input must have size ${expected} (kernel is ${formatShape(kernel)}).`,
    received: formatShape(received),
    expected: `[batch, ..., ${expected}]`,
    fix: `add flatten() or reshape() before this layer, or build it for inputShape ${formatShape(received.slice(1))}.`,
  });
}

export function wrongRank(where: string, received: PartialShape, expected: string, fix: string): ShapeError {
  return new ShapeError({
    code: 'SHAPE_RANK',
    where,
    problem: `its input must have ${expected.split(',').length} axes.`,
    received: formatShape(received),
    expected,
    fix,
  });
}

export function unknownAxis(where: string, received: PartialShape, expected: string): ShapeError {
  return new ShapeError({
    code: 'SHAPE_UNKNOWN_AXIS',
    where,
    problem: 'an axis that determines the size of a weight must be known.',
    received: formatShape(received),
    expected,
    fix: 'give the first layer an inputShape, or input() a shape, with all sizes.',
  });
}

export function emptyOutput(where: string, input: PartialShape, output: PartialShape, window: string): ShapeError {
  return new ShapeError({
    code: 'SHAPE_EMPTY_OUTPUT',
    where,
    problem: `its window ${window} does not fit into the input, so that nothing would come out.`,
    received: formatShape(input),
    expected: `an input at least as large as the window (the output would be ${formatShape(output)})`,
    fix: "use padding 'same', a smaller window or stride, or fewer pooling layers before this one.",
  });
}

export function wrongInputCount(where: string, received: number, expected: number): ShapeError {
  return new ShapeError({
    code: 'INPUT_COUNT',
    where,
    problem: `it takes ${expected === 1 ? 'one input' : `${expected} inputs`}.`,
    received: String(received),
    expected: String(expected),
    fix: 'pass one tensor for each input, in their order.',
  });
}

export function wrongInput(where: string, name: string, received: Described, expected: Described): ShapeError {
  return new ShapeError({
    code: 'INPUT_SHAPE',
    where,
    problem: `input "${name}" has another shape than the model was made for.`,
    received: describeTensor(received),
    expected: describeTensor(expected),
    fix: 'reshape the data, keeping the first axis for examples, or make the model for this shape.',
  });
}

export function wrongInputDType(where: string, received: string, expected: string, fix: string): DTypeError {
  return new DTypeError({
    code: 'INPUT_DTYPE',
    where,
    problem: 'its input has the wrong dtype.',
    received,
    expected,
    fix,
  });
}

export function badInputShape(where: string, received: unknown): ShapeError {
  return new ShapeError({
    code: 'LAYER_INPUT_SHAPE',
    where,
    problem: 'the shape of one example is a list of positive integers, without the batch axis.',
    received: Array.isArray(received) ? `[${received.join(', ')}]` : describeValue(received),
    expected: 'for example [8, 8, 1]',
    fix: 'leave the number of examples out.',
  });
}

export function badOption(where: string, option: string, received: unknown, expected: string): ValueError {
  return new ValueError({
    code: 'LAYER_OPTION',
    where,
    problem: `option "${option}" is out of its range.`,
    received: Array.isArray(received) ? `[${received.join(', ')}]` : describeValue(received),
    expected,
    fix: `pass ${option}: ${expected}.`,
  });
}

export function channelsFirst(where: string): UnsupportedError {
  return new UnsupportedError({
    code: 'DATA_FORMAT',
    where,
    problem: 'channels are the last axis here: the kernels of most backends know no other order.',
    received: "dataFormat 'channelsFirst'",
    expected: "'channelsLast'",
    fix: 'put permute({ dims: [2, 3, 1] }) before it for images [channels, height, width], and permute({ dims: [3, 1, 2] }) after it.',
  });
}

export function unknownName(
  where: string,
  kind: string,
  received: unknown,
  known: readonly string[],
): UnsupportedError {
  const nearest = typeof received === 'string' ? nearestName(received, known) : undefined;
  return new UnsupportedError({
    code: 'NAME_UNKNOWN',
    where,
    problem: `there is no ${kind} of this name.`,
    received: describeValue(received),
    expected: `one of ${known.join(', ')}`,
    fix: `${nearest === undefined ? 'correct the name' : `write '${nearest}'`}, or pass the ${kind} itself.`,
  });
}

export function notAnOption(where: string, kind: string, received: unknown, method: string): ValueError {
  return new ValueError({
    code: 'OPTION_FORM',
    where,
    problem: `this is no ${kind}.`,
    received: Array.isArray(received) ? 'an array' : describeValue(received),
    expected: `a name, { className, config } as getConfig writes it, or an object with className, config and ${method}()`,
    fix: `pass what a factory of this package returns, or an object that has all three.`,
  });
}

export function unknownOption(
  where: string,
  className: string,
  received: string,
  known: readonly string[],
): ValueError {
  return new ValueError({
    code: 'OPTION_UNKNOWN',
    where,
    problem: `${className} has no option of this name.`,
    received: `"${received}"`,
    expected: known.length === 0 ? 'no options' : `only ${known.join(', ')}`,
    fix: 'correct the name, or leave the option out.',
  });
}

export function duplicateName(where: string, name: string): ValueError {
  return new ValueError({
    code: 'NAME_TWICE',
    where,
    problem: 'names of layers must be unique within a model.',
    received: `two layers named "${name}"`,
    expected: 'one',
    fix: 'rename one of them, or leave the name out to have it numbered.',
  });
}

export function layerNotBuilt(where: string): StateError {
  return new StateError({
    code: 'LAYER_NOT_BUILT',
    where,
    problem: 'it has no weights yet.',
    received: 'a call before build',
    expected: 'a built layer',
    fix: 'use it in a model and call model.initialize(), or fit, which builds.',
  });
}

/** A warning, not an error: Keras warns too. */
export function maskDestroyed(where: string): string {
  return `${where} was given an input with a mask but does not use masks: positions that were masked count from here on. Put it before the masking, or extend a layer that sets supportsMasking.`;
}

export function weightCount(where: string, received: number, expected: number): ShapeError {
  return new ShapeError({
    code: 'WEIGHT_COUNT',
    where,
    problem: 'setWeights takes one value for each weight.',
    received: `${received} values`,
    expected: `${expected}, in the order of \`weights\``,
    fix: 'take them from getWeights() of a layer with the same options.',
  });
}

export function weightShape(where: string, name: string, received: Described, expected: Described): ShapeError {
  return new ShapeError({
    code: 'WEIGHT_SHAPE',
    where,
    problem: `weight "${name}" has another shape or dtype than the value for it.`,
    received: describeTensor(received),
    expected: describeTensor(expected),
    fix: 'take the values from a layer with the same options, in the order of `weights`.',
  });
}

export function outputCount(where: string, received: number, expected: number): ShapeError {
  return new ShapeError({
    code: 'OUTPUT_COUNT',
    where,
    problem: `it has ${received} outputs where ${expected === 1 ? 'one is' : `${expected} are`} taken.`,
    received: String(received),
    expected: String(expected),
    fix: 'use applyAll(), which returns a list, and take the outputs from it.',
  });
}

export function layerDisposed(where: string): StateError {
  return new StateError({
    code: 'LAYER_DISPOSED',
    where,
    problem: 'it was disposed and its weights are gone.',
    received: 'a use after dispose',
    expected: 'a layer that was not disposed',
    fix: 'make a new layer.',
  });
}

export function notASymbolicTensor(where: string, received: unknown): ValueError {
  return new ValueError({
    code: 'NOT_SYMBOLIC',
    where,
    problem: 'apply() takes symbolic tensors.',
    received: describeValue(received),
    expected: 'what input() or the apply() of another layer returned',
    fix: 'draw the model with input(); to compute with a tensor use model.predict(x) or model.run([x], { training: false }).',
  });
}

export function nothingToMinimize(where: string, output: string): ValueError {
  return new ValueError({
    code: 'METRIC_WITHOUT_LOSS',
    where,
    problem: `output "${output}" has metrics but no loss, and without a loss it has no targets.`,
    received: 'loss null',
    expected: 'a loss for every output that is measured',
    fix: `give "${output}" a loss (its lossWeight may be 0), or leave its metrics out.`,
  });
}

export function notALayer(where: string, received: unknown): ValueError {
  return new ValueError({
    code: 'NOT_A_LAYER',
    where,
    problem: 'it is made of layers.',
    received: Array.isArray(received) ? 'an array' : describeValue(received),
    expected: 'layers: [dense({ units: 10 }), ...]',
    fix: 'pass what a factory of layers returns; two copies of this package in a program have different layers.',
  });
}
