/** The catalogue of the error messages of recurrent layers: one function a message, each with its code. */
import { describeValue, formatShape, type PartialShape, ShapeError, StateError, ValueError } from '@isograd/core';

export function wrongStateCount(where: string, received: number, expected: number): ShapeError {
  return new ShapeError({
    code: 'STATE_COUNT',
    where,
    problem: 'the states that it starts with are some of its states only, or too many.',
    received: `${received} behind the sequence`,
    expected: `${expected}, one for each state`,
    fix: 'pass [x, ...states] with the states that returnState gives, in their order.',
  });
}

export function stateShape(where: string, index: number, received: PartialShape, expected: PartialShape): ShapeError {
  return new ShapeError({
    code: 'STATE_SHAPE',
    where,
    problem: `state ${index} has another shape than the layer keeps.`,
    received: formatShape(received),
    expected: formatShape(expected),
    fix: 'take states from a layer of the same size, with returnState.',
  });
}

export function sequenceShape(where: string, received: PartialShape): ShapeError {
  return new ShapeError({
    code: 'SHAPE_SEQUENCE',
    where,
    problem: 'its input must be a sequence: batch, time, and the axes of one frame.',
    received: formatShape(received),
    expected: '[batch, time, ...] with at least one frame',
    fix: 'add the axis of time with reshape(), or pass returnSequences: true to the recurrent layer before this one.',
  });
}

export function noBatchSize(where: string, received: PartialShape): StateError {
  return new StateError({
    code: 'STATEFUL_BATCH',
    where,
    problem: 'a stateful layer keeps one state for each example of a batch, so that all sizes must be known.',
    received: formatShape(received),
    expected: 'a fixed batch size',
    fix: 'pass batchInputShape: [batch, time, features] to the layer.',
  });
}

export function statefulBatch(where: string, received: number, expected: number): ShapeError {
  return new ShapeError({
    code: 'STATEFUL_BATCH_SIZE',
    where,
    problem: 'a stateful layer takes batches of one size, that of its states.',
    received: `${received} examples`,
    expected: String(expected),
    fix: 'pass batchSize to fit and predict, and a number of examples that it divides.',
  });
}

export function badBatchInputShape(where: string, received: unknown): ShapeError {
  return new ShapeError({
    code: 'LAYER_BATCH_INPUT_SHAPE',
    where,
    problem: 'the shape of a batch is a list of positive integers or null, the batch axis first.',
    received: Array.isArray(received) ? `[${received.join(', ')}]` : describeValue(received),
    expected: 'for example [32, 10, 8]',
    fix: 'pass batchInputShape: [batch, time, features]; null for an axis of any size.',
  });
}

export function notACell(where: string, option: string, received: unknown): ValueError {
  return new ValueError({
    code: 'CELL_EXPECTED',
    where,
    problem: `option "${option}" must be a recurrent cell.`,
    received: Array.isArray(received) ? 'an array' : describeValue(received),
    expected: 'a cell, or a list of at least one',
    fix: 'pass lstmCell({ units: 8 }), or an object of a class that extends RecurrentCell.',
  });
}

export function notARecurrentLayer(where: string, option: string, received: unknown): ValueError {
  return new ValueError({
    code: 'RECURRENT_LAYER_EXPECTED',
    where,
    problem: `option "${option}" must be a recurrent layer.`,
    received: Array.isArray(received) ? 'an array' : describeValue(received),
    expected: 'what lstm(), gru(), simpleRNN(), rnn() or convLSTM1d() to convLSTM3d() return',
    fix: 'pass the recurrent layer; a cell goes into rnn({ cell }) first.',
  });
}

export function directionsDiffer(where: string, option: string, forward: boolean, backward: boolean): ValueError {
  const isDirection = option === 'goBackwards';
  return new ValueError({
    code: 'BIDIRECTIONAL_LAYERS',
    where,
    problem: `the two layers must ${isDirection ? 'run in opposite directions' : `have the same "${option}"`}.`,
    received: `${option} ${String(forward)} and ${String(backward)}`,
    expected: isDirection ? 'false for layer, true for backwardLayer' : 'the same for both',
    fix: `pass ${option} to both layers, or leave backwardLayer out to have it made.`,
  });
}

export function notALayer(where: string, option: string, received: unknown): ValueError {
  return new ValueError({
    code: 'LAYER_EXPECTED',
    where,
    problem: `option "${option}" must be a layer.`,
    received: Array.isArray(received) ? 'an array' : describeValue(received),
    expected: 'a layer',
    fix: 'pass what a factory of this package returns: dense({ units: 8 }).',
  });
}
