/** The messages of activations and of their layers, a part of the catalogue of layers: one function a message, each with its code. */
import { describeValue, formatShape, type PartialShape, ShapeError, ValueError } from '@isograd/core';

export function notAnActivation(where: string, received: unknown): ValueError {
  return new ValueError({
    code: 'ACTIVATION_FORM',
    where,
    problem: 'this is no activation.',
    received: Array.isArray(received) ? 'an array' : describeValue(received),
    expected: 'a name or a function of a tensor',
    fix: "pass a name such as 'relu', or (x) => activations.leakyRelu(x, { negativeSlope: 0.1 }).",
  });
}

export function activationChangedShape(where: string, received: PartialShape, expected: PartialShape): ShapeError {
  return new ShapeError({
    code: 'ACTIVATION_SHAPE',
    where,
    problem: 'an activation keeps the shape of its input.',
    received: formatShape(received),
    expected: formatShape(expected),
    fix: 'call functions that change it, such as activations.glu, in a layer of your own.',
  });
}

export function oddAxis(where: string, axis: number, received: PartialShape): ShapeError {
  return new ShapeError({
    code: 'ACTIVATION_ODD_AXIS',
    where,
    problem: `it halves axis ${axis} of its input.`,
    received: formatShape(received),
    expected: 'an even size of that axis',
    fix: 'give the layer before it twice the units that should come out.',
  });
}

export function wrongMask(where: string, received: PartialShape, input: PartialShape): ShapeError {
  return new ShapeError({
    code: 'MASK_SHAPE',
    where,
    problem: 'its mask must broadcast to its input.',
    received: formatShape(received),
    expected: `axes of size 1 or those of ${formatShape(input)}, counted from the last`,
    fix: 'reshape the mask: [batch, 1, time] for scores [batch, queries, time].',
  });
}

export function wrongSlopes(where: string, received: PartialShape, slopes: PartialShape): ShapeError {
  return new ShapeError({
    code: 'PRELU_SHAPE',
    where,
    problem: `its slopes have been made for examples of another shape (alpha is ${formatShape(slopes)}).`,
    received: formatShape(received),
    expected: 'the shape that it was built for',
    fix: 'share the slopes along axes that vary in size: prelu({ sharedAxes }).',
  });
}
