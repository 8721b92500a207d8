/** The catalogue of this package's error messages: one function a message, each with its code. */
import { describeTensor, describeValue, ShapeError, StateError, UnsupportedError, ValueError } from '@isograd/core';

interface Described {
  readonly dtype: string;
  readonly shape: readonly number[];
}

export function badOption(where: string, option: string, received: unknown, expected: string): ValueError {
  return new ValueError({
    code: 'OPTIMIZER_OPTION',
    where,
    problem: `the option ${option} is missing or out of range.`,
    received: `${option} ${describeValue(received)}`,
    expected,
    fix: `set ${option} to a value in that range.`,
  });
}

export function badList(where: string, option: string, received: unknown, expected: string): ValueError {
  return new ValueError({
    code: 'OPTIMIZER_OPTION',
    where,
    problem: `the option ${option} must be a list of the right length.`,
    received: `${option} ${Array.isArray(received) ? `of length ${received.length}` : describeValue(received)}`,
    expected: `a list of ${expected}`,
    fix: `make ${option} a list of that length.`,
  });
}

export function badLearningRate(where: string, received: unknown): ValueError {
  return new ValueError({
    code: 'LEARNING_RATE',
    where,
    problem: 'a learning rate must not be negative; updates carry their minus sign already.',
    received: `learningRate ${describeValue(received)}`,
    expected: 'a finite number of at least 0, or a schedule',
    fix: 'pass a number such as 0.001, or a schedule such as cosineDecay({ initialLearningRate: 0.001, decaySteps: 1000 }).',
  });
}

export function noParams(where: string): ValueError {
  return new ValueError({
    code: 'OPTIMIZER_PARAMS',
    where,
    problem: 'there are no parameters to train.',
    received: 'an empty tree',
    expected: 'a tree with at least one float32 tensor',
    fix: 'pass the trainable weights; a layer has them once it is built.',
  });
}

export function badParam(where: string, path: string, received: unknown): ValueError {
  return new ValueError({
    code: 'OPTIMIZER_PARAMS',
    where: path === '' ? where : `${where} › ${path}`,
    problem: 'only float32 tensors can be trained.',
    received: describeValue(received),
    expected: 'a float32 tensor',
    fix: 'leave it out of the tree, or cast it to float32.',
  });
}

export function notAMatrix(where: string, path: string, received: Described): ShapeError {
  return new ShapeError({
    code: 'OPTIMIZER_RANK',
    where: path === '' ? where : `${where} › ${path}`,
    problem: 'only matrices can be orthogonalized.',
    received: describeTensor(received),
    expected: 'a tensor of rank 2',
    fix: 'leave the others to another part by `masked`, as `muon` does.',
  });
}

export function missingContext(where: string, field: string): ValueError {
  return new ValueError({
    code: 'UPDATE_CONTEXT',
    where,
    problem: `it needs ${field} of the step.`,
    received: `an update without context.${field}`,
    expected: `update(grads, state, params, { ${field} })`,
    fix: 'pass it as the fourth argument of update; the models of @isograd/layers do.',
  });
}

export function badConvention(where: string, received: unknown): ValueError {
  return new ValueError({
    code: 'OPTIMIZER_CONVENTION',
    where,
    problem: 'there is no such convention.',
    received: `convention ${describeValue(received)}`,
    expected: '"keras" or "torch"',
    fix: 'leave the option out for the formulas of Keras.',
  });
}

export function clipConflict(where: string, received: readonly string[]): ValueError {
  return new ValueError({
    code: 'CLIP_CONFLICT',
    where,
    problem: 'only one way of clipping can be chosen.',
    received: received.join(' and '),
    expected: 'one of clipNorm, clipValue and globalClipNorm',
    fix: 'drop the others, or chain the parts clipByNorm, clipByValue and clipByGlobalNorm in the order you want.',
  });
}

export function shapesDiffer(where: string, path: string, received: Described, expected: Described): ShapeError {
  return new ShapeError({
    code: 'OPTIMIZER_SHAPE',
    where: path === '' ? where : `${where} › ${path}`,
    problem: 'a gradient and its state must have the shape of the parameter.',
    received: describeTensor(received),
    expected: describeTensor(expected),
    fix: 'pass the gradients of these parameters, and the state that init returned for them.',
  });
}

export function badState(where: string, received: string, expected: string): StateError {
  return new StateError({
    code: 'OPTIMIZER_STATE',
    where,
    problem: 'the state was not made by this transformation.',
    received,
    expected,
    fix: 'pass what init or the last update of this transformation returned; a saved state needs the options it was saved under.',
  });
}

