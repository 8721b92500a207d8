/** The messages of data, a part of the catalogue of layers: one function a message, each with its code. */
import { describeValue, formatShape, type PartialShape, ShapeError, ValueError } from '@isograd/core';

export function badData(where: string, name: string, received: unknown): ValueError {
  return new ValueError({
    code: 'DATA_KIND',
    where,
    problem: `${name} is nothing that can be computed with.`,
    received: describeValue(received),
    expected: 'a tensor, an NdArray, a typed array or an array of numbers',
    fix: 'wrap nested data: new NdArray(Float32Array.from(values), shape).',
  });
}

export function emptyData(where: string): ValueError {
  return new ValueError({
    code: 'DATA_EMPTY',
    where,
    problem: 'there is nothing to compute with: the data set is empty.',
    received: '0 examples',
    expected: 'at least one',
    fix: 'check the filters and the split that made it, and that an iterator was not used up before.',
  });
}

export function endlessDataset(where: string): ValueError {
  return new ValueError({
    code: 'DATA_ENDLESS_EPOCH',
    where,
    problem: 'an epoch over a data set without end would never end.',
    received: 'a data set of size Infinity and no stepsPerEpoch',
    expected: 'an epoch that ends',
    fix: 'leave repeat() out, since epochs repeat the data set already; or end it with take(), or in fitDataset with stepsPerEpoch.',
  });
}

export function sizesDiffer(where: string, x: number, y: number): ShapeError {
  return new ShapeError({
    code: 'DATA_SIZES',
    where,
    problem: 'inputs, targets and sample weights must have the same number of examples.',
    received: `${x} and ${y}`,
    expected: 'equal first axes',
    fix: 'check how the data were split.',
  });
}

export function notFinite(
  where: string,
  name: string,
  value: number,
  position: readonly number[],
  count: number,
): ValueError {
  return new ValueError({
    code: 'DATA_NOT_FINITE',
    where,
    problem: `${name} holds ${count === 1 ? 'a value that is' : `${count} values that are`} not finite; training would turn every weight into NaN.`,
    received: `${value} at example ${position[0] ?? 0}${position.length > 1 ? `, position [${position.slice(1).join(', ')}]` : ''}`,
    expected: 'finite numbers',
    fix: 'drop or impute missing values before training.',
  });
}

export function unknownInput(where: string, name: string, received: string, names: readonly string[]): ValueError {
  return new ValueError({
    code: 'INPUT_NAME',
    where,
    problem: `${name} has an array under a name that the model does not know, or lacks one.`,
    received,
    expected: names.join(', '),
    fix: 'use the names of the inputs (or outputs, for targets), or pass a list in their order.',
  });
}

export function badTargetsForClassWeight(where: string, received: PartialShape): ShapeError {
  return new ShapeError({
    code: 'CLASS_WEIGHT_TARGETS',
    where,
    problem: 'classWeight needs targets that are class numbers or one-hot rows.',
    received: formatShape(received),
    expected: '[examples], [examples, 1] or [examples, classes]',
    fix: 'pass sampleWeight instead, with the weights that you want.',
  });
}

export function classWeightWithOutputs(where: string, outputs: number): ValueError {
  return new ValueError({
    code: 'CLASS_WEIGHT_OUTPUTS',
    where,
    problem: 'classWeight is for models with targets for one output.',
    received: `${outputs} outputs with targets`,
    expected: '1',
    fix: 'pass sampleWeight, one array for each output.',
  });
}
