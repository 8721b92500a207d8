/** What is learned from data, in one piece or in batches, and what is refused. */
import { keyData, NdArray } from '@isograd/core';
import { expect, it } from 'vitest';
import { textTransformerFromConfig } from '../../serialization/text-transformers.js';
import { categoryEncoding } from './category-encoding.js';
import { discretization } from './discretization.js';
import { hashing } from './hashing.js';
import { integerLookup } from './integer-lookup.js';
import { stringLookup } from './string-lookup.js';
import { textVectorization } from './text-vectorization.js';

async function* inBatches<T>(batches: readonly T[]): AsyncGenerator<T> {
  yield* batches;
}

it('learns the same vocabulary from batches', async () => {
  const [whole, parts] = [stringLookup(), stringLookup()];
  await whole.adapt(['b', 'a', 'b', 'c']);
  await parts.adapt(inBatches([['b', 'a'], ['b'], ['c']]));
  expect(whole.getVocabulary()).toEqual(['[UNK]', 'b', 'c', 'a']);
  expect(parts.getVocabulary()).toEqual(whole.getVocabulary());
});

it('orders equally frequent tokens by code points, the last first', async () => {
  const lookup = stringLookup();
  await lookup.adapt(['\uff5e', '😀', 'z', 'ab', 'a']);
  expect(lookup.getVocabulary()).toEqual(['[UNK]', '😀', '\uff5e', 'z', 'ab', 'a']);
});

it('learns integers from batches of a data set', async () => {
  const lookup = integerLookup({ maxTokens: 3 });
  await lookup.adapt(
    inBatches([{ x: new NdArray(Int32Array.of(5, 9, 9), [3]) }, { x: new NdArray(Int32Array.of(5, 9, 1), [3]) }]),
  );
  expect(lookup.getVocabulary()).toEqual([-1, 9, 5]);
});

it('cuts the range where as many lie on each side', async () => {
  const layer = discretization({ numBins: 4 });
  await layer.adapt(
    new NdArray(
      Float32Array.from({ length: 1000 }, (_, index) => (index * 617) % 1000),
      [1000],
    ),
  );
  const boundaries = layer.binBoundaries ?? [];
  expect(boundaries.length).toBe(3);
  // A boundary is off by at most epsilon, 1 % of the data, and the step between two values.
  [250, 500, 750].forEach((exact, index) => expect(Math.abs((boundaries[index] ?? 0) - exact)).toBeLessThanOrEqual(11));
});

it('turns numbers back into texts', () => {
  const lookup = stringLookup({ vocabulary: ['x', 'y'], maskToken: '' });
  expect(lookup.tokensOf([0, 1, 2, 3, 99])).toEqual(['', '[UNK]', 'x', 'y', '[UNK]']);
  expect(lookup.tokensOf(lookup.transform(['y', '', 'x']))).toEqual(['y', '', 'x']);
});

it('takes one text without a batch axis', () => {
  const vectorizer = textVectorization({ vocabulary: ['cat', 'sat'], outputSequenceLength: 3 });
  expect(vectorizer.transform('The CAT sat!')).toEqual(new NdArray(Int32Array.of(1, 2, 3), [3]));
  expect(vectorizer.transform([])).toEqual(new NdArray(new Int32Array(0), [0, 3]));
});

it('cleans and splits texts by functions, which cannot be written down', () => {
  const vectorizer = textVectorization({
    vocabulary: ['ähre', 'öl'],
    standardize: (text) => text.toLocaleLowerCase('de'),
    split: (text) => text.split('/'),
  });
  expect(Array.from(vectorizer.transform('ÖL/ÄHRE').data)).toEqual([3, 2]);
  expect(() => vectorizer.getConfig()).toThrow(/CONFIG_FUNCTION/);
});

it('refuses to be drawn into a model, and says where texts are transformed', () => {
  for (const transformer of [stringLookup(), textVectorization(), hashing({ numBins: 2 })]) {
    expect(() => transformer.apply(undefined)).toThrow(/dataset\.map[\s\S]*TEXT_IN_GRAPH/);
  }
});

