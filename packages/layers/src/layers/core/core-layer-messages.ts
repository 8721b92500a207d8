/** The messages of `einsumDense`, `embedding` and `lambda`, a part of the catalogue of layers. */
import { describeValue, formatShape, type PartialShape, ShapeError, UnsupportedError, ValueError } from '@isograd/core';

export function badEquation(where: string, equation: string, problem: string): ValueError {
  return new ValueError({
    code: 'EINSUM_EQUATION',
    where,
    problem,
    received: `"${equation.slice(0, 80)}"`,
    expected: '"ab,bc->ac", "...ab,bc->...ac" or "ab...,bc->ac..." with a letter for each axis, the batch first',
    fix: 'name each axis of the input, of the kernel and of the output, in this order.',
  });
}

export function einsumShapes(where: string, received: PartialShape, expected: string, problem: string): ShapeError {
  return new ShapeError({
    code: 'EINSUM_SHAPES',
    where,
    problem,
    received: formatShape(received),
    expected,
    fix: 'correct equation or outputShape, which has no batch axis and no axes of the ellipsis.',
  });
}

export function notAFunction(where: string, received: unknown): ValueError {
  return new ValueError({
    code: 'LAMBDA_FUNCTION',
    where,
    problem: 'option "function" computes the output.',
    received: Array.isArray(received) ? 'an array' : describeValue(received),
    expected: 'a function of a list of tensors',
    fix: 'pass function: ([x]) => square(x).',
  });
}

export function lambdaShape(where: string, input: readonly PartialShape[], cause: unknown): ShapeError {
  return new ShapeError({
    code: 'LAMBDA_SHAPE',
    where,
    problem:
      'the function does not work on zeros of the shapes of its inputs, by which the shape of its output is found.',
    received: `inputs ${input.map(formatShape).join(', ')}; ${cause instanceof Error ? cause.message : describeValue(cause)}`,
    expected: 'a function that works, or the option outputShape',
    fix: 'give outputShape, the shape of one example without the batch axis.',
    cause,
  });
}

export function lambdaOutput(where: string, received: PartialShape, expected: PartialShape): ShapeError {
  return new ShapeError({
    code: 'LAMBDA_OUTPUT',
    where,
    problem: 'its function returned another shape than the layer said.',
    received: formatShape(received),
    expected: formatShape(expected),
    fix: 'correct outputShape, or let the function return such a tensor.',
  });
}

export function lambdaConfig(where: string): UnsupportedError {
  return new UnsupportedError({
    code: 'LAMBDA_CONFIG',
    where,
    problem: 'a function cannot be written down, and none is ever read from a file.',
    received: 'getConfig() or save() of a lambda layer',
    expected: 'a class with a config',
    fix: 'extend Layer with this function as its call(), and name the class in customLayers when the model is loaded.',
  });
}

export function idOutOfRange(where: string, value: number, position: number, rows: number): ValueError {
  return new ValueError({
    code: 'EMBEDDING_RANGE',
    where,
    problem: `an embedding has one vector for each number, and this one has ${rows}.`,
    received: `${value} at position ${position} of the data`,
    expected: `integers from 0 to ${rows - 1}`,
    fix: 'raise inputDim to the largest number plus one, or map rare tokens to one number.',
  });
}
