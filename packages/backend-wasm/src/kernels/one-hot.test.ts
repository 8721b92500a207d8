import { UnsupportedError } from '@isograd/core';
import { OneHot } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { onWasm, runKernel } from '../testing/kernel-runner.js';

onWasm();

const cases = fc.record({
  ids: fc.array(fc.integer({ min: -2, max: 9 }), { maxLength: 23 }),
  depth: fc.integer({ min: 0, max: 8 }),
});

it.each([
  { dtype: 'float32', onValue: 0.75, offValue: -2.5 },
  { dtype: 'float32', onValue: Number.NaN, offValue: Number.NEGATIVE_INFINITY },
  { dtype: 'int32', onValue: 2 ** 31 - 1, offValue: -7 },
  { dtype: 'bool', onValue: 1, offValue: 0 },
  { dtype: 'bool', onValue: 0, offValue: 1 },
] as const)('writes $onValue and $offValue as $dtype', ({ dtype, onValue, offValue }) => {
  fc.assert(
    fc.property(cases, ({ ids, depth }) => {
      const indices = { shape: [ids.length, 1], dtype: 'int32', data: ids } as const;
      const actual = runKernel(OneHot, { indices }, { depth, onValue, offValue, dtype });
      expect(actual).toMatchObject({ shape: [ids.length, 1, depth], dtype });
      const expected = ids.flatMap((id) =>
        Array.from({ length: depth }, (_, column) => (column === id ? onValue : offValue)),
      );
      expect(Array.from(actual.data)).toEqual(expected);
    }),
  );
});

it('refuses text', () => {
  const indices = { shape: [1], dtype: 'int32', data: [0] } as const;
  const attributes = { depth: 2, onValue: 1, offValue: 0, dtype: 'string' };
  expect(() => runKernel(OneHot, { indices }, attributes)).toThrow(UnsupportedError);
});
