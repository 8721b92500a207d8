/** The messages of attention, a part of the catalogue of layers: one function a message, each with its code. */
import { DTypeError, formatShape, type PartialShape, ShapeError, StateError, UnsupportedError } from '@isograd/core';

export function attentionInputCount(where: string, received: number, most: number): ShapeError {
  return new ShapeError({
    code: 'ATTENTION_INPUTS',
    where,
    problem: `it takes query, value and key${most === 4 ? ', and a mask of pairs after them' : ''}.`,
    received: `${received} inputs`,
    expected: `1 to ${most}`,
    fix: `pass [query, value${most === 4 ? ', key, mask' : ', key'}], leaving out from the end; one input attends to itself.`,
  });
}

export function attentionRank(where: string, name: string, received: PartialShape, expected: string): ShapeError {
  return new ShapeError({
    code: 'ATTENTION_RANK',
    where,
    problem: `${name} has the wrong number of axes.`,
    received: formatShape(received),
    expected,
    fix: 'bring query, value and key to [batch, time, features].',
  });
}

export function attentionMismatch(
  where: string,
  what: string,
  name: string,
  received: PartialShape,
  other: string,
  expected: PartialShape,
): ShapeError {
  return new ShapeError({
    code: 'ATTENTION_SHAPES',
    where,
    problem: `${name} and ${other} must have the same ${what}.`,
    received: `${name} ${formatShape(received)}`,
    expected: `what fits ${other} ${formatShape(expected)}`,
    fix: 'pass [query, value, key]: key and value belong together, and every query looks at all of them.',
  });
}

export function attentionMaskShape(where: string, received: PartialShape, expected: PartialShape): ShapeError {
  return new ShapeError({
    code: 'ATTENTION_MASK',
    where,
    problem: 'the mask of pairs must say for each query which keys it sees.',
    received: formatShape(received),
    expected: `${formatShape(expected)}, the axis of heads left out or of size 1 where it is the same for all`,
    fix: 'pass bool [batch, time, keyTime]; masks of padding come with the inputs, from embedding({ maskZero: true }) or masking().',
  });
}

export function attentionAxisCount(where: string, axes: readonly number[]): UnsupportedError {
  return new UnsupportedError({
    code: 'ATTENTION_ORDER',
    where,
    problem: 'useCausalMask and slidingWindow need an order of positions, which several axes together do not have.',
    received: `attention over axes ${axes.join(', ')}`,
    expected: 'attention over one axis',
    fix: 'set attentionAxes to the axis of time, or pass a mask of pairs instead.',
  });
}

export function attentionAxisRange(where: string, axes: readonly number[], received: PartialShape): ShapeError {
  return new ShapeError({
    code: 'ATTENTION_AXES',
    where,
    problem: 'attentionAxes must lie between the axes of batch and features.',
    received: `axes ${axes.join(', ')} of ${formatShape(received)}`,
    expected: `different axes from 1 to ${received.length - 2}`,
    fix: 'count axes from the batch axis, 0.',
  });
}

export function headsDoNotFit(where: string, features: number, heads: number): ShapeError {
  return new ShapeError({
    code: 'ATTENTION_HEADS',
    where,
    problem: 'there are more heads than features, so that none would be left for each.',
    received: `${features} features, numHeads ${heads}`,
    expected: 'numHeads of at most the size of the last axis',
    fix: 'lower numHeads, or put a dense layer before this one.',
  });
}

export function rotaryAxes(where: string, problem: string, received: PartialShape, expected: string): ShapeError {
  return new ShapeError({
    code: 'ROTARY_AXES',
    where,
    problem,
    received: formatShape(received),
    expected,
    fix: 'set sequenceAxis and featureAxis to the axes of time and features, or make their number even.',
  });
}

export function positionsShape(where: string, received: PartialShape, expected: string): ShapeError {
  return new ShapeError({
    code: 'POSITIONS_SHAPE',
    where,
    problem: 'the second input says where the sequence is: the position of its first step, or that of every step.',
    received: formatShape(received),
    expected,
    fix: 'pass an int32 scalar (the first position) or int32 [batch, time] (all of them).',
  });
}

export function positionsDType(where: string, received: string): DTypeError {
  return new DTypeError({
    code: 'POSITIONS_DTYPE',
    where,
    problem: 'positions are whole numbers.',
    received,
    expected: 'int32',
    fix: "pass tf.scalar(position, 'int32'), or input({ dtype: 'int32' }).",
  });
}

export function sequenceTooLong(where: string, received: number, longest: number): ShapeError {
  return new ShapeError({
    code: 'POSITIONS_LENGTH',
    where,
    problem: 'the sequence is longer than there are vectors of positions.',
    received: `${received} steps`,
    expected: `at most ${longest}`,
    fix: 'raise sequenceLength, or shorten the sequences.',
  });
}

export function embeddingRank(where: string, received: PartialShape, outputDim: number): ShapeError {
  return new ShapeError({
    code: 'EMBEDDING_DIRECTION',
    where,
    problem: 'it looks numbers up, or projects vectors back, and tells which by the number of axes.',
    received: formatShape(received),
    expected: `int32 [batch, time], or float32 [batch, time, ${outputDim}]`,
    fix: 'reshape the input; a single step is [batch, 1].',
  });
}

export function cacheShape(where: string, name: string, received: PartialShape, expected: PartialShape): ShapeError {
  return new ShapeError({
    code: 'CACHE_SHAPE',
    where,
    problem: `${name} of the cache does not fit this layer and input.`,
    received: formatShape(received),
    expected: formatShape(expected),
    fix: 'take the cache from startCache() of this layer, for the same batch size, and pass on what step() returned.',
  });
}

export function crossAttentionDiffers(where: string, isCross: boolean): StateError {
  return new StateError({
    code: 'DECODER_INPUTS',
    where,
    problem: `it was built ${isCross ? 'with' : 'without'} attention to an encoder, and stays so.`,
    received: isCross ? 'one input, the decoder sequence' : 'two inputs, decoder and encoder sequence',
    expected: isCross ? '[decoderSequence, encoderSequence]' : '[decoderSequence]',
    fix: 'make a layer of its own for the other use.',
  });
}
