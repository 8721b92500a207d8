/** Products of matrices against loops in float64: all forms, every instruction set, and the same bits on any threads. */
import { type ExactSums, expectWithinRounding, seededValues } from '@isograd/testing';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { activate, activateSums, activations } from '../../testing/activate.js';
import { nativeAbsence, nativeMemory, type NativeMemory } from '../../testing/native-memory.js';
import { type MatrixProduct, matrixProductWords } from './matrix-product.js';

/** A product without its tensors. */
type Sizes = Omit<MatrixProduct, 'a' | 'b' | 'out' | 'bias' | 'biasOf'> & { readonly biasOf?: 'columns' | 'rows' };

const plain = { batches: 1, isAShared: false, isBShared: false, transposeA: false, transposeB: false } as const;

interface Operands {
  readonly a: ArrayLike<number>;
  readonly b: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
  /** What is in the output before. */
  readonly out: ArrayLike<number>;
}

function operandsOf({ batches, m, n, k, isAShared, isBShared, biasOf, accumulate }: Sizes, seed = 1): Operands {
  const matrices = (isShared: boolean): number => (isShared ? 1 : batches);
  return {
    a: seededValues(seed, matrices(isAShared) * m * k),
    b: seededValues(seed + 1, matrices(isBShared) * k * n),
    bias: seededValues(seed + 2, biasOf === 'rows' ? m : n),
    out: accumulate ? seededValues(seed + 3, batches * m * n) : new Float32Array(batches * m * n).fill(Number.NaN),
  };
}

/** The product by loops, and the sum of the magnitudes of its terms. */
function reference(sizes: Sizes, { a, b, bias, out }: Operands): ExactSums {
  const { batches, m, n, k, isAShared, isBShared, transposeA, transposeB, biasOf } = sizes;
  const [exact, magnitudes] = [new Float64Array(batches * m * n), new Float64Array(batches * m * n)];
  for (let index = 0; index < exact.length; index++) {
    const [column, row, batch] = [index % n, Math.floor(index / n) % m, Math.floor(index / (m * n))];
    let sum = sizes.accumulate ? Number(out[index]) : 0;
    let magnitude = Math.abs(sum);
    for (let term = 0; term < k; term++) {
      const at = (isAShared ? 0 : batch * m * k) + (transposeA ? term * m + row : row * k + term);
      const bt = (isBShared ? 0 : batch * k * n) + (transposeB ? column * k + term : term * n + column);
      const product = Number(a[at]) * Number(b[bt]);
      sum += product;
      magnitude += Math.abs(product);
    }
    const added = biasOf === undefined ? 0 : Number(bias[biasOf === 'rows' ? row : column]);
    exact[index] = sum + added;
    magnitudes[index] = magnitude + Math.abs(added);
  }
  return activateSums({ exact, magnitudes, terms: k + 2 }, sizes.activation);
}

function multiply(place: NativeMemory, sizes: Sizes, { a, b, bias, out: before }: Operands): Float32Array {
  const { batches, m, n, biasOf } = sizes;
  const out = place.put(before);
  const words = matrixProductWords({
    ...sizes,
    a: { address: place.put(a) },
    b: { address: place.put(b) },
    out: { address: out },
    ...(biasOf === undefined ? {} : { bias: { address: place.put(bias) }, biasOf }),
  });
  place.native.run(Int32Array.from(words));
  const values = place.read(out, batches * m * n);
  place.clear();
  return values;
}

/** On every instruction set, against the loops. */
function check(place: NativeMemory, sizes: Sizes, operands: Operands = operandsOf(sizes)): void {
  const { exact, magnitudes, terms } = reference(sizes, operands);
  for (const set of place.native.features().instructionSets) {
    place.native.setInstructionSet(set);
    expectWithinRounding(multiply(place, sizes, operands), exact, magnitudes, terms);
  }
}

