/** The catalogue of the error messages of preprocessing: one function a message, each with its code. */
import {
  describeValue,
  formatShape,
  type PartialShape,
  ShapeError,
  StateError,
  UnsupportedError,
  ValueError,
} from '@isograd/core';

export function countWeights(where: string, received: readonly PartialShape[]): ShapeError {
  return new ShapeError({
    code: 'COUNT_WEIGHTS',
    where,
    problem: 'a second input says what each number counts, in the mode count alone.',
    received: received.map(formatShape).join(' and '),
    expected: 'two inputs of one shape, and outputMode: "count"',
    fix: 'leave the second input out, or pass outputMode: "count".',
  });
}

export function adaptFixed(where: string, option: string): StateError {
  return new StateError({
    code: 'ADAPT_GIVEN',
    where,
    problem: 'what it knows is fixed: it was given, or the layer is built already.',
    received: 'adapt()',
    expected: `a new layer without the option ${option}`,
    fix: `leave ${option} out, and call adapt() before the layer is used.`,
  });
}

export function adaptNothing(where: string): ValueError {
  return new ValueError({
    code: 'ADAPT_NOTHING',
    where,
    problem: 'there is nothing to learn from.',
    received: 'no data',
    expected: 'at least one element',
    fix: 'check the filters and the split that made the data.',
  });
}

export function notAdapted(where: string, option: string): StateError {
  return new StateError({
    code: 'NOT_ADAPTED',
    where,
    problem: 'it has not seen any data yet.',
    received: 'a use before adapt()',
    expected: `the option ${option}, or a call of adapt()`,
    fix: `pass ${option}, or await adapt(data) first.`,
  });
}

export function repeatedToken(where: string, token: string | number): ValueError {
  return new ValueError({
    code: 'VOCABULARY_TWICE',
    where,
    problem: 'a vocabulary has each token once.',
    received: describeValue(token),
    expected: 'different tokens; mask and oov tokens at the front, or not at all',
    fix: 'remove the repeated token.',
  });
}

export function vocabularyTooLarge(where: string, received: number, maxTokens: number): ValueError {
  return new ValueError({
    code: 'VOCABULARY_SIZE',
    where,
    problem: 'the vocabulary, with mask and oov tokens, is larger than maxTokens.',
    received: `${received} tokens`,
    expected: `at most ${maxTokens}`,
    fix: 'raise maxTokens, or cut the vocabulary.',
  });
}

export function notInVocabulary(where: string, token: string): ValueError {
  return new ValueError({
    code: 'VOCABULARY_MISSING',
    where,
    problem: 'a token is not in the vocabulary, and no number stands for those that are not.',
    received: describeValue(token),
    expected: 'a token of the vocabulary',
    fix: 'pass numOovIndices: 1, or add the token to the vocabulary.',
  });
}

export function textInGraph(where: string): UnsupportedError {
  return new UnsupportedError({
    code: 'TEXT_IN_GRAPH',
    where,
    problem: 'texts are no tensors: it works on the host, before the model.',
    received: 'apply()',
    expected: 'transform(texts), whose numbers the model takes',
    fix: 'call it in the data pipeline: dataset.map(({ text, y }) => ({ x: vectorizer.transform(text), y })).',
  });
}

export function notTexts(where: string, received: unknown, expected: string): ValueError {
  return new ValueError({
    code: 'TEXTS',
    where,
    problem: 'these are not the texts that it takes.',
    received: describeValue(received),
    expected,
    fix: 'pass a text or a list of texts; lists within a list must be of one length.',
  });
}

export function functionInConfig(where: string, option: string): UnsupportedError {
  return new UnsupportedError({
    code: 'CONFIG_FUNCTION',
    where,
    problem: `option "${option}" is a function, which cannot be written down.`,
    received: 'getConfig()',
    expected: 'one of the named ways',
    fix: `pass ${option} by name, or make the transformer in code and load its vocabulary alone.`,
  });
}

export function unknownTransformer(where: string, received: unknown, known: readonly string[]): ValueError {
  return new ValueError({
    code: 'CONFIG_TRANSFORMER',
    where,
    problem: 'this is no transformer of texts that was written down.',
    received: describeValue(received),
    expected: `{ className, config }, className being ${known.join(' or ')}`,
    fix: 'pass { className: transformer.className, config: transformer.getConfig() }.',
  });
}

export function soundTooShort(where: string, received: PartialShape, least: number): ShapeError {
  return new ShapeError({
    code: 'SOUND_TOO_SHORT',
    where,
    problem: 'a sound is mirrored at its ends by half of fftLength, and must be longer than that.',
    received: formatShape(received),
    expected: `at least ${least} samples`,
    fix: 'pass a smaller fftLength, or longer sounds.',
  });
}
