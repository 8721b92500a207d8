/** What a function of four singles is held to: its law in float64, with an engine that fuses multiply-adds and without. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Expression, Local } from '../assembler/expression.js';
import type { FunctionBuilder } from '../assembler/function-builder.js';
import { ModuleBuilder } from '../assembler/module-builder.js';
import { i32, v128 } from '../assembler/operators.js';
import { hasRelaxedSimd } from '../features.js';

/** A vector function of one argument or two. */
type VectorFunction = (f: FunctionBuilder, ...x: [Local<'v128'>, Local<'v128'>]) => Expression<'v128'>;
type Law = (...x: [number, number]) => number;

/** How near the function comes, and what is known without the law. */
export interface VectorFunctionCase {
  /** Arguments that the law takes. Default: 1. */
  readonly arity?: 1 | 2;
  /** Units in the last place; of subnormal results the smallest number is the unit. */
  readonly ulps: number;
  /** Arguments, and the result to the bit. */
  readonly exactly: readonly (readonly number[])[];
  /** Arguments that are looked at closely, beside those of all sizes. Default: [-4, 4]. */
  readonly range?: readonly [number, number];
}

const page = 2 ** 16;

/** Values of all signs and sizes: a prime number of steps from one to the next. */
const everyOther = 16411;
const inRange = 20_011;

/** Of all floats: the bits are drawn, not the values. */
const anyBits = fc
  .integer({ min: 0, max: 2 ** 32 - 1 })
  .map((bits) => new Float32Array(Uint32Array.of(bits).buffer)[0] as number);
const anyFloat = fc.oneof(anyBits, fc.float({ min: -10, max: 10, noNaN: true }), fc.constantFrom(0, -0, 1, -1));

/** Declares the tests of a function. */
export function testVectorFunction(name: string, fn: VectorFunction, law: Law, options: VectorFunctionCase): void {
  const { arity = 1, ulps, exactly, range = [-4, 4] } = options;
  describe.each(hasRelaxedSimd() ? [false, true] : [false])(`${name}, fused: %s`, (relaxedSimd) => {
    const run = compile(fn, relaxedSimd);
    const expectLaw = (x: Float32Array, y: Float32Array): void => {
      const got = run(x, y);
      for (const [index, value] of x.entries()) {
        const other = y[index] as number;
        const expected = law(value, other);
        const error = errorInUlps(got[index] as number, expected);
        if (!(error <= ulps)) {
          const given = arity === 1 ? value : `${value}, ${other}`;
          expect.fail(`${name}(${given}): got ${got[index]}, expected ${expected}: ${error} units in the last place`);
        }
      }
    };

    it('obeys its law at any float', () => {
      const pairs = fc.array(fc.tuple(anyFloat, anyFloat), { minLength: 1, maxLength: 40 });
      fc.assert(
        fc.property(pairs, (drawn) => {
          const column = (place: 0 | 1): Float32Array => Float32Array.from(drawn, (pair) => pair[place]);
          expectLaw(column(0), column(1));
        }),
        { numRuns: 500 },
      );
    });

    it('obeys its law at floats of all sizes', () => {
      const count = Math.floor(2 ** 32 / everyOther);
      const bits = Uint32Array.from({ length: count }, (_, index) => index * everyOther);
      const others = bits.map((_, index) => Math.imul(index, 0x9e3779b1));
      expectLaw(new Float32Array(bits.buffer), new Float32Array(others.buffer));
    });

    it('obeys its law where it bends', () => {
      const [least, largest] = range;
      const x = Float32Array.from({ length: inRange }, (_, index) => least + ((largest - least) * index) / inRange);
      const y = x.map((_, index) => x[(index * 7919) % inRange] as number);
      expectLaw(x, y);
    });

    it.each(exactly.map((row) => [row.slice(0, arity), row[arity] as number] as const))(
      'takes %j to %d',
      (x, result) => {
        const [got] = run(Float32Array.of(x[0] as number), Float32Array.of(x[1] ?? 0));
        expect(got).toBe(result);
      },
    );
  });
}

/** The function of arrays of any length. */
function compile(fn: VectorFunction, relaxedSimd: boolean): (x: Float32Array, y: Float32Array) => Float32Array {
  const builder = new ModuleBuilder({ module: 'm', name: 'memory', minimumPages: 1 }, { relaxedSimd });
  builder.define('map', { end: 'i32' }, (f, { end }) => {
    const at = f.local('i32');
    const [x, y] = [f.local('v128'), f.local('v128')];
    f.while(i32.lt_u(at, end), () => {
      f.set(x, v128.load(at));
      f.set(y, v128.load(at, page / 2));
      f.store('v128.store', at, fn(f, x, y));
      f.increase(at, 16);
    });
  });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(builder.toBytes()), { m: { memory } });
  const map = instance.exports['map'] as (end: number) => void;
  const length = page / 8;
  const [first, second] = [
    new Float32Array(memory.buffer, 0, length),
    new Float32Array(memory.buffer, page / 2, length),
  ];
  return (x, y) => {
    const result = new Float32Array(x.length);
    for (let from = 0; from < x.length; from += length) {
      const part = x.subarray(from, from + length);
      first.set(part);
      second.set(y.subarray(from, from + length));
      map(4 * part.length);
      result.set(first.subarray(0, part.length), from);
    }
    return result;
  };
}

/** 0 for the float next to `expected`, zeros by their sign; else the distance in units in the last place. */
function errorInUlps(got: number, expected: number): number {
  const rounded = Math.fround(expected);
  if (Object.is(got, rounded)) return 0;
  if (got === rounded || !Number.isFinite(got) || !Number.isFinite(rounded)) return Number.POSITIVE_INFINITY;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(expected))), -126);
  return Math.abs(got - expected) / 2 ** (exponent - 23);
}