describe.skipIf(nativeAbsence !== undefined)(`native matrix products ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory() : (undefined as never);
  afterEach(() => place.native.setThreads(1));

  for (const transposeA of [false, true]) {
    for (const transposeB of [false, true]) {
      for (const [m, n, k] of [
        [1, 1, 1],
        [7, 5, 3],
        [9, 33, 17],
        [1, 100, 50],
        [100, 1, 50],
        [65, 10, 128],
        [130, 150, 400],
        [8, 3200, 3],
        [210, 70, 645],
      ] as const) {
        test(`[${m}, ${k}]${transposeA ? 'ᵀ' : ''} · [${k}, ${n}]${transposeB ? 'ᵀ' : ''}`, () => {
          check(place, { ...plain, m, n, k, transposeA, transposeB });
          expect(place.native.features().threads).toBe(1);
        });
      }
    }
  }

  test('random sizes, batches that share a side, biases, activations, sums that go on', () => {
    const size = fc.integer({ min: 0, max: 40 });
    const activation = fc.constantFrom(...activations);
    const sizes = fc.record({
      batches: fc.integer({ min: 0, max: 4 }),
      m: size,
      n: size,
      k: size,
      activation,
      accumulate: fc.boolean(),
      isAShared: fc.boolean(),
      isBShared: fc.boolean(),
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
      biasOf: fc.constantFrom<'columns' | 'rows' | 'none'>('columns', 'rows', 'none'),
    });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 3 }), ({ biasOf, ...rest }, threads) => {
        place.native.setThreads(threads);
        check(place, biasOf === 'none' ? rest : { ...rest, biasOf });
      }),
      { numRuns: 250, seed: 5 },
    );
  });

  test('results are the same bits on 1, 2 and 3 threads', () => {
    const cases: Sizes[] = [
      { ...plain, m: 300, n: 250, k: 700, accumulate: true, activation: { kind: 'tanh' }, biasOf: 'columns' },
      { ...plain, m: 40, n: 3300, k: 64, transposeB: true },
      { ...plain, m: 400, n: 90, k: 330, transposeA: true, activation: { kind: 'relu' }, biasOf: 'rows' },
      { ...plain, batches: 50, m: 32, n: 40, k: 48 },
      { ...plain, batches: 3, m: 128, n: 160, k: 96, isBShared: true, transposeA: true },
    ];
    for (const set of place.native.features().instructionSets) {
      place.native.setInstructionSet(set);
      for (const sizes of cases) {
        const operands = operandsOf(sizes, 7);
        const runs = [1, 2, 3].map((threads) => {
          place.native.setThreads(threads);
          return multiply(place, sizes, operands);
        });
        expect(runs[1], set).toEqual(runs[0]);
        expect(runs[2], set).toEqual(runs[0]);
        const { exact, magnitudes, terms } = reference(sizes, operands);
        expectWithinRounding(runs[0] ?? [], exact, magnitudes, terms);
      }
    }
  });

  test('without terms there is bias and activation alone', () => {
    const sizes: Sizes = { ...plain, m: 3, n: 5, k: 0, biasOf: 'columns', activation: { kind: 'relu' } };
    const { bias } = operandsOf(sizes);
    const expected = [0, 1, 2].flatMap(() => Array.from(bias, (value) => Math.max(0, value)));
    expect([...multiply(place, sizes, operandsOf(sizes))]).toEqual(expected);
    const further: Sizes = { ...sizes, accumulate: true };
    const { out } = operandsOf(further);
    const sums = Array.from(out, (value, index) => Math.max(0, Math.fround(value + Number(bias[index % 5]))));
    expect([...multiply(place, further, operandsOf(further))]).toEqual(sums);
  });

  test('NaN and infinities go where they belong, through every activation', () => {
    const [m, n, k] = [9, 35, 12];
    for (const activation of activations) {
      const sizes: Sizes = { ...plain, m, n, k, activation };
      const a = seededValues(1, m * k, [0.5, 1]);
      const b = seededValues(2, k * n, [0.5, 1]);
      a[3 * k + 4] = Number.NaN; // row 3
      b[5 * n + 7] = Number.POSITIVE_INFINITY; // column 7
      b[5 * n + 9] = Number.NEGATIVE_INFINITY; // column 9
      for (const set of place.native.features().instructionSets) {
        place.native.setInstructionSet(set);
        const out = multiply(place, sizes, { a, b, bias: [], out: new Float32Array(m * n) });
        for (let index = 0; index < m * n; index++) {
          const [row, column] = [Math.floor(index / n), index % n];
          const value = out[index] ?? 0;
          if (row === 3) expect(value).toBeNaN();
          else if (column === 7) expect(value).toBe(activate(Number.POSITIVE_INFINITY, activation));
          else if (column === 9) expect(value).toBe(Math.fround(activate(Number.NEGATIVE_INFINITY, activation)));
          else expect(Number.isFinite(value)).toBe(true);
        }
      }
    }
  });

  test('denormal numbers count as zero, and JavaScript keeps its own', () => {
    const sizes: Sizes = { ...plain, m: 2, n: 2, k: 1 };
    const out = multiply(place, sizes, { a: [1e-40, 1], b: [2 ** 20, 1e-40], bias: [], out: [0, 0, 0, 0] });
    expect([...out]).toEqual([0, 0, 2 ** 20, 0]);
    const smallest = Math.fround(1e-40);
    expect(smallest * 2).toBeGreaterThan(0);
    expect(Number.MIN_VALUE + Number.MIN_VALUE).toBeGreaterThan(0);
  });
});