export function badPartName(name: string): ValueError {
  return new ValueError({
    code: 'OPTIMIZER_PART_NAME',
    where: 'withLearningRate',
    problem: 'the name of a part is taken: the state holds the learning rate and the count beside the parts.',
    received: `a part named "${name}"`,
    expected: 'any other name',
    fix: 'rename the part.',
  });
}

export function badScheduleResult(received: Described): ShapeError {
  return new ShapeError({
    code: 'SCHEDULE_SHAPE',
    where: 'learning rate schedule',
    problem: 'a schedule must return a scalar.',
    received: describeTensor(received),
    expected: 'float32 []',
    fix: 'compute the rate from the scalar count with ops that keep its shape.',
  });
}

export function noLearningRate(where: string): StateError {
  return new StateError({
    code: 'LEARNING_RATE_MISSING',
    where,
    problem: 'the state holds no learning rate.',
    received: 'a state without a scalar named learningRate',
    expected: 'the state of an optimizer or of a chain with scaleByLearningRate',
    fix: 'pass the whole state of the optimizer.',
  });
}

export function learningRateIsScheduled(path: string): StateError {
  return new StateError({
    code: 'LEARNING_RATE_SCHEDULED',
    where: 'setLearningRate',
    problem: 'this learning rate follows a schedule, which would overwrite the value at the next update.',
    received: `a state with a count beside "${path}"`,
    expected: 'an optimizer that was made with a number',
    fix: 'make the optimizer with a number, or put the change into the schedule.',
  });
}

export function unknownRecipe(kind: string, received: unknown, known: readonly string[]): UnsupportedError {
  return new UnsupportedError({
    code: 'OPTIMIZER_UNKNOWN',
    where: 'optimizerFromConfig',
    problem: `there is no ${kind} of this name.`,
    received: describeValue(received),
    expected: `one of ${known.join(', ')}`,
    fix: `make the ${kind} yourself.`,
  });
}

export function customOption(name: string, option: string): UnsupportedError {
  return new UnsupportedError({
    code: 'OPTIMIZER_CUSTOM',
    where: `optimizerFromConfig, ${name}`,
    problem: `the option ${option} was a function, which no file can hold.`,
    received: `${option} "custom"`,
    expected: 'options that are data',
    fix: 'make the optimizer yourself, with that function.',
  });
}

export function nestedTooDeeply(name: string, limit: number): UnsupportedError {
  return new UnsupportedError({
    code: 'OPTIMIZER_NESTING',
    where: `optimizerFromConfig, ${name}`,
    problem: 'there are too many optimizers inside each other.',
    received: `more than ${limit}`,
    expected: `at most ${limit}`,
    fix: 'make the optimizer yourself.',
  });
}

export function unknownParam(group: string, name: string, paths: readonly string[]): ValueError {
  return new ValueError({
    code: 'OPTIMIZER_GROUP',
    where: `multiOptimizer › ${group}`,
    problem: 'no parameter has this name.',
    received: describeValue(name),
    expected: `a whole path, or the beginning of one up to a "/", of ${paths.slice(0, 20).join(', ')}`,
    fix: 'correct its spelling, or drop it.',
  });
}

export function emptyGroup(group: string): ValueError {
  return new ValueError({
    code: 'OPTIMIZER_GROUP',
    where: `multiOptimizer › ${group}`,
    problem: 'no parameter is left for this group.',
    received: 'a group without parameters',
    expected: 'at least one that no group before it has chosen',
    fix: 'drop the group, or let it stand before the one that has taken its parameters.',
  });
}

export function scaledGroup(group: string): UnsupportedError {
  return new UnsupportedError({
    code: 'OPTIMIZER_GROUP_SCALE',
    where: `multiOptimizer › ${group}`,
    problem: 'the optimizer of a group cannot scale the loss, which is one for all groups.',
    received: 'an optimizer with scaleLoss',
    expected: 'one without',
    fix: 'put lossScaling around multiOptimizer.',
  });
}

export function unknownOption(name: string, option: string, known: readonly string[]): ValueError {
  return new ValueError({
    code: 'OPTIMIZER_OPTION',
    where: `optimizerFromConfig, ${name}`,
    problem: `there is no option ${option}.`,
    received: `options with ${option}`,
    expected: `some of ${known.join(', ')}`,
    fix: 'drop it, or correct its spelling.',
  });
}
