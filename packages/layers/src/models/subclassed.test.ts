/** Models and layers that are written as classes: shapes from data, weights by path, terms of the loss, steps of their own. */
import { NdArray, type PartialShape } from '@isograd/core';
import { adam, sgd } from '@isograd/optimizers';
import { describeBackends, seededValues } from '@isograd/testing';
import { add, matMul, mean, mul, type Scalar, square, sum, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { afterEach, expect, it } from 'vitest';
import { addLoss, type CallContext } from '../call-context.js';
import { Layer } from '../layer.js';
import { dense } from '../layers/core/dense.js';
import { dropout } from '../layers/regularization/dropout.js';
import type { ShapeList, TensorList } from '../tensor-list.js';
import type { TrainingStep, TrainingStepResult } from '../training/training-step.js';
import { Model } from './model.js';
import { Sequential, sequential } from './sequential.js';

const made: Model[] = [];

function tracked<M extends Model>(created: M): M {
  made.push(created);
  return created;
}

/** Two layers and a way around them. */
class Residual extends Layer {
  readonly className: string = 'Residual';
  readonly #first = this.track(dense({ units: 4, activation: 'tanh' }));
  readonly #second = this.track(dense({ units: 3 }));

  override computeOutputShape([shape]: ShapeList): PartialShape {
    return shape;
  }

  override call([x]: TensorList, context: CallContext): Tensor {
    const hidden = this.#first.run([x], context) as Tensor;
    return add(x, this.#second.run([hidden], context) as Tensor);
  }
}

/** A model that is given neither shapes nor a graph. */
class TwoHeads extends Model {
  readonly className: string = 'TwoHeads';
  readonly #trunk = this.track(new Residual({ name: 'trunk' }));
  readonly #left = this.track(dense({ units: 1, name: 'left' }));
  readonly #right = this.track(dense({ units: 2, name: 'right' }));

  override call([x]: TensorList, context: CallContext): TensorList {
    const trunk = this.#trunk.run([x], context) as Tensor;
    return [this.#left.run([trunk], context) as Tensor, this.#right.run([trunk], context) as Tensor];
  }
}

/** A model that counts how often it is called. */
class Counting extends Model {
  readonly className: string = 'Counting';
  calls = 0;
  readonly #head = this.track(dense({ units: 1 }));

  override call([x]: TensorList, context: CallContext): Tensor {
    this.calls++;
    return this.#head.run([x], context) as Tensor;
  }

  /** Puts a layer into the model that nothing runs. */
  addLayer(layer: Layer): void {
    this.track(layer);
  }
}

/** A layer whose output should be small. */
class Small extends Layer {
  readonly className: string = 'Small';

  override computeOutputShape([shape]: ShapeList): PartialShape {
    return shape;
  }

  override call([x]: TensorList, context: CallContext): Tensor {
    addLoss(mul(mean(square(x)), 0.5), context);
    return x.clone();
  }
}

const x = new NdArray(Float32Array.from(seededValues(1, 24)), [8, 3]);
const targets = (units: number): NdArray => new NdArray(Float32Array.from(seededValues(2, 8 * units)), [8, units]);

describeBackends('subclassed models', () => {
  afterEach(() => {
    for (const created of made.splice(0)) created.dispose();
  });

  it('learn their shapes from the data, and name their weights by path', async () => {
    const heads = tracked(new TwoHeads({ seed: 1 }));
    heads.compile({ optimizer: adam({ learningRate: 0.02 }), loss: 'meanSquaredError' });
    const { history } = await heads.fit(x, [targets(1), targets(2)], { epochs: 20, batchSize: 4 });
    const losses = history['loss'] ?? [];
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
    expect(heads.weights.map(({ path }) => path)).toEqual([
      'trunk/dense/kernel',
      'trunk/dense/bias',
      'trunk/dense_1/kernel',
      'trunk/dense_1/bias',
      'left/kernel',
      'left/bias',
      'right/kernel',
      'right/bias',
    ]);
    const [left, right] = await heads.predictOutputs(x);
    expect([left?.shape, right?.shape]).toEqual([
      [8, 1],
      [8, 2],
    ]);
    expect(heads.outputSpecs.map(({ shape }) => shape)).toEqual([
      [null, 1],
      [null, 2],
    ]);
    expect(heads.summary()).toContain('trunk (Residual)');
  });

  it('compute each batch once, and their output shapes once for an input shape', async () => {
    const counting = tracked(new Counting({ seed: 1 }));
    counting.compile({ optimizer: 'sgd', loss: 'meanSquaredError', jit: false });
    const callsOf = async (action: () => Promise<unknown>): Promise<number> => {
      const before = counting.calls;
      await action();
      return counting.calls - before;
    };
    const trainOnBatch = (): Promise<unknown> => counting.trainOnBatch(x, targets(1));
    expect(await callsOf(trainOnBatch)).toBe(3); // to build, for the shapes of the outputs, and the step
    expect(await callsOf(trainOnBatch)).toBe(1);
    expect(await callsOf(() => counting.fit(x, targets(1), { epochs: 2, batchSize: 4 }))).toBe(4);
    const readSpecs = async (): Promise<unknown> => counting.outputSpecs;
    expect(await callsOf(readSpecs)).toBe(0);
    counting.addLayer(dense({ units: 1 }));
    expect(await callsOf(readSpecs)).toBe(1);
  });

  it('repeat themselves from the same seed, and may stand inside other models', async () => {
    const train = async (): Promise<number[]> => {
      const model = tracked(
        sequential({ layers: [new Residual(), dropout({ rate: 0.2 }), dense({ units: 1 })], inputShape: [3], seed: 5 }),
      );
      model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
      const { history } = await model.fit(x, targets(1), { epochs: 3, batchSize: 4 });
      return [...(history['loss'] ?? [])];
    };
    expect(await train()).toEqual(await train());
  });

  it('add the terms of layers and regularizers to the loss', async () => {
    const model = tracked(
      sequential({
        layers: [dense({ units: 2, kernelRegularizer: 'l2', useBias: false, inputShape: [3] }), new Small()],
        seed: 1,
      }),
    );
    model.compile({ optimizer: sgd({ learningRate: 0 }), loss: 'meanSquaredError' });
    const [kernel] = await model.getWeights();
    const y = targets(2);
    const expected = tidy(() => {
      const w = tensor(kernel?.data ?? [], [3, 2]);
      const output = matMul(tensor(x.data, [8, 3]), w);
      const error = mean(square(add(output, mul(tensor(y.data, [8, 2]), -1))));
      // Keras's L2 is 0.01 Σ w².
      return add(add(error, mul(mean(square(output)), 0.5)), mul(sum(square(w)), 0.01)).dataSync()[0] ?? Number.NaN;
    });
    expect((await model.trainOnBatch(x, y))['loss']).toBeCloseTo(expected, 5);
    expect((await model.evaluate(x, y))['loss']).toBeCloseTo(expected, 5);
  });

  it('train without targets when layers add all that is minimised', async () => {
    const model = tracked(sequential({ layers: [dense({ units: 2, inputShape: [3] }), new Small()], seed: 1 }));
    model.compile({ optimizer: adam({ learningRate: 0.05 }) });
    const { history } = await model.fit(x, undefined, { epochs: 20 });
    const losses = history['loss'] ?? [];
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
  });

  it('refuse a step with nothing to minimise', async () => {
    const model = tracked(sequential({ layers: [dense({ units: 2, inputShape: [3] })], seed: 1 }));
    model.compile({ optimizer: 'adam' });
    await expect(model.fit(x, undefined)).rejects.toThrow(/\[LOSS_NONE\]$/);
  });

  it('train in a way of their own', async () => {
    /** Twice the loss: with plain gradient descent, twice the step. */
    class Doubled extends Sequential {
      override trainStep(step: TrainingStep): TrainingStepResult {
        let outputs: readonly Tensor[] = [];
        const loss = step.minimize(() => {
          outputs = step.predict();
          return mul(step.loss(outputs), 2) as Scalar;
        });
        return { loss, outputs };
      }
    }
    const layers = (): Layer[] => [dense({ units: 2, inputShape: [3], kernelInitializer: 'ones' })];
    const weightsAfter = async (model: Sequential, learningRate: number): Promise<number[]> => {
      model.compile({ optimizer: sgd({ learningRate }), loss: 'meanSquaredError', metrics: ['meanAbsoluteError'] });
      await model.trainOnBatch(x, targets(2));
      return (await model.getWeights()).flatMap(({ data }) => Array.from(data));
    };
    const doubled = await weightsAfter(tracked(new Doubled({ layers: layers(), seed: 1 })), 0.1);
    const plain = await weightsAfter(tracked(sequential({ layers: layers(), seed: 1 })), 0.2);
    doubled.forEach((value, index) => expect(value).toBeCloseTo(plain[index] ?? Number.NaN, 6));
  });
});
