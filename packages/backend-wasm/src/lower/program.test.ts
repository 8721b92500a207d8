/** Programs: what they share with the caller, what they leave behind, and what happens when a kernel fails. */
import { useBackend } from '@isograd/core';
import { jit } from '@isograd/jit';
import { seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wasm } from '../wasm.js';

const numbersOf = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());
/** A variable that is the only owner of its data. */
const variableOf = (values: number[]): tf.Variable => tf.tidy(() => tf.variable(tf.tensor1d(values)));

let before: { tensors: number; data: number };

beforeAll(async () => {
  await useBackend(wasm({ threads: 2 })); // the first start decides whether memory is shared
});

beforeEach(async () => {
  await useBackend(wasm({ threads: 1 }));
  before = { tensors: tf.memory().numTensors, data: tf.engine().backend.numDataIds() };
});

afterEach(() => {
  expect(tf.memory().numTensors - before.tensors, 'tensors left behind').toBe(0);
  expect(tf.engine().backend.numDataIds() - before.data, 'data left behind').toBe(0);
});

describe('state', () => {
  it('is updated where it lies', () => {
    const state = variableOf([1, 2, 3]);
    const f = jit((x: tf.Tensor) => {
      state.assign(tf.add(tf.mul(state, 2), x) as never);
      return tf.sum(x);
    });
    const x = tf.tensor1d([10, 20, 30]);
    const { dataId } = state;
    tf.tidy(() => void [f(x), f(x)]);
    expect(state.dataId).toBe(dataId);
    expect(numbersOf(state)).toEqual([34, 68, 102]);
    f.dispose();
    tf.dispose([x, state]);
  });

  it('leaves alone who else holds the same data', () => {
    const initial = tf.tensor1d([1, 2]);
    const state = tf.variable(initial); // shares the data of the tensor
    const f = jit((x: tf.Tensor) => {
      state.assign(tf.add(state, x) as never);
      return tf.neg(x);
    });
    const one = tf.scalar(1);
    const reshaped = tf.reshape(state, [1, 2]);
    f(one).dispose();
    const kept = tf.clone(state);
    f(one).dispose();
    expect([initial, reshaped, kept, state].map(numbersOf)).toEqual([
      [1, 2],
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    f.dispose();
    tf.dispose([initial, one, reshaped, kept, state]);
  });

  it('may be an argument, a result, and another state at once', () => {
    const [a, b] = [variableOf([1, 2]), variableOf([10, 20])];
    const f = jit((x: tf.Tensor) => {
      const old = tf.reshape(a, [2, 1]);
      const sum = tf.add(a, x);
      a.assign(b as never);
      b.assign(sum as never);
      return { old, sum, same: b };
    });
    const first = f(a);
    expect(Object.values(first).map((tensor) => numbersOf(tensor as tf.Tensor))).toEqual([
      [1, 2],
      [2, 4],
      [2, 4],
    ]);
    expect([a, b].map(numbersOf)).toEqual([
      [10, 20],
      [2, 4],
    ]);
    const second = f(a);
    expect([a, b].map(numbersOf)).toEqual([
      [2, 4],
      [20, 40],
    ]);
    expect(numbersOf(second.old as tf.Tensor)).toEqual([10, 20]);
    f.dispose();
    tf.dispose([first, second] as never);
    tf.dispose([a, b]);
  });

  it('follows when it is assigned from outside', () => {
    const state = variableOf([0]);
    const f = jit(() => {
      state.assign(tf.add(state, 1) as never);
      return tf.mul(state, 10);
    });
    f().dispose();
    tf.tidy(() => state.assign(tf.tensor1d([41])));
    const result = f();
    expect([numbersOf(result), numbersOf(state)]).toEqual([[420], [42]]);
    f.dispose();
    tf.dispose([state, result]);
  });
});

describe('registered kernels', () => {
  it('run between segments, on what the program has computed', () => {
    const f = jit((x: tf.Tensor) => {
      const sorted = tf.topk(tf.mul(x, -1), 3).values; // no function of ours
      return tf.add(tf.reverse(tf.neg(sorted)), tf.reshape(sorted, [3]));
    });
    const x = tf.tensor1d([5, 1, 4, 2, 3]);
    const results = [f(x), f(x)];
    expect(results.map(numbersOf)).toEqual([
      [2, 0, -2],
      [2, 0, -2],
    ]);
    expect(f.report()).toMatch(/TopK: registered kernel/);
    f.dispose();
    tf.dispose([x, ...results]);
  });

  it('read what is a result as well', () => {
    const f = jit((x: tf.Tensor) => {
      const negated = tf.mul(x, -1);
      return [negated, tf.topk(negated, 2).values];
    });
    const x = tf.tensor1d([5, 1, 4]);
    const results = [...f(x), ...f(x)];
    expect(f.report()).toMatch(/TopK: registered kernel/);
    expect(results.map(numbersOf)).toEqual([
      [-5, -1, -4],
      [-1, -4],
      [-5, -1, -4],
      [-1, -4],
    ]);
    f.dispose();
    tf.dispose([x, ...results]);
  });

  it('that fail leave everything as it was', () => {
    const state = variableOf([1, 2, 3]);
    const [table, places] = [tf.tensor2d([1, 2, 3, 4], [2, 2]), variableOf([0, 1, 1])];
    const f = jit(() => {
      state.assign(tf.add(state, 1) as never);
      const rows = tf.gather(table, tf.cast(tf.add(places, 0), 'int32')); // known only when it runs
      return tf.sum(rows);
    });
    f().dispose();
    tf.tidy(() => places.assign(tf.tensor1d([0, 7, 1])));
    const held = tf.engine().backend.numDataIds();
    expect(() => f()).toThrow(/\[WASM_INDEX\]$/);
    expect(tf.engine().backend.numDataIds()).toBe(held);
    expect(numbersOf(state)).toEqual([2, 3, 4]);
    tf.tidy(() => places.assign(tf.tensor1d([1, 1, 1])));
    f().dispose();
    expect(numbersOf(state)).toEqual([3, 4, 5]);
    f.dispose();
    tf.dispose([state, table, places]);
  });

  it('are not needed for a look-up by an argument, which is checked before anything runs', () => {
    const state = variableOf([0]);
    const table = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const f = jit((places: tf.Tensor) => {
      state.assign(tf.add(state, 1) as never);
      return tf.gather(table, places as tf.Tensor1D);
    });
    const [good, bad] = [tf.tensor1d([1, 0], 'int32'), tf.tensor1d([1, 2], 'int32')];
    const rows = f(good);
    expect(numbersOf(rows)).toEqual([3, 4, 1, 2]);
    expect(f.report()).toMatch(/0 registered kernels/);
    expect(() => f(bad)).toThrow(/\[WASM_INDEX\]$/);
    expect(numbersOf(state)).toEqual([1]);
    f.dispose();
    tf.dispose([state, table, good, bad, rows]);
  });
});

it('gives its memory back', () => {
  const x = tf.zeros([500, 500]);
  const use = (): void => {
    const f = jit((input: tf.Tensor) => tf.sum(tf.matMul(tf.exp(input) as tf.Tensor2D, tf.sin(input) as tf.Tensor2D)));
    f(x).dispose();
    f.dispose();
  };
  use();
  const heap = (): number => (tf.engine().backend as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length;
  const size = heap();
  for (let round = 0; round < 50; round++) use();
  expect(heap()).toBe(size);
  x.dispose();
});

it('computes the same bits on any number of threads, also after they changed', async () => {
  const step = (x: tf.Tensor): tf.Tensor[] => {
    const y = tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D, true, false);
    const z = tf.softmax(tf.add(tf.tanh(y), tf.erf(tf.sub(y, 0.5))));
    return [y, z, tf.sum(tf.mul(z, y), 0), tf.mean(z)];
  };
  const f = jit(step);
  const bits: string[] = [];
  for (const threads of [2, 1, 3]) {
    await useBackend(wasm({ threads }));
    tf.tidy(() => {
      const x = tf.tensor2d(seededValues(1, 300 * 301), [300, 301]);
      for (let run = 0; run < 3; run++) bits.push(JSON.stringify(f(x).map((each) => numbersOf(each))));
    });
  }
  expect(new Set(bits).size).toBe(1);
  f.dispose();
  before = { tensors: tf.memory().numTensors, data: tf.engine().backend.numDataIds() };
});
