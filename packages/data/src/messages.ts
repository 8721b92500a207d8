/** The catalogue of the data package's error messages: one function a message, each with its code. */
import {
  DTypeError,
  describeTensor,
  describeValue,
  IoError,
  NdArray,
  type Shape,
  ShapeError,
  StateError,
  ValueError,
} from '@isograd/core';

const at = (path: string): string => (path === '' ? '' : ` at "${path}"`);

export function badCount(operator: string, argument: string, received: unknown, least: number): ValueError {
  return new ValueError({
    code: 'DATA_COUNT',
    where: `Dataset.${operator}`,
    problem: `${argument} counts elements.`,
    received: describeValue(received),
    expected: `a whole number of at least ${least}`,
    fix: `pass a whole number as ${argument}.`,
  });
}

export function emptyData(where: string): ValueError {
  return new ValueError({
    code: 'DATA_EMPTY',
    where,
    problem: 'there is no data.',
    received: 'no elements',
    expected: 'at least one element',
    fix: 'check the path or the query that the data comes from, and that a generator was not used up before.',
  });
}

export function leadingSizesDiffer(
  where: string,
  received: { readonly path: string; readonly size: number },
  expected: { readonly path: string; readonly size: number },
): ShapeError {
  return new ShapeError({
    code: 'DATA_LEADING_SIZE',
    where: `${where}${at(received.path)}`,
    problem: 'the first axis counts the elements, so it has the same size in every array.',
    received: `${received.size} elements`,
    expected: `${expected.size}, as${at(expected.path)}`,
    fix: 'pass arrays that belong together, or drop the surplus.',
  });
}

export function notAnArray(where: string, path: string, received: unknown): DTypeError {
  return new DTypeError({
    code: 'DATA_ARRAY',
    where: `${where}${at(path)}`,
    problem: 'a leaf must be an array whose first axis counts the elements.',
    received: received instanceof NdArray ? describeTensor(received) : describeValue(received),
    expected:
      'an NdArray, a typed array of floats or of integers up to 32 bits signed, or a list of numbers, booleans or strings',
    fix: 'convert it; read a tensor with new NdArray(await tensor.data(), tensor.shape).',
  });
}

export function raggedArray(
  where: string,
  path: string,
  item: { readonly index: number; readonly received: unknown; readonly expected: string },
): ShapeError {
  return new ShapeError({
    code: 'DATA_RAGGED',
    where: `${where}${at(path)}, element ${item.index}`,
    problem: 'all elements of an array are alike.',
    received: Array.isArray(item.received) ? `an array of ${item.received.length}` : describeValue(item.received),
    expected: item.expected,
    fix: 'pad or cut the rows to one length.',
  });
}

export function notIterable(received: unknown): ValueError {
  return new ValueError({
    code: 'DATA_ITERABLE',
    where: 'fromIterable',
    problem: 'the source cannot be iterated.',
    received: describeValue(received),
    expected: 'an iterable, an async iterable, or a function that returns one',
    fix: 'pass an array, a generator function or a readable stream; arrays by column go to fromArrays.',
  });
}

export function alreadyConsumed(): StateError {
  return new StateError({
    code: 'DATA_CONSUMED',
    where: 'fromIterable',
    problem: 'this source can be read only once, and it has been.',
    received: 'a second pass',
    expected: 'one pass',
    fix: 'pass a function that makes a new iterator: fromIterable(() => makeIterator()), not fromIterable(makeIterator()).',
  });
}

export function sourceFailed(index: number, cause: unknown): IoError {
  return new IoError({
    code: 'DATA_SOURCE',
    where: `fromIterable, element ${index}`,
    problem: 'the source threw while it was read.',
    received: reasonOf(cause),
    expected: 'an element or the end',
    fix: 'read the cause; iterate from the last state to try again.',
    cause,
  });
}

export function sourceTooShort(received: number, expected: number): StateError {
  return new StateError({
    code: 'DATA_SOURCE_SHORT',
    where: 'fromIterable',
    problem: 'the source ends before the place from which to go on.',
    received: `${received} elements`,
    expected: `at least ${expected}`,
    fix: 'resume with the source that the state was made with; a generator object that was read before starts where it stopped.',
  });
}

export function callbackFailed(operator: string, index: number, cause: unknown): ValueError {
  return new ValueError({
    code: 'DATA_FUNCTION',
    where: `Dataset.${operator}, element ${index}`,
    problem: 'the function threw.',
    received: reasonOf(cause),
    expected: 'a result for every element',
    fix: 'read the cause; filter out elements that cannot be used.',
    cause,
  });
}

export function shuffleNeedsBuffer(pipeline: string): ValueError {
  return new ValueError({
    code: 'DATA_SHUFFLE_BUFFER',
    where: 'Dataset.shuffle',
    problem: 'a streamed dataset is shuffled in blocks, whose size must be given.',
    received: `no bufferSize for ${pipeline}`,
    expected: 'a bufferSize',
    fix: 'pass bufferSize, or shuffle first: fromArrays(…).shuffle(…) permutes the whole, before filter, repeat, prefetch and concurrent map.',
  });
}

export function badShuffleKey(received: unknown): ValueError {
  return new ValueError({
    code: 'DATA_SHUFFLE_KEY',
    where: 'Dataset.shuffle',
    problem: 'the order comes from one seed or one key.',
    received: describeValue(received),
    expected: 'a seed, or the four 16-bit words of a key',
    fix: 'pass { seed: 7 } or { key: keyData(7) }.',
  });
}

