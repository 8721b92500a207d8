/**
 * Random programs: captured and run, they give the bits that they give without, or numbers within rounding where a
 * backend compiles them, because it sums in another order and has exponentials of its own.
 */
import { describeBackends, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { it } from 'vitest';
import { jit, violationsOf } from './index.js';

const shape = [2, 3];

/** One instruction: what it does with earlier values, which it names by number. */
interface Instruction {
  readonly op: keyof typeof ops;
  readonly a: number;
  readonly b: number;
}

/** Ops from two tensors `[2, 3]` to one. */
const ops = {
  add: tf.add,
  mul: tf.mul,
  maximum: tf.maximum,
  tanh: (a: tf.Tensor) => tf.tanh(a),
  matMul: (a: tf.Tensor, b: tf.Tensor) =>
    tf.matMul(tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, false, true), tf.ones([2, 3])),
  mean: (a: tf.Tensor) => tf.add(tf.mean(a, 1, true), tf.zeros(shape)),
  swap: (a: tf.Tensor) => tf.reshape(tf.transpose(a), shape),
  softmax: (a: tf.Tensor) => tf.softmax(a),
  concat: (a: tf.Tensor, b: tf.Tensor) => tf.slice(tf.concat([a, b], 1), [0, 1], [2, 3]),
  clone: (a: tf.Tensor) => tf.clone(a),
  assign: (a: tf.Tensor) => a,
  gradient: (a: tf.Tensor, b: tf.Tensor) => tf.grad((x: tf.Tensor) => tf.sum(tf.mul(tf.sigmoid(x), b)))(a),
} as const;

const program = fc.array(
  fc.record<Instruction>({
    op: fc.constantFrom(...(Object.keys(ops) as (keyof typeof ops)[])),
    a: fc.nat(20),
    b: fc.nat(20),
  }),
  { minLength: 1, maxLength: 12 },
);

/** Interprets a program over an input and a variable; the last two values are its result. */
function interpret(instructions: readonly Instruction[], state: tf.Variable) {
  return (x: tf.Tensor): tf.Tensor[] => {
    const values: tf.Tensor[] = [x, state];
    for (const { op, a, b } of instructions) {
      const [left, right] = [a, b].map((place) => values[place % values.length]) as [tf.Tensor, tf.Tensor];
      values.push((ops[op] as (a: tf.Tensor, b: tf.Tensor) => tf.Tensor)(left, right));
      if (op === 'assign') state.assign(tf.mul(left, 0.5) as never);
    }
    return values.slice(-2).map((value) => tf.add(value, 0));
  };
}

/** What two calls compute, and the variable after them. */
function run(instructions: readonly Instruction[], isJitted: boolean): number[][] {
  return tf.tidy(() => {
    const state = tf.variable(tf.tensor(seededValues(2, 6), shape));
    const f = interpret(instructions, state);
    const jitted = jit(f);
    const results = [3, 4].flatMap((seed) => (isJitted ? jitted : f)(tf.tensor(seededValues(seed, 6), shape)));
    const values = [...results, state].map((tensor) => Array.from(tensor.dataSync()));
    const broken = jitted.graphs.flatMap(violationsOf);
    jitted.dispose();
    state.dispose();
    if (broken.length > 0) throw new Error(broken.join('; '));
    return values;
  });
}

/** Rounding that twelve instructions may add up to, relative to the largest number of a tensor. */
const roundings = 2 ** -17;

function agree(got: readonly number[], expected: readonly number[], isCompiled: boolean): boolean {
  const allowed = isCompiled ? roundings * Math.max(...expected.map(Math.abs)) : 0;
  return expected.every(
    (value, index) => Object.is(got[index], value) || Math.abs((got[index] ?? Number.NaN) - value) <= allowed,
  );
}

describeBackends('random programs', (name) => {
  it('are the same captured and as they are written', () => {
    fc.assert(
      fc.property(program, (instructions) => {
        const [got, expected] = [run(instructions, true), run(instructions, false)];
        return expected.every((values, index) => agree(got[index] ?? [], values, name === 'wasm'));
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
