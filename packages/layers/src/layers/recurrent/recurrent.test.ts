import { keyData, NdArray } from '@isograd/core';
import { adam } from '@isograd/optimizers';
import { describeBackends, seededValues } from '@isograd/testing';
import { add, engine, mul, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { constant, ones, zeros } from '../../initializers/constant.js';
import { identityInitializer } from '../../initializers/identity-initializer.js';
import type { Layer } from '../../layer.js';
import { model } from '../../models/functional.js';
import { sequential } from '../../models/sequential.js';
import { input } from '../../symbolic-tensor.js';
import { asNonEmpty, type ShapeList, type TensorList, toList } from '../../tensor-list.js';
import { dense } from '../core/dense.js';
import { masking } from '../core/masking.js';
import { bidirectional } from './bidirectional.js';
import { gru } from './gru.js';
import { lstm } from './lstm.js';
import { RecurrentCell } from './recurrent-cell.js';
import { RNN, rnn } from './rnn.js';
import { simpleRNNCell } from './simple-rnn-cell.js';
import { simpleRNN } from './simple-rnn.js';
import { stackedRNNCells } from './stacked-rnn-cells.js';
import { timeDistributed } from './time-distributed.js';

const [batch, time, features, units] = [2, 5, 3, 4];
const x = seededValues(1, batch * time * features);

/** Some frames of it, one after the other. */
function framesOf(first: number, count: number): number[] {
  return Array.from(x.subarray(first * features, (first + count) * features));
}

function build<L extends Layer>(layer: L, shape: readonly (number | null)[] = [null, null, features]): L {
  layer.ensureBuilt([shape], { path: '', key: keyData(7) });
  return layer;
}

/** Outputs on the host; `mask` belongs to the first input. */
function run(layer: Layer, inputs: readonly Tensor[], { training = false, mask = [] as number[][] } = {}): number[][] {
  return tidy(() => {
    const masks = new WeakMap<Tensor, Tensor>();
    if (mask.length > 0)
      masks.set(inputs[0] as Tensor, tensor(mask.flat(), [mask.length, mask[0]?.length ?? 0], 'bool'));
    return toList(layer.run(asNonEmpty(inputs), { training, masks })).map((output) => Array.from(output.dataSync()));
  });
}

/** Frees the tensors and the layers that a test makes. */
function scoped(layers: readonly Layer[], fn: () => void): void {
  engine().startScope();
  try {
    fn();
  } finally {
    engine().endScope();
    for (const layer of layers) layer.dispose();
  }
}

/** s' = s / 2 + x, shown doubled: an output that is not the state. */
class LeakyCell extends RecurrentCell {
  readonly className = 'LeakyCell';

  override stateShapes([size = null, length = null]: readonly (number | null)[]): ShapeList {
    return [[size, length]];
  }

  override call([frame, state]: TensorList): TensorList {
    const next = add(mul(state as Tensor, 0.5), frame);
    return [mul(next, 2), next];
  }
}

describeBackends('recurrent layers', () => {
  const sequence = (): Tensor => tensor(x, [batch, time, features]);
  const ofCell = { simpleRNN, lstm, gru };

  it.each(Object.entries(ofCell))('%s with goBackwards is itself on the reversed sequence', (_name, make) => {
    const options = { units, returnSequences: true, returnState: true };
    const [forward, backward] = [build(make(options)), build(make({ ...options, goBackwards: true }))];
    scoped([forward, backward], () => {
      const reversed = tensor(
        Array.from({ length: batch * time }, (_row, row) => {
          const source = Math.floor(row / time) * time + (time - 1 - (row % time));
          return framesOf(source, 1);
        }).flat(),
        [batch, time, features],
      );
      expect(run(backward, [sequence()])).toEqual(run(forward, [reversed]));
    });
  });

  it.each(Object.entries(ofCell))('%s skips masked steps, wherever they are', (_name, make) => {
    const layer = build(make({ units, returnSequences: true, returnState: true }));
    scoped([layer], () => {
      const mask = [
        [0, 1, 0, 1, 1],
        [1, 1, 1, 0, 0],
      ];
      const [outputs = [], ...states] = run(layer, [sequence()], { mask });
      mask.forEach((steps, example) => {
        const counted = steps.flatMap((counts, step) => (counts ? [step] : []));
        const frames = counted.map((step) => framesOf(example * time + step, 1));
        const [alone = [], ...ends] = run(layer, [tensor([frames])]);
        let seen = 0;
        steps.forEach((counts, step) => {
          seen += counts;
          const shown = outputs.slice((example * time + step) * units, (example * time + step + 1) * units);
          const wanted = seen === 0 ? [0, 0, 0, 0] : alone.slice((seen - 1) * units, seen * units);
          expectClose(shown, wanted);
        });
        states.forEach((state, index) => {
          expectClose(state.slice(example * units, (example + 1) * units), ends[index] ?? []);
        });
      });
    });
  });

  it('puts out 0 in masked steps with zeroOutputForMask, and keeps the state', () => {
    const options = { units, returnSequences: true, returnState: true };
    const [layer, zeroing] = [build(gru(options)), build(gru({ ...options, zeroOutputForMask: true }))];
    scoped([layer, zeroing], () => {
      const mask = [
        [1, 0, 1, 1, 0],
        [1, 1, 1, 1, 1],
      ];
      const [outputs = [], state] = run(layer, [sequence()], { mask });
      const [zeroed, stateToo] = run(zeroing, [sequence()], { mask });
      const isMasked = (index: number): boolean => mask.flat()[Math.floor(index / units)] === 0;
      expect(zeroed).toEqual(outputs.map((value, index) => (isMasked(index) ? 0 : value)));
      expect(stateToo).toEqual(state);
    });
  });

  it('passes the mask on in the order of its outputs', () => {
    const layer = build(lstm({ units, returnSequences: true, goBackwards: true }));
    scoped([layer], () => {
      const masks = new WeakMap<Tensor, Tensor>();
      const inputs = sequence();
      masks.set(inputs, tensor([1, 1, 1, 0, 0, 1, 1, 1, 1, 0], [batch, time], 'bool'));
      const output = layer.run([inputs], { training: false, masks }) as Tensor;
      expect(Array.from(masks.get(output)?.dataSync() ?? [])).toEqual([0, 0, 1, 1, 1, 0, 1, 1, 1, 1]);
    });
  });

  it('with a state carried over two halves of a sequence is itself on the whole', () => {
    const layer = build(lstm({ units, stateful: true, batchInputShape: [batch, null, features] }));
    const whole = build(lstm({ units, inputShape: [null, features] }));
    scoped([layer, whole], () => {
      const half = (from: number, to: number): Tensor =>
        tensor(Array.from({ length: batch }, (_, example) => framesOf(example * time + from, to - from)).flat(), [
          batch,
          to - from,
          features,
        ]);
      const [first] = run(layer, [half(0, 2)]);
      expectClose(run(layer, [half(2, 5)])[0] ?? [], run(whole, [sequence()])[0] ?? []);
      layer.resetStates();
      expect(run(layer, [half(0, 2)])[0]).toEqual(first);
      expect(() => run(layer, [tensor(x.slice(0, 15), [1, time, features])])).toThrow(/\[STATEFUL_BATCH_SIZE\]$/);
    });
  });

  it('hands its batch size on: stateful layers train in a stack, and predict on', async () => {
    const stack = sequential({
      layers: [
        lstm({ units, stateful: true, returnSequences: true, batchInputShape: [batch, time, features] }),
        gru({ units: 3, stateful: true }),
        dense({ units: 1 }),
      ],
      seed: 2,
    });
    stack.compile({ optimizer: adam(), loss: 'meanSquaredError' });
    const examples = new NdArray(seededValues(4, 2 * x.length), [2 * batch, time, features]);
    await stack.fit(examples, new NdArray(new Float32Array(2 * batch), [2 * batch, 1]), {
      epochs: 2,
      batchSize: batch,
    });
    const states = stack.layers.flatMap((layer) => layer.ownWeights).filter(({ name }) => name.startsWith('state'));
    expect(states.map(({ shape }) => shape)).toEqual([
      [batch, units],
      [batch, units],
      [batch, 3],
    ]);
    const given = new NdArray(x, [batch, time, features]);
    const predict = async (): Promise<number[]> => Array.from(((await stack.predict(given)) as NdArray).data);
    for (const layer of stack.layers) if (layer instanceof RNN) layer.resetStates();
    const [first, next] = [await predict(), await predict()];
    expect(next).not.toEqual(first);
    for (const layer of stack.layers) if (layer instanceof RNN) layer.resetStates();
    expect(await predict()).toEqual(first);
    stack.dispose();
  });

  it('drops the same elements in every step, others in every call', () => {
    const length = 400;
    const layer = build(
      simpleRNN({
        units: length,
        activation: 'linear',
        kernelInitializer: identityInitializer(),
        recurrentInitializer: zeros(),
        dropout: 0.25,
        returnSequences: true,
      }),
      [null, null, length],
    );
    scoped([layer], () => {
      const inputs = tensor(new Float32Array(3 * length).fill(1), [1, 3, length]);
      const [dropped = []] = run(layer, [inputs], { training: true });
      const first = dropped.slice(0, length);
      expect(dropped).toEqual([...first, ...first, ...first]);
      expect([...new Set(first)].sort()).toEqual([0, Math.fround(1 / 0.75)]);
      const share = first.filter((value) => value === 0).length / length;
      expect(Math.abs(share - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / length)); // five standard errors
      expect(run(layer, [inputs], { training: true })[0]).not.toEqual(dropped);
      expect(run(layer, [inputs])[0]).toEqual(Array.from({ length: 3 * length }, () => 1));
    });
  });

  it('drops the same elements of the state in every step', () => {
    const length = 400;
    const layer = build(
      simpleRNN({
        units: length,
        activation: 'linear',
        kernelInitializer: zeros(),
        recurrentInitializer: identityInitializer(),
        biasInitializer: ones(),
        recurrentDropout: 0.5,
        returnSequences: true,
      }),
      [null, null, 1],
    );
    scoped([layer], () => {
      const [outputs = []] = run(layer, [tensor([1, 1, 1], [1, 3, 1])], { training: true });
      const [first, second, third] = [0, 1, 2].map((step) => outputs.slice(step * length, (step + 1) * length));
      expect(first).toEqual(Array.from({ length }, () => 1)); // nothing to drop yet
      expect([...new Set(second)].sort()).toEqual([1, 3]); // 1, or 1 / 0.5 + 1
      expect(third).toEqual(second?.map((value) => (value === 1 ? 1 : 7))); // 3 / 0.5 + 1
    });
  });

  it('gives each gate a mask of its own with implementation 1, all the same with 2', () => {
    const length = 64;
    const gatesOf = (implementation: 1 | 2): number[][] => {
      const layer = build(
        gru({
          units: 1,
          implementation,
          dropout: 0.5,
          seed: 5,
          useBias: false,
          activation: 'linear',
          recurrentActivation: 'linear',
          kernelInitializer: constant({ value: 1 / length }),
          recurrentInitializer: zeros(),
          resetAfter: false,
        }),
        [null, null, length],
      );
      let result: number[][] = [];
      scoped([layer], () => {
        // h = (1 - z) · h̃ with z and h̃ the means of what the two gates see; with equal masks h = m - m².
        const inputs = tensor(new Float32Array(length).fill(1), [1, 1, length]);
        result = Array.from({ length: 8 }, () => run(layer, [inputs], { training: true })[0] ?? []);
      });
      return result;
    };
    /** Whether some mean m of `length` doubled coins, an even multiple of 1 / length, has m - m² = h. */
    const isFromOneMask = (h: number): boolean =>
      Array.from({ length: length + 1 }, (_, kept) => (2 * kept) / length).some((m) => Math.abs(m - m * m - h) < 1e-4);
    expect(gatesOf(2).flat().every(isFromOneMask)).toBe(true);
    expect(gatesOf(1).flat().every(isFromOneMask)).toBe(false);
  });

  it('runs a cell of the user, whose output is not its state, also under a mask and in a stack', () => {
    const layer = build(rnn({ cell: new LeakyCell(), returnSequences: true, returnState: true }), [null, null, 1]);
    const stacked = build(rnn({ cell: [new LeakyCell(), new LeakyCell()], returnState: true }), [null, null, 1]);
    scoped([layer, stacked], () => {
      const inputs = tensor([1, 2, 4], [1, 3, 1]);
      expect(run(layer, [inputs])).toEqual([[2, 5, 10.5], [5.25]]);
      expect(run(layer, [inputs], { mask: [[1, 0, 1]] })).toEqual([[2, 2, 9], [4.5]]);
      // The second cell sees 2, 5, 10.5: states 2, 6, 13.5.
      expect(run(stacked, [inputs])).toEqual([[27], [5.25], [13.5]]);
    });
  });

  it('takes first states from another layer, and trains through them', async () => {
    const source = input({ shape: [null, 2], name: 'source' });
    const target = input({ shape: [null, 2], name: 'target' });
    const [, ...states] = lstm({ units: 6, returnState: true }).applyAll(source);
    const decoded = lstm({ units: 6, returnSequences: true }).apply([target, ...states]);
    const translator = model({ inputs: [source, target], outputs: dense({ units: 1 }).apply(decoded), seed: 1 });
    translator.compile({ optimizer: adam({ learningRate: 0.05 }), loss: 'meanSquaredError' });
    const examples = 8;
    const given = new NdArray(seededValues(3, examples * 4 * 2), [examples, 4, 2]);
    const silent = new NdArray(new Float32Array(examples * 3 * 2), [examples, 3, 2]);
    // The answer is known to the source alone, so that it can only come through the states.
    const answer = Float32Array.from(
      { length: examples * 3 },
      (_, index) => given.data[Math.floor(index / 3) * 8] ?? 0,
    );
    const y = new NdArray(answer, [examples, 3, 1]);
    const { loss = [] } = (await translator.fit([given, silent], y, { epochs: 60, batchSize: examples })).history as {
      loss?: number[];
    };
    expect(loss.at(-1)).toBeLessThan((loss[0] ?? 0) / 10);
    translator.dispose();
  });

  it('predicts of a sequence what it predicts of the same one padded and masked', async () => {
    const classifier = sequential({
      layers: [masking({ inputShape: [null, 1], maskValue: -9 }), gru({ units: 6 }), dense({ units: 1 })],
      seed: 3,
    });
    const short = new NdArray(Float32Array.from([0.5, 0.25, -0.5, 1]), [2, 2, 1]);
    const padded = new NdArray(Float32Array.from([0.5, 0.25, -9, -9, -0.5, 1, -9, -9]), [2, 4, 1]);
    const [a, b] = [await classifier.predict(short), await classifier.predict(padded)] as [NdArray, NdArray];
    a.data.forEach((value, index) => void expect(b.data[index]).toBeCloseTo(value, 5));
    classifier.dispose();
  });

  it('timeDistributed is its layer on every step', () => {
    const inner = dense({ units: 2, activation: 'tanh' });
    const layer = build(timeDistributed({ layer: inner }));
    scoped([layer], () => {
      const [outputs = []] = run(layer, [sequence()]);
      for (let step = 0; step < batch * time; step++) {
        const frame = tensor(x.slice(step * features, (step + 1) * features), [1, features]);
        expectClose(outputs.slice(step * 2, step * 2 + 2), run(inner, [frame])[0] ?? []);
      }
    });
  });

  function expectClose(got: readonly number[], wanted: readonly number[]): void {
    expect(got.length).toBe(wanted.length);
    got.forEach((value, index) => void expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 5));
  }
});