export function batchesNothing(size: number, batchSize: number): ValueError {
  return new ValueError({
    code: 'DATA_BATCH_EMPTY',
    where: 'Dataset.batch',
    problem: 'dropRemainder leaves no batch.',
    received: `${size} elements`,
    expected: `at least ${batchSize}`,
    fix: 'lower batchSize, or keep the remainder.',
  });
}

export function structuresDiffer(index: number, cause: ValueError): ShapeError {
  return new ShapeError({
    code: 'DATA_STRUCTURE',
    where: `Dataset.batch, element ${index}, ${cause.where}`,
    problem: 'elements of one batch must have the same structure.',
    received: cause.received,
    expected: cause.expected,
    fix: 'bring every element into one form with map.',
    cause,
  });
}

export function leafShapesDiffer(leaf: {
  readonly path: string;
  readonly index: number;
  readonly received: { readonly dtype: string; readonly shape: Shape };
  readonly expected: { readonly dtype: string; readonly shape: Shape };
}): ShapeError {
  return new ShapeError({
    code: 'DATA_LEAF_SHAPE',
    where: `Dataset.batch, element ${leaf.index}${at(leaf.path)}`,
    problem: 'arrays of one batch must have the same shape.',
    received: describeTensor(leaf.received),
    expected: describeTensor(leaf.expected),
    fix: 'pad, crop or resize with map, or use batches of one element.',
  });
}

export function leafTypesDiffer(leaf: {
  readonly path: string;
  readonly index: number;
  readonly received: string;
  readonly expected: string;
}): DTypeError {
  return new DTypeError({
    code: 'DATA_LEAF_TYPE',
    where: `Dataset.batch, element ${leaf.index}${at(leaf.path)}`,
    problem: 'values of one batch must have the same type.',
    received: leaf.received,
    expected: leaf.expected,
    fix: 'convert the values with map.',
  });
}

export function notALeaf(path: string, index: number, received: unknown): DTypeError {
  return new DTypeError({
    code: 'DATA_LEAF',
    where: `Dataset.batch, element ${index}${at(path)}`,
    problem: 'this value cannot be stacked.',
    received: describeValue(received),
    expected: 'an NdArray, a number, a boolean or a string',
    fix: 'convert it with map: new NdArray(typedArray, shape); elements are host values, so read tensors first.',
  });
}

export function nothingToRepeat(repetition: number): ValueError {
  return new ValueError({
    code: 'DATA_REPEAT_EMPTY',
    where: 'Dataset.repeat',
    problem: 'what is repeated has no elements, so repeating would never give one.',
    received: `no elements in repetition ${repetition}`,
    expected: 'at least one element',
    fix: 'look at filter and skip before the repeat.',
  });
}

export function endless(): ValueError {
  return new ValueError({
    code: 'DATA_ENDLESS',
    where: 'Dataset.toArray',
    problem: 'this dataset has no end.',
    received: 'a repeat without count',
    expected: 'a dataset with an end',
    fix: 'call take(count) first.',
  });
}

export function badEpoch(received: unknown): ValueError {
  return new ValueError({
    code: 'DATA_EPOCH',
    where: 'Dataset.iterate',
    problem: 'epochs are counted from 0.',
    received: describeValue(received),
    expected: 'a whole number from 0 to 2^24 - 1',
    fix: 'pass the number of the epoch.',
  });
}

export function badState(received: unknown): StateError {
  return new StateError({
    code: 'DATA_STATE',
    where: 'Dataset.iterate',
    problem: 'the state is no place in this pipeline.',
    received: describeValue(received),
    expected: 'what state() of an iterator of this pipeline returned',
    fix: 'pass the whole state, unchanged; the checkpoint may be damaged.',
  });
}

export function pipelinesDiffer(received: unknown, expected: string): StateError {
  return new StateError({
    code: 'DATA_STATE_PIPELINE',
    where: 'Dataset.iterate',
    problem: 'the state belongs to another pipeline, in which the same place means other elements.',
    received: typeof received === 'string' ? received : describeValue(received),
    expected,
    fix: 'build the pipeline with the data, seeds and sizes of the run that is resumed, or start an epoch without a state.',
  });
}

export function epochsDiffer(received: number, expected: unknown): StateError {
  return new StateError({
    code: 'DATA_STATE_EPOCH',
    where: 'Dataset.iterate',
    problem: 'the state belongs to another epoch.',
    received: `epoch ${received}`,
    expected: `epoch ${describeValue(expected)}`,
    fix: 'leave the epoch out: the state carries it.',
  });
}

export function badTestFraction(received: unknown): ValueError {
  return new ValueError({
    code: 'DATA_TEST_FRACTION',
    where: 'trainTestSplit',
    problem: 'testFraction is the part of the elements that goes to the test.',
    received: describeValue(received),
    expected: 'a number between 0 and 1, both exclusive',
    fix: 'pass for example 0.2.',
  });
}

export function emptySplit(size: number, testFraction: number): ValueError {
  return new ValueError({
    code: 'DATA_SPLIT_EMPTY',
    where: 'trainTestSplit',
    problem: 'one of the parts would be empty.',
    received: `${size} elements with testFraction ${testFraction}`,
    expected: 'at least one element in each part',
    fix: 'choose another testFraction, or bring more data.',
  });
}

export function badStrata(received: number, expected: number): ShapeError {
  return new ShapeError({
    code: 'DATA_STRATA',
    where: 'trainTestSplit',
    problem: 'stratifyBy has one label for each element.',
    received: `${received} labels`,
    expected: `${expected}`,
    fix: 'pass class numbers, int32 [elements], not one-hot rows.',
  });
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? `${cause.name} "${cause.message}"` : describeValue(cause);
}
