/** The messages of losses, a part of the catalogue of layers: one function a message, each with its code. */
import { describeValue, formatShape, type PartialShape, ShapeError, ValueError } from '@isograd/core';

export function targetOutOfRange(
  where: string,
  value: number,
  example: number,
  expected: string,
  fix: string,
): ValueError {
  return new ValueError({
    code: 'TARGET_RANGE',
    where,
    problem: 'it has no meaning for this target.',
    received: `${value} at example ${example}`,
    expected,
    fix,
  });
}

export function mixedHingeLabels(where: string): ValueError {
  return new ValueError({
    code: 'TARGET_RANGE',
    where,
    problem: 'the classes of a hinge are either -1 and 1, or 0 and 1.',
    received: 'both -1 and 0 among the targets',
    expected: 'only -1 and 1, or only 0 and 1',
    fix: 'choose one of the two.',
  });
}

export function axisOutOfRange(where: string, axis: number, shape: PartialShape): ShapeError {
  return new ShapeError({
    code: 'AXIS_RANGE',
    where,
    problem: 'the output has no such axis.',
    received: `axis ${axis} for an output of ${formatShape(shape)}`,
    expected: `an integer from ${-shape.length} to ${shape.length - 1}`,
    fix: 'correct the axis, or the last layer.',
  });
}

export function lossNotReduced(where: string, name: string): ValueError {
  return new ValueError({
    code: 'LOSS_NOT_REDUCED',
    where,
    problem: 'a model minimises one number.',
    received: `${name} with reduction 'none'`,
    expected: "'sumOverBatchSize', 'sum', 'mean' or 'meanWithSampleWeight'",
    fix: "leave reduction out; 'none' is for computeLoss.",
  });
}

export function notAConfig(where: string, received: unknown): ValueError {
  return new ValueError({
    code: 'CONFIG_KIND',
    where,
    problem: 'this is no description of a loss or metric.',
    received: describeValue(received),
    expected: '{ className: string, config: object }',
    fix: 'pass what lossConfig or metricConfig returned.',
  });
}

export function embeddingsShape(where: string, received: PartialShape, expected: string): ShapeError {
  return new ShapeError({
    code: 'SHAPE_RANK',
    where,
    problem: 'it compares the embeddings of a batch.',
    received: formatShape(received),
    expected,
    fix: 'flatten what the model gives for an example to one vector.',
  });
}

export function labelOutOfRange(where: string, value: number, example: number, classes: number): ValueError {
  return new ValueError({
    code: 'LABEL_RANGE',
    where,
    problem: `a label must be the number of a class, and the model has ${classes}.`,
    received: `label ${value} at example ${example}`,
    expected: `integers from 0 to ${classes - 1}`,
    fix: 'count classes from 0, or give the last layer as many units as there are classes.',
  });
}

export function probabilityOutOfRange(where: string, value: number, example: number): ValueError {
  return new ValueError({
    code: 'TARGET_RANGE',
    where,
    problem: 'targets of a cross-entropy are probabilities.',
    received: `${value} at example ${example}`,
    expected: 'numbers from 0 to 1',
    fix: 'use sparseCategoricalCrossentropy for integer labels, or meanSquaredError for other numbers.',
  });
}

export function targetShape(where: string, received: PartialShape, expected: string, fix: string): ShapeError {
  return new ShapeError({
    code: 'TARGET_SHAPE',
    where,
    problem: 'targets do not fit the output of the model.',
    received: formatShape(received),
    expected,
    fix,
  });
}
