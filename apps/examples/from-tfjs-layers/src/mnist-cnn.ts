/** Handwritten digits by two convolutions: the network of tfjs's MNIST example, on real digits of 8 x 8 pixels made larger. */
import { type NdArray, NdArray as HostArray } from '@isograd/core';
import { trainTestSplit } from '@isograd/data';
import { digits } from '@isograd/datasets';
import * as layers from '@isograd/layers';

/** Share of 180 test digits that are read right. */
export interface MnistResult {
  readonly accuracy: number;
}

/** Images of 28 x 28: each pixel three times in both directions, with a border of two. */
function enlarge(images: NdArray): NdArray {
  const [count = 0] = images.shape;
  const large = HostArray.zeros([count, 28, 28, 1]);
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < 24; row++) {
      for (let column = 0; column < 24; column++) {
        const pixel = images.data[image * 64 + Math.floor(row / 3) * 8 + Math.floor(column / 3)] ?? 0;
        large.data[image * 784 + (row + 2) * 28 + column + 2] = pixel;
      }
    }
  }
  return large;
}

/** The model of the example. */
export function createModel(seed: number): layers.Sequential {
  const model = layers.sequential({ seed });
  model.add(
    layers.conv2d({
      inputShape: [28, 28, 1],
      kernelSize: 5,
      filters: 8,
      strides: 1,
      activation: 'relu',
      kernelInitializer: 'varianceScaling',
    }),
  );
  model.add(layers.maxPooling2d({ poolSize: [2, 2], strides: [2, 2] }));
  model.add(
    layers.conv2d({
      kernelSize: 5,
      filters: 16,
      strides: 1,
      activation: 'relu',
      kernelInitializer: 'varianceScaling',
    }),
  );
  model.add(layers.maxPooling2d({ poolSize: [2, 2], strides: [2, 2] }));
  model.add(layers.flatten());
  model.add(layers.dense({ units: 10, kernelInitializer: 'varianceScaling', activation: 'softmax' }));
  model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

/** Trains for some epochs. */
export async function trainMnist(options: { readonly epochs: number; readonly seed: number }): Promise<MnistResult> {
  const { images, labels } = await digits.load();
  const { train, test } = trainTestSplit(
    { x: images, y: labels },
    { testFraction: 180 / labels.size, seed: options.seed, stratifyBy: labels },
  );
  const model = createModel(options.seed);
  await model.fit(enlarge(train.x), train.y, { batchSize: 64, epochs: options.epochs, validationSplit: 0.15 });
  const { accuracy = 0 } = await model.evaluate(enlarge(test.x), test.y);
  model.dispose();
  return { accuracy };
}
