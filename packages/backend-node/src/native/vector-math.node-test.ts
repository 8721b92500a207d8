/** The functions of native/kernels/vector-math.h against float64, on every instruction set, at floats of all sizes. */
import { describe, expect, test } from 'vitest';
import { elementLaws, expectElements, flushed } from '../testing/element-laws.js';
import { nativeAbsence, nativeMemory } from '../testing/native-memory.js';
import { loopWords } from './element-calls.js';

const infinity = Number.POSITIVE_INFINITY;

/** Where each function bends, and what is known without the law. */
const functions: {
  readonly [kernelName: string]: readonly [least: number, most: number, ...exactly: [x: number, result: number][]];
} = {
  Cos: [-10, 10, [0, 1], [-0, 1], [infinity, Number.NaN]],
  Elu: [-20, 1, [0, 0], [-0, -0], [-infinity, -1], [infinity, infinity], [1e30, Math.fround(1e30)]],
  Erf: [-4.5, 4.5, [0, 0], [-0, -0], [4, 1], [-1e30, -1], [infinity, 1], [-infinity, -1]],
  Exp: [-110, 95, [0, 1], [-0, 1], [-infinity, 0], [infinity, infinity], [88.72284, infinity], [-1e30, 0]],
  Expm1: [-20, 95, [0, 0], [-0, -0], [-17.5, -1], [-infinity, -1], [infinity, infinity], [88.72284, infinity]],
  Log: [0.25, 2, [1, 0], [0, -infinity], [-0, -infinity], [infinity, infinity], [-1, Number.NaN]],
  Log1p: [-1, 2, [0, 0], [-0, -0], [-1, -infinity], [infinity, infinity], [-1.5, Number.NaN]],
  Selu: [-20, 1, [0, 0], [-0, -0], [infinity, infinity]],
  Sigmoid: [-110, 20, [0, 0.5], [-0, 0.5], [-1e30, 0], [-infinity, 0], [infinity, 1]],
  Sin: [-10, 10, [0, 0], [-0, -0], [-infinity, Number.NaN]],
  Softplus: [-110, 20, [-1e30, 0], [1e30, Math.fround(1e30)], [-infinity, 0], [infinity, infinity]],
  Tanh: [-10, 10, [0, 0], [-0, -0], [1e30, 1], [infinity, 1], [-infinity, -1]],
};

/** Values of all signs and sizes, a prime number of steps from one to the next; then those of a range. */
const everyOther = 65_537;
const count = Math.floor(2 ** 32 / everyOther);
const inRange = 20_011;

function argumentsIn(least: number, most: number): Float32Array {
  const bits = Uint32Array.from({ length: count }, (_, index) => index * everyOther);
  const x = new Float32Array(count + inRange);
  x.set(new Float32Array(bits.buffer));
  for (let index = 0; index < inRange; index++) x[count + index] = least + ((most - least) * index) / inRange;
  return x;
}

describe.skipIf(nativeAbsence !== undefined)(`native functions ${nativeAbsence ?? ''}`, () => {
  const place = nativeAbsence === undefined ? nativeMemory() : (undefined as never);

  function compute(kernelName: string, x: ArrayLike<number>): Float32Array {
    const [from, to] = [place.put(x), place.reserve(x.length)];
    const operands = [{ kind: 'input', index: 0 }] as const;
    const loop = {
      shape: [x.length],
      inputs: [{ dtype: 'float32', strides: [1] }],
      calls: [{ kernelName, operands, attributes: {}, dtype: 'float32' }],
      outputs: [0],
    } as const;
    place.native.run(Int32Array.from(loopWords(loop, [{ address: from }], [{ address: to }]) ?? []));
    const values = place.read(to, x.length);
    place.clear();
    return values;
  }

  for (const [kernelName, [least, most, ...exactly]] of Object.entries(functions)) {
    test(`${kernelName}`, () => {
      const x = argumentsIn(least, most);
      const makeLaw = elementLaws[kernelName];
      if (makeLaw === undefined) throw new Error(`${kernelName} has no law`);
      const { law, ulps = 0 } = makeLaw('float32', 'float32', {});
      const expected = Float64Array.from(x, (value) => law(flushed(value)));
      for (const set of place.native.features().instructionSets) {
        place.native.setInstructionSet(set);
        expectElements(compute(kernelName, x), expected, ulps, (index) => `${kernelName}(${x[index]}) on ${set}`);
        const known = compute(kernelName, [...exactly.map(([value]) => value), Number.NaN]);
        expect([...known], set).toEqual([...exactly.map(([, result]) => result), Number.NaN]);
      }
    });
  }
});
