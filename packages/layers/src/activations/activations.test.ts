/** Activation functions against their formulas in float64: values, derivatives of both orders, and the ends of the range. */
import {
  checkGradient,
  describeBackends,
  expectWithinTolerance,
  loadKerasDefaults,
  seededValues,
} from '@isograd/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { camelCase } from '../named-option.js';
import { type ActivationName, activationName, resolveActivation } from './activation-function.js';
import * as activations from './index.js';

/** erf by Simpson's rule; 1 to the last digit from 6 on. */
function erf(x: number): number {
  const [end, steps] = [Math.min(Math.abs(x), 6), 2000];
  let sum = 1 + Math.exp(-end * end);
  for (let step = 1; step < steps; step++) sum += (step % 2 === 0 ? 2 : 4) * Math.exp(-(((step / steps) * end) ** 2));
  return (Math.sign(x) * 2 * sum * end) / (3 * steps * Math.sqrt(Math.PI));
}

const clip = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const elu = (x: number, alpha = 1): number => (x > 0 ? x : alpha * Math.expm1(x));
const hardSigmoid = (x: number): number => clip(x / 6 + 0.5, 0, 1);

/** A function, its formula, and the points at which it bends. */
type Case = readonly [
  name: string,
  activation: (x: tf.Tensor) => tf.Tensor,
  formula: (x: number) => number,
  corners?: readonly number[],
];

