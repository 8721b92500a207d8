/** Text, one character after another, by a stack of LSTMs: tfjs's text generation example. */
import { keyData, foldInData, NdArray, permuteIndices } from '@isograd/core';
import * as layers from '@isograd/layers';
import { rmsprop } from '@isograd/optimizers';

/** A text as numbers of characters. */
interface Corpus {
  readonly text: string;
  readonly characters: readonly string[];
  readonly numbers: readonly number[];
}

function readCorpus(text: string): Corpus {
  const characters = [...new Set(text)].sort();
  return { text, characters, numbers: [...text].map((character) => characters.indexOf(character)) };
}

/** One row of ones and zeros for each character of each window. */
function encode(windows: readonly (readonly number[])[], length: number, characters: number): NdArray {
  const encoded = NdArray.zeros([windows.length, length, characters]);
  windows.forEach((window, row) => {
    window.forEach((number, place) => {
      encoded.data[(row * length + place) * characters + number] = 1;
    });
  });
  return encoded;
}

/** The model of the example; each size is one LSTM. */
export function createModel(options: {
  readonly windowLength: number;
  readonly characters: number;
  readonly sizes: readonly number[];
  readonly learningRate: number;
  readonly seed: number;
}): layers.Sequential {
  const { windowLength, characters, sizes, learningRate, seed } = options;
  const model = layers.sequential({ seed });
  sizes.forEach((units, index) => {
    model.add(
      layers.lstm({
        units,
        returnSequences: index < sizes.length - 1,
        ...(index === 0 ? { inputShape: [windowLength, characters] } : {}),
      }),
    );
  });
  model.add(layers.dense({ units: characters, activation: 'softmax' }));
  model.compile({ optimizer: rmsprop({ learningRate }), loss: 'categoricalCrossentropy' });
  return model;
}

/** How the training went, and what the model writes. */
export interface TextResult {
  readonly losses: readonly number[];
  /** What follows the seed text, the likeliest character each time. */
  readonly generated: string;
}

/** Learns a text and continues its beginning. */
export async function trainText(
  text: string,
  options: { readonly windowLength: number; readonly epochs: number; readonly length: number; readonly seed: number },
): Promise<TextResult> {
  const { windowLength, epochs, length, seed } = options;
  const { characters, numbers } = readCorpus(text);
  const starts = Array.from(permuteIndices(foldInData(keyData(seed), 1), numbers.length - windowLength));
  const x = encode(
    starts.map((start) => numbers.slice(start, start + windowLength)),
    windowLength,
    characters.length,
  );
  const y = encode(
    starts.map((start) => [numbers[start + windowLength] ?? 0]),
    1,
    characters.length,
  );

  const model = createModel({ windowLength, characters: characters.length, sizes: [32, 32], learningRate: 0.01, seed });
  const { history } = await model.fit(x, new NdArray(y.data, [starts.length, characters.length]), {
    epochs,
    batchSize: 32,
  });

  let window = numbers.slice(0, windowLength);
  let generated = '';
  for (let step = 0; step < length; step++) {
    const { data } = await model.predict(encode([window], windowLength, characters.length));
    const next = data.indexOf(Math.max(...data));
    generated += characters[next] ?? '';
    window = [...window.slice(1), next];
  }
  model.dispose();
  return { losses: history['loss'] ?? [], generated };
}
