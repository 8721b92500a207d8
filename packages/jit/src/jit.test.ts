import { StateError, variableGradients } from '@isograd/core';
import { describeBackends, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { graphToMermaid, graphToText, jit, violationsOf } from './index.js';

/** A variable whose first value is not left behind. */
const variableOf = (make: () => tf.Tensor): tf.Variable => tf.tidy(() => tf.variable(make()));

/** Bytes of the memory of wasm, which never shrinks; undefined on other backends. */
function heapOf(): number | undefined {
  return (tf.engine().backend as { readonly wasm?: { readonly HEAPU8: Uint8Array } }).wasm?.HEAPU8.length;
}

describeBackends('jit', (backend) => {
  it('computes what the function computes, for each signature once', () => {
    const f = jit((a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.mul(tf.add(a, b), tf.exp(a)), -1));
    for (const shape of [[3], [2, 3], [3]]) {
      tf.tidy(() => {
        const a = tf.tensor(seededValues(1, tf.util.sizeFromShape(shape)), shape);
        const b = tf.tensor(seededValues(2, 3));
        const expected = tf.sum(tf.mul(tf.add(a, b), tf.exp(a)), -1);
        expect(f(a, b).dataSync()).toEqual(expected.dataSync());
      });
    }
    expect(f.traces).toBe(2);
    f.dispose();
  });

  it('takes trees, returns trees, and gives a tensor that is returned twice two owners', () => {
    const f = jit(({ x, rest }: { x: tf.Tensor; rest: tf.Tensor[] }) => {
      const total = tf.addN([x, ...rest]);
      return { total, again: [total, x] };
    });
    const [x, y] = [tf.tensor1d([1, 2]), tf.tensor1d([10, 20])];
    const { total, again } = f({ x, rest: [y, y] });
    expect(Array.from(total.dataSync())).toEqual([21, 42]);
    total.dispose();
    expect(again.map((each) => Array.from(each.dataSync()))).toEqual([
      [21, 42],
      [1, 2],
    ]);
    for (const each of again) each.dispose();
    expect(Array.from(x.dataSync())).toEqual([1, 2]);
    tf.dispose([x, y]);
    f.dispose();
  });

  it('reads and assigns variables, one after the other, in every call', () => {
    const [count, power] = [variableOf(() => tf.scalar(0)), variableOf(() => tf.scalar(1))];
    const f = jit((x: tf.Tensor) => {
      count.assign(tf.add(count, 1));
      power.assign(tf.mul(power, x));
      power.assign(tf.add(power, count)); // what was assigned before
      return tf.mul(power, 1);
    });
    const x = tf.scalar(2);
    const results = [1, 2, 3].map(() => tf.tidy(() => f(x).dataSync()[0]));
    expect(results).toEqual([3, 8, 19]);
    expect([count.dataSync()[0], power.dataSync()[0]]).toEqual([3, 19]);
    expect(f.graphs[0]?.state.length).toBe(2);
    tf.dispose([count, power, x]);
    f.dispose();
  });

  it('hands the value of one variable to another, whichever is assigned first', () => {
    for (const isFirst of [true, false]) {
      const [last, current] = [variableOf(() => tf.tensor1d([0])), variableOf(() => tf.tensor1d([1]))];
      const f = jit(() => {
        const value = tf.clone(current);
        if (isFirst) last.assign(value);
        current.assign(tf.add(value, 1));
        if (!isFirst) last.assign(value);
        return [] as tf.Tensor[];
      });
      f(); // keeps the constant
      const before = tf.memory().numTensors;
      for (const value of [2, 3]) {
        f();
        expect([last, current].map((variable) => variable.dataSync()[0])).toEqual([value, value + 1]);
      }
      expect(tf.memory().numTensors).toBe(before);
      f.dispose();
      tf.dispose([last, current]);
    }
  });

  it('captures gradients and an update: a network learns as it does without', () => {
    const x = tf.tensor2d(seededValues(1, 12), [4, 3]);
    const y = tf.tensor2d(seededValues(2, 8), [4, 2]);
    const train = (isJitted: boolean): number[] => {
      const kernel = variableOf(() => tf.tensor2d(seededValues(3, 6), [3, 2]));
      const bias = variableOf(() => tf.zeros([2]));
      const step = (inputs: tf.Tensor, labels: tf.Tensor): tf.Tensor => {
        const { value, gradients } = variableGradients(() => {
          const predicted = tf.tanh(tf.add(tf.matMul(inputs, kernel), bias));
          return tf.mean(tf.square(tf.sub(predicted, labels))) as tf.Scalar;
        }, [kernel, bias]);
        [kernel, bias].forEach((variable, index) =>
          variable.assign(tf.sub(variable, tf.mul(gradients[index] as tf.Tensor, 0.5)) as never),
        );
        return value;
      };
      const jitted = jit(step);
      const run = isJitted ? jitted : step;
      const losses = [1, 2, 3, 4, 5].map(() => tf.tidy(() => run(x, y).dataSync()[0] as number));
      tf.dispose([kernel, bias]);
      jitted.dispose();
      return losses;
    };
    const [captured, eager] = [train(true), train(false)];
    captured.forEach((loss, step) => expect(loss).toBeCloseTo(eager[step] ?? Number.NaN, 6));
    tf.dispose([x, y]);
  });

  it('keeps constants of the closure and numbers of the host', () => {
    const shift = tf.tensor1d([5, 6]);
    const f = jit((x: tf.Tensor) => tf.add(tf.mul(x, tf.tensor1d([2, 3])), shift));
    const [x, other] = [tf.tensor1d([1, 1]), tf.tensor1d([2, 2])];
    const first = f(x);
    shift.dispose(); // the captured function has its own hold of it
    const second = f(other);
    expect([...first.dataSync(), ...second.dataSync()]).toEqual([7, 9, 9, 12]);
    tf.dispose([x, other, first, second]);
    f.dispose();
    expect(() => f(x)).toThrow(StateError);
  });

  it('removes what nobody needs, and computes once what comes twice', () => {
    const f = jit((x: tf.Tensor) => {
      tf.exp(x); // unused
      return tf.add(tf.sin(tf.clone(x)), tf.sin(tf.reshape(x, x.shape)));
    });
    const x = tf.tensor1d([1, 2]);
    f(x).dispose();
    const [graph] = f.graphs;
    expect(graph?.nodes.map(({ kernelName }) => kernelName)).toEqual(['Sin', 'Add']);
    expect(graph && violationsOf(graph)).toEqual([]);
    expect(graph && graphToText(graph)).toBe(
      [
        'graph anonymous(%0 float32 [2])',
        '  %1 float32 [2] = Sin(x: %0)',
        '  %2 float32 [2] = Add(a: %1, b: %1)',
        '  return %2',
      ].join('\n'),
    );
    expect(graph && graphToMermaid(graph)).toContain('n0["Sin"]');
    x.dispose();
    f.dispose();
  });

  it('becomes a part of what is captured around it, or differentiated', () => {
    const double = jit((x: tf.Tensor) => tf.mul(x, 2), { name: 'double' });
    const x = tf.tensor1d([1, 2]);
    double(x).dispose(); // has a program of its own
    const f = jit((input: tf.Tensor) => tf.add(double(input), 1));
    const results = [f(x), tf.grad((input: tf.Tensor) => tf.sum(double(tf.square(input))))(x)];
    expect(results.map((result) => Array.from(result.dataSync()))).toEqual([
      [3, 5],
      [4, 8],
    ]);
    expect(f.graphs[0]?.nodes.map(({ kernelName }) => kernelName)).toEqual(['Multiply', 'Add']);
    tf.dispose([x, ...results]);
    f.dispose();
    double.dispose();
  });

  it('is captured anew for each value that is no tensor', () => {
    const f = jit((x: tf.Tensor, { factor, sign }: { factor: number; sign?: string }) => {
      const result = tf.mul(x, factor);
      return sign === 'minus' ? tf.neg(result) : result;
    });
    const x = tf.tensor1d([1, 2, 3]);
    const results = [f(x, { factor: 2 }), f(x, { factor: 2, sign: 'minus' }), f(x, { factor: 3 }), f(x, { factor: 2 })];
    expect(results.map((result) => Array.from(result.dataSync()))).toEqual([
      [2, 4, 6],
      [-2, -4, -6],
      [3, 6, 9],
      [2, 4, 6],
    ]);
    expect(f.traces).toBe(3);
    tf.dispose([x, ...results]);
    f.dispose();
  });

  it('can be prepared, which runs nothing, and whose program a call uses', async () => {
    const state = variableOf(() => tf.scalar(1));
    let captures = 0;
    const f = jit((x: tf.Tensor) => {
      captures++;
      state.assign(tf.mul(state, 2) as tf.Scalar);
      return tf.mul(x, state);
    });
    const x = tf.tensor1d([1, 2]);
    expect(f.isPrepared(x)).toBe(false);
    await Promise.all([f.prepare(x), f.prepare(x)]);
    expect([f.isPrepared(x), f.traces, captures, state.dataSync()[0]]).toEqual([true, 1, 1, 1]);
    const result = f(x);
    expect([Array.from(result.dataSync()), captures]).toEqual([[2, 4], 1]);
    tf.dispose([state, x, result]);
    f.dispose();
    await expect(f.prepare(x)).rejects.toThrow(StateError);
  });

  it('may be called and disposed while it is prepared', async () => {
    const f = jit((x: tf.Tensor) => tf.add(x, 1));
    const [x, y] = [tf.tensor1d([1, 2]), tf.tensor1d([1])];
    const underway = f.prepare(x);
    const result = f(x);
    await underway;
    expect([Array.from(result.dataSync()), f.traces]).toEqual([[2, 3], 1]);
    const late = f.prepare(y);
    f.dispose();
    await late;
    expect(f.traces).toBe(0);
    tf.dispose([x, y, result]);
  });

  it('leaves everything as it was when a kernel fails', () => {
    let isBroken = false;
    /** Hands on its input, as another owner of the same data; or throws. */
    const kernelFunc: tf.KernelFunc = ({ inputs, backend: on }) => {
      if (isBroken) throw new Error('broken');
      const { dataId, shape, dtype } = inputs['x'] as tf.TensorInfo;
      (on as tf.KernelBackend).incRef(dataId);
      return { dataId, shape, dtype };
    };
    tf.registerKernel({ kernelName: 'MayFail', backendName: backend, kernelFunc });
    const state = variableOf(() => tf.tensor1d([1, 2]));
    const f = jit((x: tf.Tensor) => {
      const sum = tf.add(state, x);
      state.assign(sum as never);
      const handed = tf.engine().runKernel<tf.Tensor>('MayFail', { x: tf.mul(sum, 2) });
      return [tf.add(handed, 1), tf.sin(x)];
    });
    const x = tf.tensor1d([10, 20]);
    const call = (): number[][] => tf.tidy(() => f(x).map((result) => Array.from(result.dataSync())));
    expect(call()[0]).toEqual([23, 45]);
    const before = [tf.memory().numTensors, tf.engine().backend.numDataIds()];
    isBroken = true;
    expect(call).toThrow('broken');
    expect([tf.memory().numTensors, tf.engine().backend.numDataIds()]).toEqual(before);
    expect(Array.from(state.dataSync())).toEqual([11, 22]);
    isBroken = false;
    expect(call()[0]).toEqual([43, 85]);
    tf.dispose([state, x]);
    f.dispose();
    tf.unregisterKernel('MayFail', backend);
  });

  it('leaves nothing behind, however often it is called', () => {
    const state = variableOf(() => tf.zeros([4]));
    const f = jit((x: tf.Tensor) => {
      state.assign(tf.add(tf.mul(state, 0.5), x) as never);
      return tf.sum(state);
    });
    const x = tf.ones([4]);
    f(x).dispose();
    const before = tf.memory();
    const idsBefore = tf.engine().backend.numDataIds();
    const heapBefore = heapOf();
    const calls = backend === 'webgl' ? 500 : 10_000; // where a kernel in software takes as long as a step elsewhere
    for (let call = 0; call < calls; call++) f(x).dispose();
    expect(heapOf()).toBe(heapBefore);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
    expect(tf.engine().backend.numDataIds()).toBe(idsBefore);
    tf.dispose([state, x]);
    f.dispose();
  });
});
