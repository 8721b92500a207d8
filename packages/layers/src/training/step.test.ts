import { NdArray, type PartialShape, setLogger } from '@isograd/core';
import { sgd } from '@isograd/optimizers';
import { describeBackends, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { dense, dropout, Layer, sequential, type ShapeList, type TensorList } from '../index.js';

const x = new NdArray(seededValues(1, 24), [8, 3]);
const y = new NdArray(seededValues(2, 8), [8, 1]);

/** Multiplies by the largest element, which it reads on the host. */
class ReadsOnTheHost extends Layer {
  static reads = 0;

  override readonly className = 'ReadsOnTheHost';

  override computeOutputShape([shape]: ShapeList): PartialShape {
    return shape;
  }

  override call([x]: TensorList): tf.Tensor {
    ReadsOnTheHost.reads++;
    return tf.mul(x, tf.max(x).dataSync()[0] as number);
  }
}

async function losses(options: {
  readonly jit?: boolean;
  readonly layers?: Layer[];
  readonly name?: string;
}): Promise<number[]> {
  const { layers = [dense({ units: 4, activation: 'tanh', inputShape: [3] }), dense({ units: 1 })], ...rest } = options;
  const model = sequential({ seed: 0, layers, name: rest.name ?? 'net' });
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError', ...(rest.jit === undefined ? {} : { jit: rest.jit }) });
  const { history } = await model.fit(x, y, { epochs: 3, batchSize: 3, seed: 1 });
  model.dispose();
  return history['loss'] as number[];
}

describeBackends('a step', (backendName) => {
  it('gives the same losses as a program and without, the smaller last batch included', async () => {
    const [captured, eager] = [await losses({ jit: true }), await losses({ jit: false })];
    captured.forEach((loss, epoch) => expect(loss).toBeCloseTo(eager[epoch] ?? Number.NaN, 6));
  });

  it('draws another dropout mask in each step, and the same ones for the same seed', async () => {
    const train = async (jit: boolean, seed = 0): Promise<number[]> => {
      const model = sequential({ seed, layers: [dropout({ rate: 0.5, inputShape: [3] }), dense({ units: 1 })] });
      model.compile({ optimizer: sgd({ learningRate: 0 }), loss: 'meanSquaredError', jit });
      const seen: number[] = [];
      for (let step = 0; step < 5; step++) seen.push((await model.trainOnBatch(x, y))['loss'] as number);
      model.dispose();
      return seen;
    };
    const captured = await train(true);
    expect(new Set(captured).size).toBe(5);
    expect(await train(true)).toEqual(captured);
    expect(await train(true, 1)).not.toEqual(captured);
    (await train(false)).forEach((loss, step) => expect(captured[step]).toBeCloseTo(loss, 6));
  });

  it('runs what cannot be captured as it is written, and says why', async () => {
    const warnings: string[] = [];
    const logger = setLogger((message) => warnings.push(message));
    const before = ReadsOnTheHost.reads;
    const layers = (): Layer[] => [dense({ units: 1, inputShape: [3] }), new ReadsOnTheHost()];
    const first = await losses({ layers: layers(), name: `on ${backendName}` });
    setLogger(logger);
    expect(warnings.join()).toMatch(/runs without jit.*CAPTURE_READ/s);
    expect(ReadsOnTheHost.reads - before).toBe(1 + 9); // once when captured, then in each of nine steps
    expect(first).toEqual(await losses({ jit: false, layers: layers() }));
  });

  it('trains other weights when the choice of what is trained changes', async () => {
    const [frozen, head] = [dense({ units: 4, inputShape: [3] }), dense({ units: 1 })];
    const model = sequential({ seed: 0, layers: [frozen, head] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await model.trainOnBatch(x, y);
    const kernel = (): number[] => Array.from(frozen.weights[0]?.variable.dataSync() ?? []);
    const before = kernel();
    frozen.trainable = false;
    await model.trainOnBatch(x, y);
    expect(kernel()).toEqual(before);
    frozen.trainable = true;
    await model.trainOnBatch(x, y);
    expect(kernel()).not.toEqual(before);
    model.dispose();
  });
});