describe('what recurrent layers refuse', () => {
  const code = (expected: string): RegExp => new RegExp(`\\[${expected}\\]$`);

  it('sequences without an axis of time, or without frames', () => {
    expect(() => lstm({ units }).computeOutputShape([[null, 3]])).toThrow(code('SHAPE_SEQUENCE'));
    expect(() => lstm({ units }).computeOutputShape([[null, 0, 3]])).toThrow(code('SHAPE_SEQUENCE'));
    expect(() => lstm({ units }).computeOutputShape([[null, 2, 3, 4]])).toThrow(code('SHAPE_RANK'));
    expect(() => gru({ units }).computeOutputShape([[null, 2, null]])).toThrow(code('SHAPE_UNKNOWN_AXIS'));
    expect(() => timeDistributed({ layer: dense({ units }) }).computeOutputShape([[null, 3]])).toThrow(
      code('SHAPE_SEQUENCE'),
    );
  });

  it('states of another number or shape', () => {
    const layer = lstm({ units });
    const state = [null, units];
    expect(layer.computeOutputShape([[null, 2, 3], state, state])).toEqual([null, units]);
    expect(() => layer.computeOutputShape([[null, 2, 3], state])).toThrow(code('STATE_COUNT'));
    expect(() => layer.computeOutputShape([[null, 2, 3], state, [null, 5]])).toThrow(code('STATE_SHAPE'));
    expect(() => bidirectional({ layer }).computeOutputShape([[null, 2, 3], state])).toThrow(code('STATE_COUNT'));
  });

  it('stateful layers without a batch size', () => {
    expect(() => build(lstm({ units, stateful: true }))).toThrow(code('STATEFUL_BATCH'));
    expect(() => lstm({ units, batchInputShape: [0, 2] })).toThrow(code('LAYER_BATCH_INPUT_SHAPE'));
  });

  it('options out of range', () => {
    expect(() => lstm({ units: 0 })).toThrow(code('LAYER_OPTION'));
    expect(() => gru({ units, dropout: 1 })).toThrow(code('LAYER_OPTION'));
    expect(() => gru({ units, implementation: 3 as never })).toThrow(code('LAYER_OPTION'));
    expect(() => lstm({ units, returnState: 'yes' as never })).toThrow(code('LAYER_OPTION'));
    expect(() => bidirectional({ layer: lstm({ units }), mergeMode: 'max' as never })).toThrow(code('LAYER_OPTION'));
  });

  it('what is no cell, no recurrent layer and no layer', () => {
    expect(() => rnn({ cell: dense({ units }) as never })).toThrow(code('CELL_EXPECTED'));
    expect(() => rnn({ cell: [] })).toThrow(code('CELL_EXPECTED'));
    expect(() => stackedRNNCells({ cells: [dense({ units }) as never] })).toThrow(code('CELL_EXPECTED'));
    expect(() => bidirectional({ layer: simpleRNNCell({ units }) as never })).toThrow(code('RECURRENT_LAYER_EXPECTED'));
    expect(() => timeDistributed({ layer: 3 as never })).toThrow(code('LAYER_EXPECTED'));
  });

  it('two directions that do not fit', () => {
    const backward = lstm({ units, goBackwards: true });
    expect(() => bidirectional({ layer: backward })).toThrow(code('BIDIRECTIONAL_LAYERS'));
    expect(() => bidirectional({ layer: lstm({ units }), backwardLayer: lstm({ units }) })).toThrow(
      code('BIDIRECTIONAL_LAYERS'),
    );
    expect(() => bidirectional({ layer: lstm({ units, returnSequences: true }), backwardLayer: backward })).toThrow(
      code('BIDIRECTIONAL_LAYERS'),
    );
    const wider = gru({ units: 5, goBackwards: true });
    const unequal = bidirectional({ layer: gru({ units }), backwardLayer: wider, mergeMode: 'sum' });
    expect(() => unequal.computeOutputShape([[null, 2, 3]])).toThrow(code('LAYER_OPTION'));
  });
});

describe('what recurrent layers keep', () => {
  it('functions as options, where bidirectional copies its layer', () => {
    const both = bidirectional({ layer: lstm({ units, activation: (value) => mul(value, 0.5) }) });
    expect(both.computeOutputShape([[null, 2, 3]])).toEqual([null, 2 * units]);
  });

  it('the names of Keras', () => {
    const both = build(bidirectional({ layer: lstm({ units }) }));
    expect(both.weights.map(({ path }) => path)).toEqual(
      ['forward_lstm', 'backward_lstm'].flatMap((layer) =>
        ['kernel', 'recurrentKernel', 'bias'].map((name) => `${layer}/lstm_cell/${name}`),
      ),
    );
    both.dispose();
  });

  it('whether they train, whenever it is set', () => {
    const layer = build(gru({ units, trainable: false }));
    expect(layer.trainableWeights.length).toBe(0);
    layer.trainable = true;
    expect(layer.trainableWeights.length).toBe(3);
    layer.dispose();
  });
});