const cases: readonly Case[] = [
  ['relu', activations.relu, (x) => Math.max(x, 0), [0]],
  [
    'relu with every option',
    (x) => activations.relu(x, { negativeSlope: 0.25, maxValue: 5, threshold: 1 }),
    (x) => (x > 1 ? Math.min(x, 5) : 0.25 * (x - 1)),
    [1, 5],
  ],
  ['relu with a slope', (x) => activations.relu(x, { negativeSlope: 0.5 }), (x) => (x > 0 ? x : x / 2), [0]],
  ['relu with a bound', (x) => activations.relu(x, { maxValue: 2 }), (x) => clip(x, 0, 2), [0, 2]],
  ['relu with a threshold', (x) => activations.relu(x, { threshold: 2 }), (x) => (x > 2 ? x : 0), [2]],
  ['relu6', activations.relu6, (x) => clip(x, 0, 6), [0, 6]],
  ['leakyRelu', activations.leakyRelu, (x) => (x > 0 ? x : 0.2 * x), [0]],
  ['leakyRelu, steep', (x) => activations.leakyRelu(x, { negativeSlope: 2 }), (x) => (x > 0 ? x : 2 * x), [0]],
  ['threshold', (x) => activations.threshold(x, { threshold: -1, defaultValue: 7 }), (x) => (x > -1 ? x : 7), [-1]],
  ['hardTanh', activations.hardTanh, (x) => clip(x, -1, 1), [-1, 1]],
  ['hardShrink', activations.hardShrink, (x) => (Math.abs(x) > 0.5 ? x : 0), [-0.5, 0.5]],
  ['softShrink', activations.softShrink, (x) => x - clip(x, -0.5, 0.5), [-0.5, 0.5]],
  ['elu', activations.elu, elu],
  ['elu with alpha', (x) => activations.elu(x, { alpha: 0.5 }), (x) => elu(x, 0.5), [0]],
  ['celu', activations.celu, elu],
  ['celu with alpha', (x) => activations.celu(x, { alpha: 2 }), (x) => (x > 0 ? x : 2 * Math.expm1(x / 2))],
  [
    'selu',
    activations.selu,
    (x) => 1.0507009873554805 * elu(x, 1.6732632423543772), // Klambauer et al., section 1
    [0],
  ],
  ['sigmoid', activations.sigmoid, sigmoid],
  ['logSigmoid', activations.logSigmoid, (x) => -softplus(-x)],
  ['hardSigmoid', activations.hardSigmoid, hardSigmoid, [-3, 3]],
  ['hardSigmoidKeras2', activations.hardSigmoidKeras2, (x) => clip(0.2 * x + 0.5, 0, 1), [-2.5, 2.5]],
  ['sparseSigmoid', activations.sparseSigmoid, (x) => clip((x + 1) / 2, 0, 1), [-1, 1]],
  ['tanh', activations.tanh, Math.tanh],
  ['tanhShrink', activations.tanhShrink, (x) => x - Math.tanh(x)],
  ['softsign', activations.softsign, (x) => x / (1 + Math.abs(x)), [0]],
  ['softplus', activations.softplus, softplus],
  ['squareplus', activations.squareplus, (x) => (x + Math.sqrt(x * x + 4)) / 2],
  ['squareplus with b', (x) => activations.squareplus(x, { b: 0.5 }), (x) => (x + Math.sqrt(x * x + 0.5)) / 2],
  ['sparsePlus', activations.sparsePlus, (x) => (x >= 1 ? x : (clip(x, -1, 1) + 1) ** 2 / 4), [-1, 1]],
  ['gelu', activations.gelu, (x) => (x / 2) * (1 + erf(x / Math.SQRT2))],
  [
    'geluTanh',
    (x) => activations.gelu(x, { approximate: true }),
    (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  ],
  ['silu', activations.silu, (x) => x * sigmoid(x)],
  ['hardSilu', activations.hardSilu, (x) => x * hardSigmoid(x), [-3, 3]],
  ['mish', activations.mish, (x) => x * Math.tanh(softplus(x))],
];

/** Between the corners of every case, and wider than the step of the finite differences away from them. */
const around = Array.from({ length: 33 }, (_, index) => (index - 16) / 2 + 0.2);
/** The ends of the range; the negative zero too. */
const ends = [-1e4, -100, 100, 1e4, 0, -0];

async function hostValues(compute: () => tf.Tensor): Promise<number[]> {
  const tensor = tf.tidy(compute);
  const values = Array.from(await tensor.data());
  tensor.dispose();
  return values;
}

/** A float64 reference. */
const reference = (values: readonly number[]) => ({
  shape: [values.length],
  dtype: 'float64',
  values: Float64Array.from(values),
});

describeBackends('activations', () => {
  describe.each(cases.map(([name, ...rest]) => [name, rest] as const))(
    '%s',
    (_name, [activation, formula, corners = []]) => {
      it('has the values of its formula', async () => {
        expectWithinTolerance(
          await hostValues(() => activation(tf.tensor(around))),
          reference(around.map((x) => formula(x))),
        );
      });

      it('has them at the ends of the range, one by one', async () => {
        const got = await hostValues(() => activation(tf.tensor(ends)));
        // squareplus of -1e4 is 1e-4, lost in float32 beside the 1e4 that it is the difference of.
        ends.forEach((x, index) => {
          expectWithinTolerance([got[index] as number], {
            ...reference([formula(x)]),
            scale: Math.max(Math.abs(x), 1),
          });
        });
      });

      it('passes NaN on', async () => {
        expect(await hostValues(() => activation(tf.tensor([Number.NaN, 1])))).toEqual([
          Number.NaN,
          expect.closeTo(formula(1), 5),
        ]);
      });

      it('has both derivatives', () => {
        tf.tidy(() => {
          const smooth = around.filter((x) => corners.every((corner) => Math.abs(x - corner) > 0.1));
          expect(checkGradient(activation, [tf.tensor(smooth)])).toBeLessThanOrEqual(1);
        });
      });

      it('has a finite derivative everywhere, of 0 too', async () => {
        const gradient = tf.grad((x: tf.Tensor) => activation(x));
        const slope = tf.grad((x: tf.Tensor) => tf.grad((y: tf.Tensor) => activation(y))(x));
        const points = [...ends, ...corners];
        expect((await hostValues(() => gradient(tf.tensor(points)))).filter((x) => !Number.isFinite(x))).toEqual([]);
        expect((await hostValues(() => slope(tf.tensor(points)))).filter((x) => !Number.isFinite(x))).toEqual([]);
      });
    },
  );

  it('exponential has the values of its formula, up to infinity', async () => {
    const points = [-1e4, -2, -0, 0, 1, 2.5];
    expectWithinTolerance(
      await hostValues(() => activations.exponential(tf.tensor(points))),
      reference(points.map(Math.exp)),
    );
    const large = await hostValues(() => activations.exponential(tf.tensor([1e4, Number.NaN])));
    expect(large).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
  });

  describe('along an axis', () => {
    const shape = [2, 3, 4];
    const values = Array.from(seededValues(3, 24, [-2, 2]));

    /** Applies a function of lists along axes, in float64. */
    const alongAxes = (axes: readonly number[], compute: (row: number[]) => number[]): number[] => {
      const rows = new Map<string, number[]>();
      values.forEach((_, index) => {
        const place = [Math.floor(index / 12), Math.floor(index / 4) % 3, index % 4];
        const row = place.map((at, axis) => (axes.includes(axis) ? '' : at)).join();
        rows.set(row, [...(rows.get(row) ?? []), index]);
      });
      const result = new Array<number>(values.length);
      for (const indices of rows.values()) {
        const computed = compute(indices.map((index) => values[index] as number));
        indices.forEach((index, position) => {
          result[index] = computed[position] as number;
        });
      }
      return result;
    };

    const softmax = (row: number[]): number[] => {
      const total = row.reduce((sum, x) => sum + Math.exp(x), 0);
      return row.map((x) => Math.exp(x) / total);
    };
    /** By bisection for the threshold at which the shares sum to 1. */
    const sparsemax = (row: number[]): number[] => {
      let [low, high] = [Math.max(...row) - 1, Math.max(...row)];
      for (let step = 0; step < 60; step++) {
        const middle = (low + high) / 2;
        if (row.reduce((sum, x) => sum + Math.max(x - middle, 0), 0) > 1) low = middle;
        else high = middle;
      }
      return row.map((x) => Math.max(x - low, 0));
    };
    const families = [
      ['softmax', activations.softmax, softmax],
      ['logSoftmax', activations.logSoftmax, (row: number[]) => softmax(row).map(Math.log)],
      ['sparsemax', activations.sparsemax, sparsemax],
    ] as const;
    const axes: [number | readonly number[], readonly number[]][] = [
      [-1, [2]],
      [0, [0]],
      [1, [1]],
      [
        [1, 2],
        [1, 2],
      ],
      [
        [2, 0],
        [0, 2],
      ],
      [[-2], [1]],
      [
        [0, 1, 2],
        [0, 1, 2],
      ],
    ];
    const combined = families.flatMap(([name, activation, row]) =>
      axes.map(([axis, list]) => [name, axis, activation, alongAxes(list, row)] as const),
    );

    it.each(combined)('%s has the values of its formula along %j', async (_name, axis, activation, expected) => {
      const got = await hostValues(() => {
        const y = activation(tf.tensor(values, shape), { axis });
        expect(y.shape).toEqual(shape);
        return y;
      });
      expectWithinTolerance(got, reference(expected));
    });

    it.each(families)('%s has both derivatives', (_name, activation) => {
      tf.tidy(() => {
        // No entry of these rows comes near the threshold of sparsemax within the steps of the differences.
        const x = tf.tensor([1, 0.75, 0.125, -2, 3, -1, 0.25, 2.75], [2, 4]);
        expect(checkGradient((rows) => activation(rows), [x])).toBeLessThanOrEqual(1);
        expect(checkGradient((rows) => activation(tf.transpose(rows), { axis: 0 }), [x])).toBeLessThanOrEqual(1);
      });
    });

    it('keeps its values and derivatives finite for large numbers', async () => {
      const row = [1e4, -1e4, 0, 1e4 - 0.5];
      const log = Math.log1p(Math.exp(-0.5));
      const expected = [
        [1 / (1 + Math.exp(-0.5)), 0, 0, 1 / (1 + Math.exp(0.5))],
        [-log, -2e4 - log, -1e4 - log, -0.5 - log],
        [0.75, 0, 0, 0.25],
      ];
      for (const [index, [, activation]] of families.entries()) {
        const got = await hostValues(() => activation(tf.tensor(row)));
        expectWithinTolerance(got, reference(expected[index] as number[]));
        const gradient = await hostValues(() => tf.grad((x: tf.Tensor) => tf.square(activation(x)))(tf.tensor(row)));
        expect(gradient.every(Number.isFinite)).toBe(true);
      }
    });

    it('gives NaN for a row with NaN, and for no other', async () => {
      for (const [name, activation] of families) {
        const got = await hostValues(() => activation(tf.tensor([Number.NaN, 1, 0, 0], [2, 2])));
        expect(got.map(Number.isNaN), name).toEqual([true, true, false, false]);
      }
    });

    it('shares equally among equals, and gives all to a single one', async () => {
      expect(await hostValues(() => activations.sparsemax(tf.tensor([3, 3, 3, 3])))).toEqual([0.25, 0.25, 0.25, 0.25]);
      expect(await hostValues(() => activations.sparsemax(tf.tensor([[-7], [2]])))).toEqual([1, 1]);
    });

    it.each([3, -4, [0, 3], [1, -2], 0.5, [], '0'])('refuses axis %j', (axis) => {
      tf.tidy(() => {
        expect(() => activations.softmax(tf.tensor(values, shape), { axis: axis as number })).toThrow(
          /\[LAYER_OPTION\]$/,
        );
      });
    });
  });

  it('glu multiplies one half by the sigmoid of the other', async () => {
    const values = [1, -2, 0.5, 3, 1e4, -1e4, 1e4, 1e4];
    const expected = [1 * sigmoid(0.5), -2 * sigmoid(3), 1e4 * sigmoid(1e4), -1e4 * sigmoid(1e4)];
    const got = await hostValues(() => activations.glu(tf.tensor(values, [2, 4])));
    expectWithinTolerance(got, reference(expected));
    expect(
      await hostValues(() =>
        activations.glu(
          tf.tensor([
            [1, 2],
            [0, 0],
          ]),
          { axis: 0 },
        ),
      ),
    ).toEqual([0.5, 1]);
    tf.tidy(() => {
      expect(checkGradient((x) => activations.glu(x), [tf.tensor([[1, -2, 0.5, 3]])])).toBeLessThanOrEqual(1);
      expect(() => activations.glu(tf.tensor([1, 2, 3]))).toThrow(/\[ACTIVATION_ODD_AXIS\]$/);
      expect(() => activations.glu(tf.tensor([1, 2]), { axis: 1 })).toThrow(/\[LAYER_OPTION\]$/);
    });
  });

  it('refuses a function that changes the shape when it is called', () => {
    tf.tidy(() => {
      const x = tf.ones([2, 4]);
      expect(() => resolveActivation('dense', (rows) => activations.glu(rows))(x)).toThrow(/\[ACTIVATION_SHAPE\]$/);
      expect(() => resolveActivation('dense', activations.glu)(x)).toThrow(/\[ACTIVATION_SHAPE\]$/);
      expect(resolveActivation('dense', (rows) => tf.neg(rows))(x).shape).toEqual([2, 4]);
    });
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor]>([
    ['maxValue', (x) => activations.relu(x, { maxValue: -1 })],
    ['negativeSlope', (x) => activations.leakyRelu(x, { negativeSlope: Number.NaN })],
    ['defaultValue', (x) => activations.threshold(x, { threshold: 1 } as { threshold: 1; defaultValue: 1 })],
    ['threshold', (x) => activations.softShrink(x, { threshold: -1 })],
    ['alpha', (x) => activations.celu(x, { alpha: 0 })],
    ['b', (x) => activations.squareplus(x, { b: 0 })],
    ['approximate', (x) => activations.gelu(x, { approximate: 'tanh' as never })],
  ])('refuses a bad %s', (_option, call) => {
    tf.tidy(() => {
      expect(() => call(tf.ones([1]))).toThrow(/\[LAYER_OPTION\]$/);
    });
  });
});

describe('linear', () => {
  it('is the tensor itself', () => {
    const x = tf.tensor([1]);
    expect(activations.linear(x)).toBe(x);
    x.dispose();
  });
});

const { modules } = await loadKerasDefaults();

describe('activations by name', () => {
  it.each(Object.entries(modules.activations))('%s of Keras is one', (keras, { parameters }) => {
    const name = camelCase(keras);
    const ours = new Map<string, unknown>(Object.entries(activations)).get(name);
    expect(ours).toBeTypeOf('function');
    const [, ...options] = parameters; // after x
    if (options.some(({ required }) => required) || name === 'glu') return;
    expect(resolveActivation('dense', keras as ActivationName)).toBe(ours);
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor]>([
    ['leaky_relu', activations.leakyRelu],
    ['hard_swish', activations.hardSilu],
    ['swish', activations.silu],
    ['log_softmax', activations.logSoftmax],
    ['hardSigmoidKeras2', activations.hardSigmoidKeras2],
  ])('%s is found', (name, activation) => {
    expect(resolveActivation('dense', name as ActivationName)).toBe(activation);
  });

  it.each(['glu', 'threshold', '__proto__', 'constructor', 'toString', ''])('there is none named "%s"', (name) => {
    expect(() => resolveActivation('dense', name as ActivationName)).toThrow(/\[NAME_UNKNOWN\]$/);
  });

  it.each([null, 3, {}, [], true])('%j is none', (option) => {
    expect(() => resolveActivation('dense', option as never)).toThrow(/\[ACTIVATION_FORM\]$/);
  });

  it('are written down by name, and functions of others never by the name of ours', () => {
    const relu = (x: tf.Tensor): tf.Tensor => x;
    expect(activationName('leaky_relu' as ActivationName)).toBe('leakyRelu');
    expect(activationName(activations.geluTanh)).toBe('geluTanh');
    expect(activationName(relu)).toBe(relu);
  });
});
