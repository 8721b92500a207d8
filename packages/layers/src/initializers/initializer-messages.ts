/** The messages of initializers, a part of the catalogue of layers: one function a message, each with its code. */
import { DTypeError, formatShape, type PartialShape, ShapeError } from '@isograd/core';

export function initializerDType(where: string, received: string, expected: string): DTypeError {
  return new DTypeError({
    code: 'INITIALIZER_DTYPE',
    where,
    problem: 'it cannot make values of this dtype.',
    received,
    expected,
    fix: 'make the weight of another dtype, or use zeros, ones or a constant that the dtype holds.',
  });
}

export function initializerShape(where: string, received: PartialShape, expected: string): ShapeError {
  return new ShapeError({
    code: 'INITIALIZER_SHAPE',
    where,
    problem: 'it cannot make a weight of this shape.',
    received: formatShape(received),
    expected,
    fix: 'use another initializer for this weight.',
  });
}
