/** The messages of training, a part of the catalogue of layers: one function a message, each with its code. */
import { StateError, UnsupportedError, ValueError } from '@isograd/core';

/** A warning: Keras warns too. */
export function nothingToTrain(where: string): string {
  return `${where} has no weights to train: steps measure, and change nothing. Set trainable to true on what should learn.`;
}

export function noEvaluationWeights(where: string, optimizer: string): UnsupportedError {
  return new UnsupportedError({
    code: 'EVALUATION_WEIGHTS',
    where,
    problem: 'its optimizer judges the weights that it trains: there are no others.',
    received: `the optimizer ${optimizer}`,
    expected: 'exponentialMovingAverage, stochasticWeightAveraging or scheduleFreeAdamw',
    fix: 'compile with exponentialMovingAverage(adam()), say.',
  });
}

export function lossNotFinite(where: string, loss: number, step: number): ValueError {
  return new ValueError({
    code: 'LOSS_NOT_FINITE',
    where,
    problem: 'training diverged: the loss is no longer a number.',
    received: `loss ${loss} at step ${step}`,
    expected: 'a finite loss',
    fix: 'lower the learning rate, clip gradients (clipNorm), scale the inputs, or use a loss with fromLogits.',
  });
}

export function unknownOutput(where: string, option: string, received: string, names: readonly string[]): ValueError {
  return new ValueError({
    code: 'OUTPUT_NAME',
    where,
    problem: `option "${option}" names an output that the model does not have.`,
    received: `"${received}"`,
    expected: `some of ${names.join(', ')}`,
    fix: 'outputs are named after the layers that make them: give those a name.',
  });
}

export function wrongOutputCount(
  where: string,
  option: string,
  received: number,
  names: readonly string[],
): ValueError {
  return new ValueError({
    code: 'OUTPUT_VALUES',
    where,
    problem: `a list for option "${option}" has one value for each output.`,
    received: `${received} values`,
    expected: `${names.length}: ${names.join(', ')}`,
    fix: 'pass one value for all outputs, a list in their order, or values by name.',
  });
}

export function emptyLoss(where: string): StateError {
  return new StateError({
    code: 'LOSS_NONE',
    where,
    problem: 'there is nothing to minimise.',
    received: 'no loss, no regularizer, and no layer that adds a term',
    expected: 'at least one of them',
    fix: "compile with a loss: compile({ optimizer, loss: 'meanSquaredError' }).",
  });
}
