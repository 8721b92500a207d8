/** The messages of models, a part of the catalogue of layers: one function a message, each with its code. */
import { StateError, ValueError } from '@isograd/core';

export function unreachableInput(where: string, name: string): ValueError {
  return new ValueError({
    code: 'GRAPH_INPUT',
    where,
    problem: 'an output depends on an input that is not among the inputs of the model.',
    received: `input "${name}" inside the graph`,
    expected: 'every input listed in `inputs`',
    fix: `add it: model({ inputs: [..., ${name}], outputs }).`,
  });
}

export function noInputShape(where: string): StateError {
  return new StateError({
    code: 'MODEL_INPUT_SHAPE',
    where,
    problem: 'the shape of the input is not known yet.',
    received: 'a first layer without inputShape',
    expected: 'an inputShape',
    fix: 'give the first layer an inputShape (without the batch axis), or call fit or predict, which take it from the data.',
  });
}

export function emptyModel(where: string): ValueError {
  return new ValueError({
    code: 'MODEL_EMPTY',
    where,
    problem: 'a model needs at least one layer.',
    received: 'none',
    expected: 'one or more',
    fix: 'pass layers: [dense({ units: 10, inputShape: [784] })].',
  });
}

export function modelIsFixed(where: string): StateError {
  return new StateError({
    code: 'MODEL_FIXED',
    where,
    problem: 'layers cannot be added any more.',
    received: 'add() after the model was built',
    expected: 'all layers before the first use',
    fix: 'add the layers first, or make a new model around this one.',
  });
}

export function notCompiled(where: string, method: string): StateError {
  return new StateError({
    code: 'MODEL_NOT_COMPILED',
    where,
    problem: `${method} needs an optimizer and a loss.`,
    received: 'a model that was not compiled',
    expected: 'compile() before',
    fix: "call model.compile({ optimizer: adam(), loss: 'meanSquaredError' }).",
  });
}

export function unknownLayer(where: string, received: string, names: readonly string[]): ValueError {
  return new ValueError({
    code: 'LAYER_NAME',
    where,
    problem: 'the model has no layer of this name.',
    received: `"${received}"`,
    expected: `one of ${names.join(', ')}`,
    fix: 'layers are numbered within the model; summary() lists them.',
  });
}
