/** Whether a review is a good one, by one of six networks: tfjs's sentiment example. */
import { foldInData, keyData, NdArray, permuteIndices } from '@isograd/core';
import * as layers from '@isograd/layers';

/** The networks of the example. */
export const modelTypes = ['multihot', 'flatten', 'cnn', 'simpleRNN', 'lstm', 'bidirectionalLSTM'] as const;

/** One of them. */
export type ModelType = (typeof modelTypes)[number];

const good = ['wonderful', 'moving', 'funny', 'brilliant', 'loved', 'charming'];
const bad = ['dull', 'awful', 'boring', 'waste', 'hated', 'clumsy'];
const other = ['the', 'film', 'a', 'was', 'plot', 'and', 'with', 'this', 'actors', 'story', 'in', 'of'];

/** Number 0 is padding; words count from 1. */
const vocabulary = ['', ...other, ...good, ...bad];

/** Reviews made of common words and of two that decide. */
function reviews(count: number, length: number, seed: number): { x: NdArray; y: Float32Array } {
  const x = NdArray.zeros([count, length], 'int32');
  const y = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const key = foldInData(keyData(seed), row);
    const draws = Array.from(permuteIndices(key, 997));
    const isGood = (draws[0] ?? 0) % 2 === 0;
    const telling = isGood ? good : bad;
    const used = Math.ceil(length / 2) + ((draws[1] ?? 0) % Math.floor(length / 2));
    for (let place = 0; place < used; place++) {
      const draw = draws[2 + place] ?? 0;
      const word = place % 4 === 1 ? telling[draw % telling.length] : other[draw % other.length];
      x.data[row * length + length - used + place] = vocabulary.indexOf(word ?? ''); // padded at the front
    }
    y[row] = isGood ? 1 : 0;
  }
  return { x, y };
}

/** Which words occur, one column for each. */
function multiHot({ data, shape }: NdArray): NdArray {
  const [count = 0, length = 0] = shape;
  const encoded = NdArray.zeros([count, vocabulary.length]);
  for (let index = 0; index < count * length; index++) {
    encoded.data[Math.floor(index / length) * vocabulary.length + (data[index] ?? 0)] = 1;
  }
  return encoded;
}

/** The model of a type. */
export function buildModel(
  modelType: ModelType,
  options: { readonly length: number; readonly seed: number },
): layers.Sequential {
  const { length, seed } = options;
  const model = layers.sequential({ name: modelType, seed });
  const embedding = (): layers.Layer =>
    layers.embedding({ inputDim: vocabulary.length, outputDim: 8, inputLength: length });
  switch (modelType) {
    case 'multihot':
      model.add(layers.dense({ units: 16, activation: 'relu', inputShape: [vocabulary.length] }));
      model.add(layers.dense({ units: 16, activation: 'relu' }));
      break;
    case 'flatten':
      model.add(embedding());
      model.add(layers.flatten());
      break;
    case 'cnn':
      model.add(embedding());
      model.add(layers.dropout({ rate: 0.2 }));
      model.add(layers.conv1d({ filters: 16, kernelSize: 3, strides: 1, padding: 'valid', activation: 'relu' }));
      model.add(layers.globalMaxPooling1d());
      model.add(layers.dense({ units: 16, activation: 'relu' }));
      break;
    case 'simpleRNN':
      model.add(embedding());
      model.add(layers.simpleRNN({ units: 16 }));
      break;
    case 'lstm':
      model.add(embedding());
      model.add(layers.lstm({ units: 16 }));
      break;
    case 'bidirectionalLSTM':
      model.add(embedding());
      model.add(layers.bidirectional({ layer: layers.lstm({ units: 8 }), mergeMode: 'concat' }));
      break;
    default:
      modelType satisfies never;
  }
  model.add(layers.dense({ units: 1, activation: 'sigmoid' }));
  return model;
}

/** Trains a network on made-up reviews, and returns the share of others that it judges right. */
export async function trainSentiment(
  type: ModelType,
  options: { readonly epochs: number; readonly seed: number },
): Promise<number> {
  const length = 12;
  const train = reviews(256, length, options.seed);
  const test = reviews(128, length, options.seed + 1000);
  const encode = (x: NdArray): NdArray => (type === 'multihot' ? multiHot(x) : x);
  const model = buildModel(type, { length, seed: options.seed });
  model.compile({ loss: 'binaryCrossentropy', optimizer: 'adam', metrics: ['acc'] });
  await model.fit(encode(train.x), train.y, { epochs: options.epochs, batchSize: 16, validationSplit: 0.2 });
  const logs = await model.evaluate(encode(test.x), test.y);
  model.dispose();
  return logs['acc'] ?? logs['accuracy'] ?? 0;
}
