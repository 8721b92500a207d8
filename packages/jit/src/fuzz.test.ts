/**
 * Random programs: captured and run, they give the bits that they give without, or numbers within rounding where a
 * backend compiles them, because it sums in another order and has exponentials of its own.
 */
import { compilingBackends, describeBackends, seededValues } from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { it } from 'vitest';
import { jit, violationsOf } from './index.js';

/** Shapes of all values of a program: smaller than a vector, with a rest, longer than what a loop does at once. */
const shapes = [
  [2, 3],
  [5, 7],
  [1, 33],
  [40, 4],
] as const;

/** One instruction: what it does with earlier values, which it names by number. */
interface Instruction {
  readonly op: keyof typeof ops;
  readonly a: number;
  readonly b: number;
}

const row = (a: tf.Tensor): tf.Tensor => tf.slice(a, [0, 0], [1, -1]);
const column = (a: tf.Tensor): tf.Tensor => tf.slice(a, [0, 0], [-1, 1]);
const limited = (a: tf.Tensor): tf.Tensor => tf.clipByValue(a, -3, 3);
const product = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, false, true);

/** Ops from two tensors of one shape to one of that shape. Products are kept small, so that rounding stays so. */
const ops = {
  add: tf.add,
  sub: tf.sub,
  mul: (a: tf.Tensor, b: tf.Tensor) => tf.mul(limited(a), limited(b)),
  maximum: tf.maximum,
  prelu: (a: tf.Tensor, b: tf.Tensor) => tf.prelu(limited(a), limited(b)),
  tanh: (a: tf.Tensor) => tf.tanh(a),
  exp: (a: tf.Tensor) => tf.exp(limited(a)),
  erf: (a: tf.Tensor) => tf.erf(a),
  rsqrt: (a: tf.Tensor) => tf.rsqrt(tf.add(tf.square(limited(a)), 1)),
  addRow: (a: tf.Tensor, b: tf.Tensor) => tf.add(a, row(b)),
  mulColumn: (a: tf.Tensor, b: tf.Tensor) => tf.mul(limited(a), limited(column(b))),
  rowAndColumn: (a: tf.Tensor, b: tf.Tensor) => tf.sub(row(a), column(b)),
  matMul: (a: tf.Tensor, b: tf.Tensor) => tf.tanh(tf.matMul(product(a, b) as tf.Tensor2D, limited(b) as tf.Tensor2D)),
  mean: (a: tf.Tensor) => tf.add(tf.mean(a, 1, true), tf.zerosLike(a)),
  sum: (a: tf.Tensor, b: tf.Tensor) => tf.add(tf.tanh(tf.sum(a, 0, true)), b),
  max: (a: tf.Tensor, b: tf.Tensor) => tf.sub(tf.max(a), b),
  swap: (a: tf.Tensor) => tf.reshape(tf.transpose(a), a.shape),
  softmax: (a: tf.Tensor) => tf.softmax(a),
  logSoftmax: (a: tf.Tensor) => tf.logSoftmax(limited(a)),
  concat: (a: tf.Tensor, b: tf.Tensor) => tf.slice(tf.concat([a, b], 1), [0, 1], a.shape as [number, number]),
  where: (a: tf.Tensor, b: tf.Tensor) => tf.where(tf.logicalOr(tf.less(a, 0), tf.isNaN(b)), tf.neg(a), b),
  count: (a: tf.Tensor) => tf.cast(tf.cast(tf.greaterEqual(a, 0.25), 'int32'), 'float32'),
  tile: (a: tf.Tensor) => tf.tile(column(a), [1, a.shape[1] ?? 1]),
  clone: (a: tf.Tensor) => tf.clone(a),
  assign: (a: tf.Tensor) => a,
  gradient: (a: tf.Tensor, b: tf.Tensor) => tf.grad((x: tf.Tensor) => tf.sum(tf.mul(tf.sigmoid(x), limited(b))))(a),
} as const;

const program = fc.array(
  fc.record<Instruction>({
    op: fc.constantFrom(...(Object.keys(ops) as (keyof typeof ops)[])),
    a: fc.nat(20),
    b: fc.nat(20),
  }),
  { minLength: 1, maxLength: 16 },
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
function run(instructions: readonly Instruction[], shape: readonly number[], isJitted: boolean): number[][] {
  const size = tf.util.sizeFromShape([...shape]);
  const valuesOf = (seed: number): tf.Tensor => tf.tensor(seededValues(seed, size), [...shape]);
  return tf.tidy(() => {
    const state = tf.variable(valuesOf(2));
    const f = interpret(instructions, state);
    const jitted = jit(f);
    const results = [3, 4].flatMap((seed) => (isJitted ? jitted : f)(valuesOf(seed)));
    const values = [...results, state].map((tensor) => Array.from(tensor.dataSync()));
    const broken = jitted.graphs.flatMap(violationsOf);
    jitted.dispose();
    state.dispose();
    if (broken.length > 0) throw new Error(broken.join('; '));
    return values;
  });
}

/** Rounding that sixteen instructions may add up to, relative to the largest number of a tensor. */
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
      fc.property(program, fc.constantFrom(...shapes), (instructions, shape) => {
        const [got, expected] = [run(instructions, shape, true), run(instructions, shape, false)];
        return expected.every((values, index) => agree(got[index] ?? [], values, compilingBackends.includes(name)));
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
