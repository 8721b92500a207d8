/** Sums read and written as text, by one LSTM that reads and one that writes: tfjs's addition example. */
import { keyData, NdArray, permuteIndices } from '@isograd/core';
import * as layers from '@isograd/layers';
import { largestOfRows } from './arrays.js';

const characters = '0123456789+ ';

/** One row of ones and zeros for each character of each text. */
function encode(texts: readonly string[], length: number): NdArray {
  const encoded = NdArray.zeros([texts.length, length, characters.length]);
  texts.forEach((text, row) => {
    for (let place = 0; place < length; place++) {
      const character = characters.indexOf(text[place] ?? ' ');
      encoded.data[(row * length + place) * characters.length + character] = 1;
    }
  });
  return encoded;
}

/** The model of the example: the sum is read to its end before the first character of the answer is written. */
export function createModel(
  hidden: number,
  questionLength: number,
  answerLength: number,
  seed: number,
): layers.Sequential {
  const model = layers.sequential({ seed });
  model.add(
    layers.lstm({
      units: hidden,
      recurrentInitializer: 'glorotNormal',
      inputShape: [questionLength, characters.length],
    }),
  );
  model.add(layers.repeatVector({ n: answerLength }));
  model.add(layers.lstm({ units: hidden, recurrentInitializer: 'glorotNormal', returnSequences: true }));
  model.add(layers.timeDistributed({ layer: layers.dense({ units: characters.length }) }));
  model.add(layers.activation({ activation: 'softmax' }));
  model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam', metrics: ['accuracy'] });
  return model;
}

/** How well sums are answered. */
export interface AdditionResult {
  /** Share of the characters of the training answers that are right. */
  readonly accuracy: number;
  /** A question, the answer of the model, and the right one. */
  readonly samples: readonly (readonly [question: string, answer: string, expected: string])[];
}

/** Trains on all sums of two numbers below `limit`. */
export async function trainAddition(options: {
  readonly limit: number;
  readonly epochs: number;
  readonly hidden: number;
  readonly seed: number;
}): Promise<AdditionResult> {
  const { limit, epochs, hidden, seed } = options;
  const pairs = Array.from(
    { length: limit * limit },
    (_, index) => [Math.floor(index / limit), index % limit] as const,
  );
  const shuffled = Array.from(permuteIndices(keyData(seed), pairs.length), (index) => pairs[index] ?? [0, 0]);
  const questionLength = 2 * String(limit - 1).length + 1;
  const answerLength = String(2 * limit - 2).length;
  const questions = shuffled.map(([a, b]) => `${a}+${b}`);
  const answers = shuffled.map(([a, b]) => String(a + b));
  const x = encode(questions, questionLength);
  const y = encode(answers, answerLength);

  const model = createModel(hidden, questionLength, answerLength, seed);
  await model.fit(x, y, { epochs, batchSize: 32 });
  const { accuracy = 0 } = await model.evaluate(x, y);
  const predicted = await model.predict(x);
  model.dispose();
  const read = largestOfRows(new NdArray(predicted.data, [pairs.length * answerLength, characters.length]));
  const answerOf = (row: number): string =>
    read
      .slice(row * answerLength, (row + 1) * answerLength)
      .map((character) => characters[character])
      .join('')
      .trim();
  const samples = questions.slice(0, 5).map((question, row) => [question, answerOf(row), answers[row] ?? ''] as const);
  return { accuracy, samples };
}