it('refuses use before adapting, and adapting what is fixed', async () => {
  expect(() => stringLookup().transform('a')).toThrow(/NOT_ADAPTED/);
  expect(() => textVectorization().transform('a')).toThrow(/NOT_ADAPTED/);
  await expect(stringLookup({ vocabulary: ['a'] }).adapt(['b'])).rejects.toThrow(/ADAPT_GIVEN/);
  await expect(stringLookup().adapt([])).rejects.toThrow(/ADAPT_NOTHING/);
  await expect(integerLookup({ vocabulary: [1] }).adapt([1])).rejects.toThrow(/ADAPT_GIVEN/);
  await expect(discretization({ binBoundaries: [0] }).adapt([1])).rejects.toThrow(/ADAPT_GIVEN/);
  await expect(discretization({ numBins: 2 }).adapt(inBatches([]))).rejects.toThrow(/ADAPT_NOTHING/);
  await expect(integerLookup({ maskToken: 4 }).adapt([4, -1])).rejects.toThrow(/ADAPT_NOTHING/);
  const layer = integerLookup();
  expect(() => layer.ensureBuilt([[null, 1]], { path: 'layer', key: keyData(0) })).toThrow(/NOT_ADAPTED/);
});

it('refuses data that it has no numbers for', () => {
  const none = { vocabulary: ['a'], numOovIndices: 0 };
  expect(() => stringLookup(none).transform(['a', 'b'])).toThrow(/VOCABULARY_MISSING/);
  const integers = integerLookup({ vocabulary: [7], numOovIndices: 0 });
  expect(() => integers.checkInputData('fit', new NdArray(Int32Array.of(7, 8), [2]))).toThrow(/VOCABULARY_MISSING/);
  const categories = categoryEncoding({ numTokens: 3 });
  expect(() => categories.checkInputData('fit', new NdArray(Int32Array.of(2, 3), [2]))).toThrow(/3/);
  expect(() => stringLookup({ vocabulary: ['a'] }).transform([['a'], ['a', 'b']])).toThrow(/TEXTS/);
  expect(() => stringLookup({ vocabulary: ['a'] }).transform([1] as never)).toThrow(/TEXTS/);
});

it('refuses vocabularies with repeated tokens, or too many', () => {
  expect(() => stringLookup({ vocabulary: ['a', 'b', 'a'] })).toThrow(/VOCABULARY_TWICE/);
  expect(() => stringLookup({ vocabulary: ['a', ''], maskToken: '' })).toThrow(/VOCABULARY_TWICE/);
  expect(() => integerLookup({ vocabulary: [1, 2, 3], maxTokens: 3 })).toThrow(/VOCABULARY_SIZE/);
  expect(stringLookup({ vocabulary: ['', '[UNK]', 'a'], maskToken: '' }).getVocabulary()).toEqual(['', '[UNK]', 'a']);
});

/** Values that no option, or only some, can take. */
const garbage: readonly unknown[] = [null, -1, 0, 2.5, 1e9, 'garbage', true, [], [-1, 'x'], {}];

it.each([
  stringLookup({ vocabulary: ['a'], maxTokens: 5, maskToken: 'm', salt: 3, padToMaxTokens: true }),
  stringLookup({ vocabulary: ['a'], idfWeights: [1], outputMode: 'tfIdf' }),
  textVectorization({ vocabulary: ['a'], ngrams: 2, outputSequenceLength: 3, maxTokens: 9 }),
  hashing({ numBins: 3, maskValue: 'm', salt: [1, 2], outputMode: 'oneHot' }),
])('refuses hostile configs by typed errors: $className', (transformer) => {
  const { className } = transformer;
  const config = transformer.getConfig();
  for (const option of Object.keys(config)) {
    for (const value of garbage) {
      const read = (): unknown =>
        textTransformerFromConfig({ className, config: { ...config, [option]: value } }).getConfig();
      try {
        read();
      } catch (error) {
        expect(error, `${option} = ${JSON.stringify(value)}`).toHaveProperty('code');
      }
    }
  }
  expect(() => textTransformerFromConfig({ className: 'Object', config: {} })).toThrow(/CONFIG_TRANSFORMER/);
  expect(() => textTransformerFromConfig(null as never)).toThrow(/CONFIG_TRANSFORMER/);
});
